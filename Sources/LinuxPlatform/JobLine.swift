internal import Synchronization

/// Jobs in their order, for workers of which a bounded number is under way: whoever adds a job starts a
/// further worker when told to, and a worker ends when there is no job left.
package final class JobLine<Job: Sendable>: Sendable {
    private struct State: Sendable {
        var waiting: [Job] = []
        var head = 0
        var running = 0
    }

    private let state = Mutex(State())
    private let runningMax: Int
    /// Spent places that are kept at most, beside as many as still wait: moving the rest up then costs
    /// less than one move a job.
    private static var spentMax: Int { 64 }

    /// - Parameter runningMax: workers at a time.
    package init(runningMax: Int) { self.runningMax = runningMax }

    /// Adds a job; whether a further worker has to start.
    package func add(_ job: Job) -> Bool {
        state.withLock { state in
            state.waiting.append(job)
            guard state.running < runningMax else { return false }
            state.running += 1
            return true
        }
    }

    /// A worker's next job; with `nil` it has ended.
    package func next() -> Job? {
        state.withLock { state in
            guard state.head < state.waiting.count else {
                state.waiting.removeAll(keepingCapacity: true)
                state.head = 0
                state.running -= 1
                return nil
            }
            state.head += 1
            let job = state.waiting[state.head - 1]
            // A line that never runs empty must not keep what it has given out.
            if state.head >= Self.spentMax, state.head * 2 >= state.waiting.count {
                state.waiting.removeFirst(state.head)
                state.head = 0
            }
            return job
        }
    }
}
