import Foundation
import GRDB
import Journal
import ValveModel

/// The form in which bodies cross into SQLite. Text columns would make it check and re-encode them.
func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }

extension Row {
    func bytes(at index: Int) -> [UInt8] {
        let blob: Data = self[index]
        return [UInt8](blob)
    }

    func moment(at index: Int) -> Moment { Moment(milliseconds: self[index]) }

    /// The valve's name; a name that no valve can have means the file is damaged.
    func valve(at index: Int) throws -> ValveID {
        let text: String = self[index]
        guard let valve = ValveID(text) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a valve name is not one")
        }
        return valve
    }

    func area(at index: Int) -> Area { Area(code: self[index]) }
}

extension IncidentRow {
    /// The order in which rows are written and read.
    static let columns =
        "id, is_open, state, priority, kind, mode, valve, area, centre, raised_at, record"

    init(_ row: Row) {
        self.init(
            id: row[0], isOpen: row[1], state: row[2], priority: row[3], kind: row[4],
            mode: row[5], valve: row[6], area: row[7], centre: row[8],
            raisedAt: row.moment(at: 9), record: row.bytes(at: 10))
    }
}

extension JournalEntry {
    static let columns = "sequence, at, kind, subject, body"

    init(_ row: Row) {
        self.init(
            sequence: row[0], at: row.moment(at: 1), kind: row[2], subject: row[3],
            body: row.bytes(at: 4))
    }
}

extension AlarmRow {
    static let columns = "valve, area, boot, seq, hash, received_at, alarm"

    init(_ row: Row) throws {
        let hash: Int64 = row[4]
        self.init(
            valve: try row.valve(at: 0), area: row.area(at: 1), boot: row[2], sequence: row[3],
            bodyHash: UInt64(bitPattern: hash), receivedAt: row.moment(at: 5), alarm: row[6])
    }
}

extension ValveStateRow {
    static let columns = "valve, area, state"

    init(_ row: Row) throws {
        self.init(
            valve: try row.valve(at: 0), area: row.area(at: 1), state: row.bytes(at: 2))
    }
}

extension DocumentRow {
    static let columns = "collection, key, body"

    init(_ row: Row) {
        self.init(collection: row[0], key: row[1], body: row.bytes(at: 2))
    }
}
