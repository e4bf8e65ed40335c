internal import CMosquitto
internal import LinuxPlatform

/// Why a link did not come up or went down, in words and without a full stop.
enum LinkWords {
    static let cut = "cut on purpose"
    static let noAnswer = "the broker did not answer the connect in time"
    static let filterRefused = "the broker refused a subscription"

    /// The answer of the broker to a connect.
    static func connack(_ code: Int32) -> String {
        switch code {
        case 1: "the broker does not speak MQTT 3.1.1 (CONNACK 1)"
        case 2: "the broker does not accept the client identifier (CONNACK 2)"
        case 3: "the broker is not available for this client (CONNACK 3)"
        case 4: "the user name or the password is wrong (CONNACK 4)"
        case 5: "not authorised by the broker (CONNACK 5)"
        default: "the broker refused the connection (CONNACK \(code))"
        }
    }

    /// Whether an error code of the library means that the link is gone.
    static func isLoss(_ code: Int32) -> Bool {
        let losses = [MOSQ_ERR_NO_CONN, MOSQ_ERR_CONN_LOST, MOSQ_ERR_ERRNO]
        return losses.contains { Int32($0.rawValue) == code }
    }

    /// An error code of the library and the error number it left behind.
    static func library(_ code: Int32, _ errorNumber: Int32) -> String {
        if code == Int32(MOSQ_ERR_ERRNO.rawValue) { return SystemFault.words(for: errorNumber) }
        if code == Int32(MOSQ_ERR_CONN_LOST.rawValue) { return "the broker closed the connection" }
        if code == 0 { return "the broker did not answer a ping" }
        // Safety: the library returns a constant, NUL-terminated sentence for every code.
        guard let words = unsafe mosquitto_strerror(code) else { return "error \(code)" }
        let sentence = unsafe String(cString: words)
        return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }
}
