internal import CMosquitto
internal import Glibc
internal import LinuxPlatform

/// Why a link to the broker ended or was refused.
public struct LinkReason: Equatable, Sendable, CustomStringConvertible {
    /// Who gave the reason.
    public enum Origin: Sendable {
        /// The broker, with an MQTT 5 reason code (128 and above).
        case broker
        /// libmosquitto, with one of its error codes.
        case library
        /// The operating system, with an error number.
        case system
        /// This program itself: it abandoned a batch or lost patience.
        case local
    }

    /// Who gave the reason.
    public let origin: Origin
    /// The code in the numbering of its origin; 0 for `.local`.
    public let code: Int32
    /// The same in words, without a full stop.
    public let text: String

    /// The reason in words.
    public var description: String { text }

    static func broker(_ code: Int32) -> LinkReason {
        // Safety: the library returns a constant string.
        let text = unsafe String(cString: mosquitto_reason_string(code))
        return LinkReason(origin: .broker, code: code, text: "the broker says: \(text)")
    }

    /// Reads errno when the library points to it, so it must be made right after the failed call.
    ///
    /// - Parameter complaint: what the library has said besides.
    static func library(_ code: Int32, saying complaint: String? = nil) -> LinkReason {
        if code == Int32(MOSQ_ERR_ERRNO.rawValue) {
            let number = errno
            return LinkReason(origin: .system, code: number, text: SystemFault.words(for: number))
        }
        // Safety: the library returns a constant string.
        let text = unsafe String(cString: mosquitto_strerror(code))
        return LinkReason(
            origin: .library, code: code, text: complaint.map { "\(text) (\($0))" } ?? text)
    }

    static func local(_ text: String) -> LinkReason {
        LinkReason(origin: .local, code: 0, text: text)
    }
}

/// What happened to the link of a lane or a sender.
public enum LinkChange: Equatable, Sendable {
    /// Connected, and every subscription is granted. With `sessionPresent` the broker remembered
    /// this client and messages that waited may already have arrived.
    case connected(sessionPresent: Bool)
    /// The link ended, or an attempt to open it failed. The next attempt follows by itself.
    case disconnected(LinkReason)
    /// The broker does not want this login or one of its subscriptions. It is asked again, with
    /// growing pauses, because somebody may be correcting its password file right now.
    case refused(LinkReason)
}

/// The brief name of `LinkChange` where a lane reports it.
public typealias LaneLink = LinkChange
