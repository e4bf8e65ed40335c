internal import LinuxPlatform
internal import Mosquitto
internal import Synchronization

/// Collects what the lanes receive for the one thread that runs the district.
final class Inbox: LaneSink {
    private struct State {
        var arrivals: [Arrival] = []
        var connected = 0
        var isOpen = false
        var lost = 0
        var trouble = ""
    }

    private let state = Mutex(State())
    private let parker: Parker

    init() throws(SystemFault) {
        parker = try Parker()
    }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        let arrival = Arrival(
            topic: String(decoding: Self.copy(topic), as: UTF8.self), payload: Self.copy(payload),
            nanoseconds: BootClock.nanoseconds())
        state.withLock { $0.arrivals.append(arrival) }
        parker.unpark()
    }

    func batchEnded(count: Int) -> BatchVerdict { .release }

    func linkChanged(_ link: LaneLink) {
        state.withLock { state in
            switch link {
            case .connected: state.connected += 1
            case .disconnected(let reason), .refused(let reason):
                state.trouble = reason.description
                state.lost += state.isOpen ? 1 : 0
            }
        }
        parker.unpark()
    }

    /// How often a link came up, how often one failed since all were up, and the newest reason.
    var links: (connected: Int, lost: Int, trouble: String) {
        state.withLock { ($0.connected, $0.lost, $0.trouble) }
    }

    /// Waits until so many connections are there.
    func await(
        _ wanted: Int, broker: String, timeoutSeconds: Int64
    ) throws(TransportFault) {
        let deadline = BootClock.milliseconds() + timeoutSeconds * 1000
        while links.connected < wanted {
            let left = deadline - BootClock.milliseconds()
            guard left > 0, !Interruption.isAsked else {
                let links = links
                throw .unreachable(
                    "Could not connect to the broker at \(broker) within \(timeoutSeconds) s "
                        + "(\(links.connected) of \(wanted) connections): "
                        + (links.trouble.isEmpty ? "no answer" : links.trouble)
                        + ". Is it running there?")
            }
            wait(milliseconds: min(left, 100))
        }
    }

    /// Everything is connected: from now on a connection that fails was lost. Before, a broker with
    /// a short queue of connects may have turned one away that came again.
    func noteOpen() {
        state.withLock { $0.isOpen = true }
    }

    func take() -> [Arrival] {
        state.withLock { state in
            let taken = state.arrivals
            state.arrivals = []
            return taken
        }
    }

    func wait(milliseconds: Int64) {
        _ = parker.park(timeoutMilliseconds: milliseconds)
    }

    private static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(bytes.count)
        for index in 0..<bytes.count { copy.append(bytes[index]) }
        return copy
    }
}
