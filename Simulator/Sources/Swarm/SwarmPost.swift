internal import LinuxPlatform
internal import Synchronization

/// What all workers report to the one consumer of the swarm.
final class SwarmPost: Sendable {
    struct Letters {
        var arrivals: [SwarmArrival] = []
        var changes: [SwarmLinkChange] = []
        var refused: String?
        var dropped = 0
    }

    /// Arrivals kept for a consumer that does not come: at 200 bytes each 200 MB, half a minute
    /// of the highest rate that one broker delivers.
    private static let arrivalsMax = 1_000_000

    private let letters = Mutex(Letters())
    private let parker: Parker
    let connected = Atomic<Int>(0)
    let lost = Atomic<Int>(0)

    init() throws(SystemFault) {
        parker = try Parker()
    }

    /// One lock and at most one wake-up for everything of a worker's round.
    func deliver(_ arrivals: [SwarmArrival], _ changes: [SwarmLinkChange], refused: String?) {
        guard !arrivals.isEmpty || !changes.isEmpty || refused != nil else { return }
        letters.withLock { letters in
            let room = max(0, SwarmPost.arrivalsMax - letters.arrivals.count)
            letters.arrivals.append(contentsOf: arrivals.prefix(room))
            letters.dropped += max(0, arrivals.count - room)
            letters.changes.append(contentsOf: changes)
            if let refused { letters.refused = refused }
        }
        parker.unpark()
    }

    func takeArrivals() -> [SwarmArrival] {
        letters.withLock { letters in
            let taken = letters.arrivals
            letters.arrivals = []
            return taken
        }
    }

    func takeChanges() -> [SwarmLinkChange] {
        letters.withLock { letters in
            let taken = letters.changes
            letters.changes = []
            return taken
        }
    }

    var refused: String? { letters.withLock { $0.refused } }
    var dropped: Int { letters.withLock { $0.dropped } }

    func wait(milliseconds: Int64) -> Bool {
        parker.park(timeoutMilliseconds: milliseconds) {
            letters.withLock { !$0.arrivals.isEmpty || !$0.changes.isEmpty }
        }
    }

    /// Ends a wait from any thread.
    func wake() { parker.unpark() }
}
