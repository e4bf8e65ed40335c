import Incidents
import Rescue
import ValveModel

/// What stands on a row.
package enum TapeRecord: Sendable {
    case start(DeskStart)
    case round(DeskRound)
}

extension DeskTape {
    /// Reads a row back.
    package static func records(of row: [UInt8]) throws -> [TapeRecord] {
        guard let version = row.first else { throw TapeFault.damaged(at: 0) }
        guard version <= Self.version else { throw TapeFault.newerVersion(Int(version)) }
        var reader = TapeReader(row, from: 1)
        var records: [TapeRecord] = []
        while !reader.isAtEnd {
            let value = try reader.value()
            guard let at = value["at"]?.integer else { throw TapeFault.damaged(at: reader.place) }
            let moment = Moment(milliseconds: at)
            if let start = value["start"] {
                records.append(.start(try DeskStart(value, start, at: moment)))
            } else {
                records.append(.round(try DeskRound(value, at: moment)))
            }
        }
        return records
    }
}

extension DeskTape {
    /// Whether a replay can begin with this row: a start stands first in the row of its daemon's life.
    package static func beginsWhole(_ row: [UInt8]) -> Bool {
        guard let version = row.first, version <= Self.version else { return false }
        var reader = TapeReader(row, from: 1)
        guard let first = try? reader.value() else { return false }
        return first["start"] != nil && first["whole"] == .bool(true)
    }
}

extension DeskStart {
    fileprivate init(_ value: TapeValue, _ start: TapeValue, at moment: Moment) throws {
        at = moment
        beginning = try start.decode(DeskBeginning.self)
        isWhole = value["whole"] == .bool(true)
        incidentFields = (value["fields"]?.list ?? []).compactMap(\.text)
        restored = [:]
        for field in value["restored"]?.fields ?? [] {
            restored[field.name] = field.value.integer.map { Int($0) }
        }
    }
}

extension DeskRound {
    fileprivate init(_ value: TapeValue, at moment: Moment) throws {
        at = moment
        utcOffsetSeconds = Int(value["offset"]?.integer ?? 0)
        changed = value["changed"]?.list ?? []
        saved = (value["saved"]?.list ?? []).compactMap(\.text)
        digest = UInt64(bitPattern: value["digest"]?.integer ?? 0)
        inputs = []
        let list = value["inputs"]?.list ?? []
        for place in stride(from: 0, to: list.count - 1, by: 2) {
            let before = Lapse(milliseconds: list[place].integer ?? 0)
            inputs.append((moment - before, try list[place + 1].decode(DeskInput.self)))
        }
    }
}
