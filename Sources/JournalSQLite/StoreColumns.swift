import Foundation
import GRDB
import Journal
import ValveModel

/// The form in which bodies cross into SQLite. Text columns would make it check and re-encode them.
func blob(_ bytes: [UInt8]) -> Data { Data(bytes) }

extension Row {
    /// A column's value. The library's own subscript ends the program where the value is not of the
    /// type; but a page that a disk has spoilt is for a person to hear of, not for a crash.
    func column<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ index: Int
    ) throws -> Value {
        do {
            return try decode(Value.self, atIndex: index)
        } catch {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "a row holds what it cannot hold")
        }
    }

    func bytes(at index: Int) throws -> [UInt8] {
        let blob: Data = try column(index)
        return [UInt8](blob)
    }

    func moment(at index: Int) throws -> Moment { Moment(milliseconds: try column(index)) }

    /// The valve's name; a name that no valve can have means the file is damaged.
    func valve(at index: Int) throws -> ValveID {
        let text: String = try column(index)
        guard let valve = ValveID(text) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a valve name is not one")
        }
        return valve
    }

    func area(at index: Int) throws -> Area { Area(code: try column(index)) }
}

extension IncidentRow {
    /// The order in which rows are written and read.
    static let columns =
        "id, is_open, state, priority, kind, mode, valve, area, centre, raised_at, record"

    init(_ row: Row) throws {
        self.init(
            id: try row.column(0), isOpen: try row.column(1), state: try row.column(2),
            priority: try row.column(3), kind: try row.column(4),
            mode: try row.column(5), valve: try row.column(6), area: try row.column(7),
            centre: try row.column(8),
            raisedAt: try row.moment(at: 9), record: try row.bytes(at: 10))
    }
}

extension JournalEntry {
    static let columns = "sequence, at, kind, subject, body"

    init(_ row: Row) throws {
        self.init(
            sequence: try row.column(0), at: try row.moment(at: 1), kind: try row.column(2),
            subject: try row.column(3),
            body: try row.bytes(at: 4))
    }
}

extension AlarmRow {
    static let columns = "valve, area, boot, seq, hash, received_at, alarm"

    init(_ row: Row) throws {
        let hash: Int64 = try row.column(4)
        self.init(
            valve: try row.valve(at: 0), area: try row.area(at: 1), boot: try row.column(2),
            sequence: try row.column(3),
            bodyHash: UInt64(bitPattern: hash), receivedAt: try row.moment(at: 5),
            alarm: try row.column(6))
    }
}

extension ValveStateRow {
    static let columns = "valve, area, state"

    init(_ row: Row) throws {
        self.init(
            valve: try row.valve(at: 0), area: try row.area(at: 1), state: try row.bytes(at: 2))
    }
}

extension DocumentRow {
    static let columns = "collection, key, body"

    init(_ row: Row) throws {
        self.init(collection: try row.column(0), key: try row.column(1), body: try row.bytes(at: 2))
    }
}
