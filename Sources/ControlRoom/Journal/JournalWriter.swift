package import Journal
package import LinuxPlatform
internal import Synchronization
internal import ValveModel

/// The one thread that writes: commits whatever has arrived while the last commit ran, and says how
/// far it has come.
package final class JournalWriter: Stepped {
    /// How long to wait after a commit that failed: short against the second after which the room
    /// fails open, long against a disk that answers at once.
    static let retryMilliseconds: Int64 = 200

    /// What is wrong with the store, in words for the person who must act.
    package struct Fault: Equatable, Sendable {
        package var message: String
    }

    /// What is committed together, through the ticket of its newest batch.
    private struct Group: Sendable {
        var last: UInt64
        var batches: [JournalBatch]
    }

    /// What no commit has taken yet.
    private struct Waiting: Sendable {
        var next: UInt64 = 1
        var batches: [JournalBatch] = []
        /// What has come while the store refuses; it stands after so many of the batches.
        var newest = NewestRows()
        var newestPlace = 0

        var isEmpty: Bool { batches.isEmpty && newest.isEmpty }
    }

    /// A closure in a `Mutex` of its own would be wrapped twice more by every look at it, and in the
    /// end the call of it would overflow the stack. In a structure it stays as it is.
    private struct Listener: Sendable {
        var tell: @Sendable (UInt64) -> Void
    }

    private let journal: any Journal
    private let waiting = Mutex(Waiting())
    /// The group that the store refused last: it is tried again as it is, so that a full disk does
    /// not make each attempt larger than the one before.
    private let refused = Mutex<Group?>(nil)
    private let durable = Atomic<UInt64>(0)
    private let commits = Atomic<Int>(0)
    private let turns = Atomic<Int>(0)
    private let fault = Mutex<Fault?>(nil)
    private let isEnding = Atomic<Bool>(false)
    private let parker: Parker
    private let afterCommit = Mutex<Listener?>(nil)
    private let foldingFault = Mutex<Fault?>(nil)
    private let tidy: Tidy

    /// The store's own chores; throws when its log cannot be folded back.
    package typealias Tidy = @Sendable (_ isIdle: Bool) throws(JournalError) -> Void

    /// - Parameter tidy: called after each commit, and when nothing waits.
    package init(
        _ journal: any Journal, tidy: @escaping Tidy = { (_) throws(JournalError) in }
    ) throws(SystemFault) {
        self.journal = journal
        self.tidy = tidy
        parker = try Parker()
    }

    /// Sets what is told of every commit, with the ticket through which everything is on disk.
    package func onCommit(_ body: @escaping @Sendable (UInt64) -> Void) {
        afterCommit.withLock { $0 = Listener(tell: body) }
    }

    /// Queues a batch; its ticket is durable when `durableTicket` reaches it.
    package func append(_ batch: JournalBatch) -> UInt64 {
        let isRefused = currentFault != nil
        let ticket = waiting.withLock { waiting in
            var batch = batch
            if isRefused { waiting.newest.take(from: &batch) }
            waiting.batches.append(batch)
            if isRefused { waiting.newestPlace = waiting.batches.count }
            let ticket = waiting.next
            waiting.next += 1
            return ticket
        }
        parker.unpark()
        return ticket
    }

    /// Ticket of the newest batch that was queued.
    package var lastTicket: UInt64 { waiting.withLock { $0.next - 1 } }

    /// Everything through this ticket is on disk.
    package var durableTicket: UInt64 { durable.load(ordering: .acquiring) }

    /// What is wrong; `nil` while commits succeed.
    package var currentFault: Fault? { fault.withLock { $0 } }

    /// Why the store's log grows without being folded back; `nil` while it is.
    package var currentFoldingFault: Fault? { foldingFault.withLock { $0 } }

    /// What no commit has taken: batches, and the open incidents among their rows. At the end that is lost.
    package var unwritten: Unwritten {
        let batches = (refused.withLock { $0?.batches } ?? []) + waiting.withLock { $0.batches }
        var incidents: [String: Bool] = [:]
        for row in batches.flatMap(\.incidents) { incidents[row.id] = row.isOpen }
        return Unwritten(
            batchCount: batches.count,
            openIncidents: incidents.filter(\.value).map(\.key).sorted())
    }

    /// What a stop could not write.
    package struct Unwritten: Equatable, Sendable {
        package var batchCount: Int
        package var openIncidents: [String]
    }

    /// Attempts since the start, refused ones included: a watchdog sees that it moves.
    package var turnCount: Int { turns.load(ordering: .relaxed) }

    package var commitCount: Int { commits.load(ordering: .relaxed) }

    /// Runs on its own thread until `end`, and then until everything queued is written or has
    /// failed once more.
    package func run() {
        while true {
            let rest = step()
            if rest != .none, isEnding.load(ordering: .acquiring) { return }
            parker.rest(rest) {
                isEnding.load(ordering: .acquiring)
                    || currentFault == nil && waiting.withLock { !$0.isEmpty }
            }
        }
    }

    /// Commits what waits; what could not be written waits on.
    package func step() -> Rest {
        turns.wrappingAdd(1, ordering: .relaxed)
        let group = refused.withLock { $0 } ?? takeGroup()
        if group.batches.isEmpty {
            tidyUp(isIdle: true)
            return .untilWoken
        }
        do throws(JournalError) {
            try journal.commit(group.batches)
        } catch {
            refused.withLock { $0 = group }
            fault.withLock { $0 = Fault(message: Self.words(error)) }
            return .atMost(.milliseconds(Self.retryMilliseconds))
        }
        commits.wrappingAdd(1, ordering: .relaxed)
        if currentFault != nil {
            fault.withLock { $0 = nil }
            refused.withLock { $0 = nil }
        }
        durable.store(group.last, ordering: .releasing)
        afterCommit.withLock { $0 }?.tell(group.last)
        tidyUp(isIdle: false)
        return .none
    }

    /// Commits go on while folding fails; until the disk is full nothing else would say so.
    private func tidyUp(isIdle: Bool) {
        var found: Fault?
        do throws(JournalError) {
            try tidy(isIdle)
        } catch {
            found = Fault(message: Self.words(folding: error))
        }
        foldingFault.withLock { $0 = found }
    }

    private func takeGroup() -> Group {
        waiting.withLock { waiting in
            var taken: [JournalBatch] = []
            swap(&taken, &waiting.batches)
            if !waiting.newest.isEmpty {
                taken.insert(waiting.newest.takeBatch(), at: waiting.newestPlace)
            }
            return Group(last: waiting.next - 1, batches: taken)
        }
    }

    package func takeNotice() -> Bool { parker.takeNotice() }

    private static func words(folding error: JournalError) -> String {
        "The store's log cannot be folded back into gaswatch.db: \(error.words) Everything is still "
            + "written, but the log grows until the disk is full, and each start reads all of it. "
            + "Look at that file and its disk."
    }

    private static func words(_ error: JournalError) -> String {
        switch error {
        case .unavailable(let what):
            "The journal cannot be written: \(what)"
        case .corrupt(let what):
            "The journal is damaged: \(what) Restart the daemon when no leak is open: it sets the "
                + "store aside and goes on with what can be read of it."
        case .foreign(let what):
            "The journal's file is another program's: \(what)"
        case .newerSchema(let found):
            "The journal was written by a newer version (\(found)): install that version."
        }
    }

    package func end() {
        isEnding.store(true, ordering: .releasing)
        parker.unpark()
    }
}
