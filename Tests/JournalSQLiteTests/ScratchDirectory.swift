import Foundation
import Journal
import JournalSQLite
import Testing
import ValveModel

/// A directory of its own for one test, gone with it.
final class ScratchDirectory: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("journal-" + UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    var store: String { path + "/" + SQLiteJournal.fileName }
    var log: String { store + "-wal" }

    func open() throws -> SQLiteJournal { try SQLiteJournal.open(directory: path) }

    func contents(_ file: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: file))
    }

    func write(_ contents: Data, to file: String) throws {
        try contents.write(to: URL(fileURLWithPath: file))
    }

    /// What a `kill -9` at this instant would leave behind: store file and log, no shared index.
    func copyAsKilled() throws -> ScratchDirectory {
        let copy = try ScratchDirectory()
        try copy.write(contents(store), to: copy.store)
        try copy.write(contents(log), to: copy.log)
        return copy
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension JournalBatch {
    /// Entries from one number to another, each with an alarm of its own.
    static func alarms(_ sequences: ClosedRange<UInt64>) throws -> JournalBatch {
        var batch = JournalBatch()
        for sequence in sequences {
            let at = Moment(milliseconds: 1_700_000_000_000 + Int64(sequence))
            batch.entries.append(
                JournalEntry(
                    sequence: sequence, at: at, kind: "finding", subject: "I-\(sequence)",
                    body: Array("{\"kind\":\"leak\",\"priority\":\"P1\"}".utf8)))
            batch.alarms.append(
                AlarmRow(
                    valve: try #require(ValveID("SN-\(sequence)")),
                    area: Area(code: 370_202_010), boot: 1, sequence: UInt32(sequence),
                    bodyHash: sequence &* 0x9E37_79B9_7F4A_7C15, receivedAt: at, alarm: "leak"))
        }
        return batch
    }
}

extension IncidentRow {
    static func numbered(_ number: Int, isOpen: Bool) -> IncidentRow {
        IncidentRow(
            id: "I-\(number)", isOpen: isOpen, state: isOpen ? "raised" : "closed",
            priority: "P1", kind: "leak", mode: "actual", valve: "SN-\(number)",
            area: "370202010", centre: "east", raisedAt: Moment(milliseconds: Int64(number)),
            record: [UInt8](repeating: 0x20, count: 600))
    }
}
