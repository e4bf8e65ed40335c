import Foundation
import GRDB
package import Journal
import ValveModel

/// A damaged store that was put out of the way, and what could be taken over from it.
package struct SetAsideStore: Equatable, Sendable {
    /// The new name of the store file, in the same directory. Its log lies beside it.
    package var name: String
    /// What was wrong with it.
    package var reason: String
    package var openIncidentCount = 0
    package var valveCount = 0
    package var alarmCount = 0
    /// Whether every table could be read to its end.
    package var isComplete = false

    /// What a person reads.
    package var words: String {
        "The store was damaged and stands aside as \(name) (\(reason)). "
            + (isComplete ? "Everything needed to go on was" : "What could be read was")
            + " taken over: \(openIncidentCount) open incidents, \(valveCount) valves, \(alarmCount) "
            + "alarms; the history before is in that file only."
    }
}

extension SQLiteJournal {
    /// Opens the store. A damaged one is set aside under a name of its own, never overwritten, and
    /// a fresh one is begun with what can still be read of it: a control room without its history
    /// is better than none.
    package static func openOrBeginAnew(
        directory: String
    ) throws(JournalError) -> (journal: SQLiteJournal, setAside: SetAsideStore?) {
        if let interrupted = try TakeOver(directory).resume() {
            return (try open(directory: directory), interrupted)
        }
        do throws(JournalError) {
            try checkWhereSuspected(directory)
            return (try open(directory: directory), nil)
        } catch .corrupt(let reason) {
            let fresh = try beginAnew(directory: directory, reason: reason)
            return (fresh.journal, fresh.setAside)
        }
    }

    /// Whether the directory has held a store that is gone: a backup that was not put back, a file that
    /// somebody took away. Asked before the store is opened, which makes another.
    package static func hasLostItsStore(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + heldMark)
            && StoreFile.byteCount(StoreFile.path(in: directory)) == 0
    }

    /// Notes that the directory holds a store.
    package static func markHeld(_ directory: String) {
        // Without the mark a later loss goes untold; nothing else depends on it.
        try? Data().write(to: URL(fileURLWithPath: directory + "/" + heldMark))
    }

    /// Of another name than the store's files: whoever takes them away with `gaswatch.db*` leaves it.
    private static let heldMark = "gaswatch.begun"

    /// The stores that stand aside in a directory, oldest first.
    package static func storesSetAside(in directory: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter {
            $0.hasPrefix(StoreFile.asidePrefix) && !$0.hasSuffix(TakeOver.freshEnding)
                && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
                && !$0.hasSuffix("-journal")
        }.sorted()
    }

    /// What a person has to know of the stores that stand aside; empty where there are none.
    package static func wordsAboutAside(in directory: String) -> String {
        storesSetAside(in: directory).map { name in
            let path = directory + "/" + name
            let byteCount = StoreFile.byteCount(path) + StoreFile.byteCount(StoreFile.logPath(path))
            return """
                \(name)
                set aside  \(byteCount) bytes, because the store was damaged when the daemon started
                meaning    open incidents, valves, teams and alarms that could be read of it were taken \
                over; its history is in this file only
                to do      copy it with its -wal to another disk, read it there with: sqlite3 COPY \
                .recover; look at the disk's health; then move it out of the directory
                """
        }.joined(separator: "\n")
    }

    /// Calls into the open store. Damage that a running daemon meets may hide from an opening: it
    /// leaves a mark, and the next start looks at every page first.
    func noticing<Value>(_ body: () throws -> Value) throws(JournalError) -> Value {
        do throws(JournalError) {
            return try JournalError.translating(path, body)
        } catch {
            if case .corrupt = error {
                // On a disk that takes no mark the damage is met again after the start.
                try? Data().write(to: URL(fileURLWithPath: path + StoreFile.suspectEnding))
            }
            throw error
        }
    }

    private static func checkWhereSuspected(_ directory: String) throws(JournalError) {
        let mark = StoreFile.path(in: directory) + StoreFile.suspectEnding
        guard FileManager.default.fileExists(atPath: mark) else { return }
        let report = try verify(directory: directory)
        guard report.faults.isEmpty else { throw .corrupt(report.faults[0]) }
        try? FileManager.default.removeItem(atPath: mark)
    }
}

extension StoreFile {
    static let asidePrefix = SQLiteJournal.fileName + ".damaged-"
    static let suspectEnding = ".suspect"

    /// Renames the store file, its log and its rollback journal, as far as they are still there.
    static func setAside(in directory: String, as name: String) throws(JournalError) {
        let files = FileManager.default
        let path = path(in: directory)
        do {
            // The store file goes last: until it has gone, a start finds the damage again.
            for ending in ["-journal", "-wal", ""] where files.fileExists(atPath: path + ending) {
                try files.moveItem(
                    atPath: path + ending, toPath: "\(directory)/\(name)\(ending)")
            }
        } catch {
            throw .unavailable(
                "\(path) is damaged and could not be set aside (\(error.localizedDescription)): "
                    + "move it away by hand.")
        }
        for ending in ["-shm", suspectEnding] { try? files.removeItem(atPath: path + ending) }
    }

    /// A name that nothing in the directory has.
    static func newAsideName(in directory: String) -> String {
        let files = FileManager.default
        let time = Date().ISO8601Format(.init(timeSeparator: .omitted))
        var name = asidePrefix + time
        var number = 1
        while files.fileExists(atPath: directory + "/" + name)
            || files.fileExists(atPath: directory + "/" + name + "-wal")
        {
            number += 1
            name = "\(asidePrefix)\(time)-\(number)"
        }
        return name
    }
}
