internal import Foundation
internal import GRDB
package import Journal

/// Begins a fresh store with what can be read of a damaged one.
///
/// The fresh one is made whole and brought to disk in a folder of its own before the damaged one is
/// touched, and each step after that can be taken again: whatever ends the start in between, a full
/// disk included, the next one finds the damaged store, or the fresh one with everything in it.
struct TakeOver {
    let directory: String

    init(_ directory: String) { self.directory = directory }

    private var store: String { StoreFile.path(in: directory) }
    /// Where the fresh store is made. Worth nothing after a kill.
    private var workshop: String { store + ".begun" }
    /// The fresh store when it is whole. It stands for the store from then on. Its name says under
    /// which the damaged one is put aside, so that all its files get the same.
    private func fresh(for name: String) -> String { "\(directory)/\(name)\(Self.freshEnding)" }

    static let freshEnding = ".fresh"

    private var interrupted: String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.first {
            $0.hasPrefix(StoreFile.asidePrefix) && $0.hasSuffix(Self.freshEnding)
        }.map { String($0.dropLast(Self.freshEnding.count)) }
    }

    func beginAnew(
        reason: String
    ) throws(JournalError) -> (journal: SQLiteJournal, setAside: SetAsideStore) {
        let claim = try StoreClaim(directory: directory)
        let name = StoreFile.newAsideName(in: directory)
        var setAside = SetAsideStore(name: name, reason: reason)
        try make(Remains(path: store).read(&setAside), name)
        try replace(by: name)
        claim.release()
        return (try SQLiteJournal.open(directory: directory), setAside)
    }

    /// Ends what an earlier start has begun and not ended; `nil` where there is nothing to end.
    func resume() throws(JournalError) -> SetAsideStore? {
        let files = FileManager.default
        guard files.fileExists(atPath: workshop) || interrupted != nil else { return nil }
        let claim = try StoreClaim(directory: directory)
        defer { claim.release() }
        try? files.removeItem(atPath: workshop)
        guard let name = interrupted else { return nil }
        guard let counts = counts(of: fresh(for: name)) else {
            // The disk that spoiled the one may have spoiled the other: the damaged store is read again.
            try bringBack(name)
            return nil
        }
        var setAside = SetAsideStore(
            name: name, reason: "as an earlier start found, which was interrupted")
        setAside.openIncidentCount = counts.openIncidentCount
        setAside.valveCount = counts.valveCount
        setAside.alarmCount = counts.alarmCount
        try replace(by: name)
        return setAside
    }

    /// What a fresh store holds; `nil` where it is not sound.
    private func counts(of path: String) -> StoreReport? {
        guard let reader = try? StoreFile.openForCheck(path) else { return nil }
        defer { try? reader.close() }
        let report = try? reader.read { try StoreReport($0, path: path, { _ in true }) }
        return report?.isSound == true ? report : nil
    }

    /// Gives the damaged store its name again and forgets the fresh one.
    private func bringBack(_ name: String) throws(JournalError) {
        for ending in ["", "-wal", "-journal"] {
            let aside = "\(directory)/\(name)\(ending)"
            let files = FileManager.default
            guard files.fileExists(atPath: aside), !files.fileExists(atPath: store + ending) else {
                continue
            }
            try move(aside, to: store + ending)
        }
        // Looked at page by page, as the damage may hide from an opening.
        try? Data().write(to: URL(fileURLWithPath: store + StoreFile.suspectEnding))
        try? FileManager.default.removeItem(atPath: fresh(for: name))
    }

    private func make(_ batch: JournalBatch, _ name: String) throws(JournalError) {
        let files = FileManager.default
        do {
            try? files.removeItem(atPath: workshop)
            try files.createDirectory(atPath: workshop, withIntermediateDirectories: false)
        } catch {
            throw .unavailable("\(workshop) cannot be made: \(error.localizedDescription).")
        }
        try fill(batch)
        let made = StoreFile.path(in: workshop)
        // Everything is in the one file, or the rename would leave the rest behind.
        guard StoreFile.byteCount(StoreFile.logPath(made)) == 0 else {
            throw .unavailable("\(made) could not be brought to disk whole: is the disk full?")
        }
        try move(made, to: fresh(for: name))
        try? files.removeItem(atPath: workshop)
    }

    private func fill(_ batch: JournalBatch) throws(JournalError) {
        let journal = try SQLiteJournal.open(directory: workshop)
        defer { journal.close() }
        try journal.commit([batch])
        try journal.checkpoint()
    }

    /// Puts the fresh store in the damaged one's place.
    private func replace(by name: String) throws(JournalError) {
        try StoreFile.setAside(in: directory, as: name)
        try move(fresh(for: name), to: store)
    }

    private func move(_ from: String, to: String) throws(JournalError) {
        do {
            try FileManager.default.moveItem(atPath: from, toPath: to)
            // A power cut must not bring the names back in another order.
            try FileHandle(forReadingFrom: URL(fileURLWithPath: directory)).synchronize()
        } catch {
            throw .unavailable(
                "\(from) cannot be put in its place (\(error.localizedDescription)): start again.")
        }
    }
}

extension SQLiteJournal {
    /// Sets the store of a directory aside and begins a fresh one. Nothing may have it open.
    package static func beginAnew(
        directory: String, reason: String
    ) throws(JournalError) -> (journal: SQLiteJournal, setAside: SetAsideStore) {
        try TakeOver(directory).beginAnew(reason: reason)
    }
}

/// What can still be read of a damaged store, table by table and row by row.
private struct Remains {
    /// Closed incidents that are taken over, for the console's lists.
    static let closedCountMax = 1_000

    let path: String

    func read(_ setAside: inout SetAsideStore) -> JournalBatch {
        var batch = JournalBatch()
        // A log beside an empty file would be thrown away by the first who opens it.
        guard StoreFile.byteCount(path) > 0, let store = try? StoreFile.openForCheck(path) else {
            return batch
        }
        defer { try? store.close() }
        var isComplete = true
        func take<Value>(
            _ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> Value
        ) -> [Value] {
            var values: [Value] = []
            do {
                try store.read { connection in
                    let rows = try Row.fetchCursor(connection, sql: sql, arguments: arguments)
                    while let row = try rows.next() {
                        guard let value = try? make(row) else {
                            isComplete = false
                            continue
                        }
                        values.append(value)
                    }
                }
            } catch {
                // The rest of this table is behind the damage.
                isComplete = false
            }
            return values
        }
        let open = take(RestoreQuery.openIncidents, [], IncidentRow.init)
        let closed = take(
            RestoreQuery.closedIncidents, [Self.closedCountMax], IncidentRow.init)
        batch.incidents = closed.reversed() + open
        batch.documents = take(RestoreQuery.documents, [], DocumentRow.init)
        batch.valves = take(RestoreQuery.valves, [], ValveStateRow.init)
        batch.alarms = take(RestoreQuery.alarms, [Int64.min], AlarmRow.init)
        setAside.openIncidentCount = open.count
        setAside.valveCount = batch.valves.count
        setAside.alarmCount = batch.alarms.count
        setAside.isComplete = isComplete
        return batch
    }
}
