import Foundation
import Synchronization

/// What has happened so far, in order, with a bounded wait for what has not happened yet.
final class Ledger<Line: Sendable>: Sendable {
    /// How long a wait lasts before its test fails: far above what the daemon needs, so that only
    /// a fault is that late.
    static var patience: TimeInterval { 60 }

    private let lines = Mutex<[Line]>([])
    private let bell = NSCondition()

    var all: [Line] { lines.withLock { $0 } }

    func append(_ line: Line) {
        bell.lock()
        defer { bell.unlock() }
        lines.withLock { $0.append(line) }
        bell.broadcast()
    }

    /// The first line that fits, waiting for it; `nil` when none came in time.
    func first(where fits: (Line) -> Bool) -> Line? {
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        bell.lock()
        defer { bell.unlock() }
        while true {
            if let line = all.first(where: fits) { return line }
            guard bell.wait(until: deadline) else { return all.first(where: fits) }
        }
    }
}
