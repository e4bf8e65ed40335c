public import LinuxPlatform

/// Why a client of the broker cannot even be made. Link failures are not faults but `LinkChange`s.
public enum BrokerFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The endpoint contradicts itself; the sentence says how.
    case endpoint(String)
    /// A file of the TLS settings cannot be read.
    case file(SystemFault)
    /// A file of the TLS settings holds something else than expected.
    case certificate(path: String, expected: String)
    /// The operating system refused a thread or a descriptor.
    case system(SystemFault)
    /// libmosquitto refused a setting.
    case library(code: Int32, attempt: String)

    /// A sentence for the log.
    public var description: String {
        switch self {
        case .endpoint(let sentence): sentence
        case .file(let fault): fault.description
        case .certificate(let path, let expected): "\(path) does not contain \(expected)."
        case .system(let fault): fault.description
        case .library(let code, let attempt):
            "libmosquitto could not \(attempt): \(LinkReason.library(code).text)."
        }
    }
}
