internal import CLinux
internal import Glibc
internal import LinuxPlatform

extension Client {
    /// Reads packets until none is left or `countMax` were read; the messages among them went to
    /// the sink. The end is a read that reached no message and found the socket empty: the library
    /// returns success for that as well, so errno tells.
    ///
    /// - Returns: 0, or the library's reason for the end of the link.
    func readBatch(countMax: Int) -> Int32 {
        for _ in 0..<countMax {
            let before = noted.arrivals
            errno = 0
            let outcome = read()
            let empty = errno == EAGAIN
            if outcome != 0 || socket < 0 { return outcome }
            if empty && noted.arrivals == before { return 0 }
        }
        return 0
    }

    /// The broker's refusal of the login, if that is what ended the link.
    func ending(outcome: Int32) -> LinkReason? {
        guard let connack = noted.connack, connack != 0 else { return nil }
        return .broker(connack)
    }

    /// Why the link is gone: the broker's own words before the library's.
    func lossReason(_ outcome: Int32) -> LinkReason {
        if let code = noted.disconnect, code >= 128 { return .broker(code) }
        let code = outcome != 0 ? outcome : (noted.disconnect ?? 0)
        return code == 0
            ? .local("the link was closed") : .library(code, saying: noted.complaint)
    }

    /// Disconnects in order and lets everything queued leave first. The library closes the socket
    /// itself when the last packet has left; a second descriptor keeps the connection open until
    /// the broker has read it all, or the last acknowledgements might never be seen.
    func sayGoodbye(wake: WakeEvent) {
        guard !isCut, socket >= 0 else { return }
        let connection = dup(socket)
        if disconnect() == 0 { writeOut(wake: wake) }
        if connection >= 0 { clinux_close_gently(connection, Client.goodbyeMilliseconds) }
    }

    private func writeOut(wake: WakeEvent) {
        let until = BootClock.milliseconds() + Client.goodbyeMilliseconds
        while write() == 0, socket >= 0 {
            let left = until - BootClock.milliseconds()
            guard left > 0 else { return }
            _ = wake.wait(socket: socket, writable: true, milliseconds: left)
        }
    }

    /// How long each half of a goodbye may take: a broker that lives answers within milliseconds,
    /// and a stop of the whole program is to stay within seconds.
    private static let goodbyeMilliseconds: Int64 = 1000
}
