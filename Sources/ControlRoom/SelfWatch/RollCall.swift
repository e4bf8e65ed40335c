internal import Synchronization

/// Which threads have come round since the last call.
package final class RollCall: Sendable {
    /// How one thread is doing.
    package struct Pulse: Sendable {
        /// Grows with every turn of the thread.
        package var turns: Int
        /// Whether it may stand still: it has nothing to do, or waits for an absent broker.
        package var mayRest: Bool
        package init(turns: Int, mayRest: Bool = false) {
            self.turns = turns
            self.mayRest = mayRest
        }
    }

    private struct Thread: Sendable {
        var name: String
        var pulse: @Sendable () -> Pulse
        var turnsBefore: Int?
    }

    private let threads = Mutex<[Thread]>([])

    package init() {}

    /// Puts a thread on the roll.
    package func add(_ name: String, _ pulse: @escaping @Sendable () -> Pulse) {
        threads.withLock { $0.append(Thread(name: name, pulse: pulse)) }
    }

    /// Calls the roll: the names of the threads that have not moved since the last call although
    /// they should have. A thread that is called for the first time is present.
    package func call() -> [String] {
        threads.withLock { threads in
            var absent: [String] = []
            for place in threads.indices {
                let pulse = threads[place].pulse()
                let before = threads[place].turnsBefore
                threads[place].turnsBefore = pulse.turns
                if before == pulse.turns, !pulse.mayRest { absent.append(threads[place].name) }
            }
            return absent
        }
    }
}
