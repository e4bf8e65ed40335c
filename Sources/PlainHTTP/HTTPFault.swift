/// Why a request has no answer.
package enum HTTPFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is no address this client can use.
    case badTarget(String)
    /// Nobody accepts connections there, or the host is not known.
    case unreachable(String)
    /// The socket file is there, but this user may not open it.
    case notPermitted(String)
    /// Connected, but no whole answer came in time. Whether the request took effect is not known.
    case timedOut(String)
    /// The peer answered with something that is not HTTP, too large, or cut short.
    case badAnswer(String)
    /// The calling task was cancelled.
    case cancelled

    package var description: String {
        switch self {
        case .badTarget(let text), .unreachable(let text), .notPermitted(let text),
            .timedOut(let text), .badAnswer(let text):
            text
        case .cancelled: "cancelled"
        }
    }

    /// Whether the same request may succeed when it is sent again a little later.
    package var isRetryable: Bool {
        switch self {
        case .unreachable, .timedOut, .badAnswer: true
        case .badTarget, .notPermitted, .cancelled: false
        }
    }
}
