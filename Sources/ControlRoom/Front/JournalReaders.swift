internal import ConsoleAPI
internal import LinuxPlatform
internal import Synchronization

/// Threads on which the console's questions to the journal are answered.
///
/// A list of a year's history reads and decodes for seconds. On the threads that all asynchronous work
/// shares it would hold up the watchdog, the webhook and every other answer.
final class JournalReaders: Sendable {
    private let questions: JobLine<@Sendable () -> Void>
    private let isOver = Atomic<Bool>(false)
    private let askedCount = Atomic<Int>(0)
    private let name: String

    /// Questions that are under way or wait, at most: a long one takes a second, so that on two threads
    /// whoever is last in the line waits 15 s, as long as our command line waits for an answer.
    static let askedCountMax = 32

    /// - Parameter countMax: questions answered at a time; the others wait in their order.
    init(_ name: String, countMax: Int) {
        self.name = name
        questions = JobLine(runningMax: countMax)
    }

    /// Whether the daemon is stopping: a long answer ends then, with `refuse`.
    var isStopping: Bool { isOver.load(ordering: .relaxed) }

    func stop() { isOver.store(true, ordering: .relaxed) }

    func refuseStopping() throws(Problem) {
        if isStopping { throw .unavailable("The daemon is stopping; ask again after its restart.") }
    }

    /// Answers a question on a thread of its own, or refuses it where too many wait: each keeps a
    /// connection and memory, and nobody waits for its answer any more.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable () throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        defer { askedCount.subtract(1, ordering: .relaxed) }
        guard askedCount.add(1, ordering: .relaxed).newValue <= Self.askedCountMax else {
            throw .unavailable("Too many questions to the journal wait already; ask again later.")
        }
        let answer: Result<Value, Problem> = await withCheckedContinuation { done in
            let job: @Sendable () -> Void = { [self] in
                do throws(Problem) {
                    try refuseStopping()
                    done.resume(returning: .success(try body()))
                } catch {
                    done.resume(returning: .failure(error))
                }
            }
            take(job)
        }
        return try answer.get()
    }

    private func take(_ job: @escaping @Sendable () -> Void) {
        guard questions.add(job) else { return }
        do throws(SystemFault) {
            _ = try DedicatedThread(name: name) { [self] in work() }
        } catch {
            // A machine without room for a thread: slow answers are better than none.
            work()
        }
    }

    private func work() {
        while let job = questions.next() { job() }
    }
}
