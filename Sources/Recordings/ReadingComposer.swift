internal import ValveModel

/// Makes a reading of the cells of a row.
struct ReadingComposer {
    struct Entry {
        let field: RecordingField
        let unit: RecordingUnit?
        let cell: RecordedCell
    }

    private let place: String
    private(set) var unmeasured: [RecordingField: Int] = [:]
    /// When each valve was heard before: what a volume is divided by.
    private var heardAt: [ValveID: Int64] = [:]

    init(place: String) { self.place = place }

    /// - Parameter at: the row's time when the recording has none.
    mutating func reading(
        line: Int, at spaced: Int64?, _ entries: [Entry]
    ) throws(RecordingFault) -> RecordedReading {
        let valve = try valve(entries.first { $0.field == .valve }, line)
        let at = try time(spaced, entries.first { $0.field == .at }, line)
        var reading = RecordedReading(line: line, valve: valve, at: at)
        for entry in entries where entry.cell != .absent {
            if try takeIdentity(entry, into: &reading) { continue }
            if takeQuantity(entry, into: &reading) || takeWords(entry, into: &reading) { continue }
            unmeasured[entry.field, default: 0] += 1
        }
        if entries.contains(where: { $0.unit == .cubicMetres }) { heardAt[valve] = at }
        return reading
    }

    private func valve(_ entry: Entry?, _ line: Int) throws(RecordingFault) -> ValveID {
        guard let valve = entry?.cell.name.flatMap({ ValveID($0) }) else {
            throw fault(line, "The valve's name is not 1 to 32 of A-Z, a-z, 0-9, _ and -.")
        }
        return valve
    }

    private func time(
        _ spaced: Int64?, _ entry: Entry?, _ line: Int
    ) throws(RecordingFault) -> Int64 {
        if let spaced {
            guard RecordedCell.times.contains(spaced) else {
                throw fault(line, "So many rows that far apart pass the year 9999.")
            }
            return spaced
        }
        let unit = entry?.unit ?? .milliseconds
        guard let at = entry?.cell.milliseconds(unit) else {
            let form =
                unit == .iso
                ? "2026-11-23T16:21:31.204+08:00 (with an offset or Z)"
                : "the \(unit.rawValue) since 1970"
            throw fault(line, "The time cannot be read. Write \(form), or map another unit.")
        }
        return at
    }

    private func fault(_ line: Int, _ message: String) -> RecordingFault {
        RecordingFault(place: place, line: line, message: message)
    }

    /// What a row may not get wrong; false when the field is another.
    private func takeIdentity(
        _ entry: Entry, into reading: inout RecordedReading
    ) throws(RecordingFault) -> Bool {
        switch entry.field {
        case .valve, .at: break
        case .area:
            guard let area = entry.cell.name.flatMap({ Area($0) }) else {
                throw fault(reading.line, "The area is not nine digits.")
            }
            reading.area = area
        case .boot, .seq:
            guard let counter = entry.cell.counter else {
                throw fault(
                    reading.line,
                    "\(entry.field.rawValue) is not a whole number from 0 to 4294967295.")
            }
            if entry.field == .boot { reading.boot = counter } else { reading.seq = counter }
        case .alarm:
            let word = entry.cell.name
            guard let alarm = Alarm.allCases.first(where: { $0.word == word }) else {
                let words = Alarm.allCases.map(\.word).filter { !$0.isEmpty }
                throw fault(
                    reading.line,
                    "There is no such alarm; there are \(words.joined(separator: ", ")).")
            }
            reading.alarm = alarm
        default: return false
        }
        return true
    }

    /// False when the cell is not such a quantity, or the field is none.
    private func takeQuantity(_ entry: Entry, into reading: inout RecordedReading) -> Bool {
        guard let unit = entry.unit else { return takeBare(entry, into: &reading) }
        if entry.field == .ts {
            reading.clock = entry.cell.milliseconds(unit)
            return reading.clock != nil
        }
        guard let number = entry.cell.quantity else { return false }
        switch entry.field {
        case .gas: reading.gas = unit.convert(number)
        case .flow where unit == .cubicMetres: return takeVolume(number, into: &reading)
        case .flow: reading.flow = unit.convert(number)
        case .pressure: reading.pressure = unit.convert(number)
        case .temp: reading.temperature = unit.convert(number)
        default: return false
        }
        return true
    }

    private func takeBare(_ entry: Entry, into reading: inout RecordedReading) -> Bool {
        switch entry.field {
        case .battery:
            reading.battery = entry.cell.quantity
            return reading.battery != nil
        case .rssi:
            reading.rssi = entry.cell.quantity
            return reading.rssi != nil
        default: return false
        }
    }

    /// Milliseconds of an hour.
    private static let hour = 3_600_000.0

    /// A volume is a mean flow over the time since the valve's row before; the first row of a
    /// valve has no such time, so nothing is measured in it and nothing is wrong with it.
    private func takeVolume(_ volume: Double, into reading: inout RecordedReading) -> Bool {
        guard let before = heardAt[reading.valve] else { return true }
        guard reading.at > before else { return false }
        reading.flow = volume * Self.hour / Double(reading.at - before)
        return true
    }

    private func takeWords(_ entry: Entry, into reading: inout RecordedReading) -> Bool {
        let word = entry.cell.name
        switch entry.field {
        case .building:
            reading.building = word
            return word != nil
        case .riser:
            reading.riser = word
            return word != nil
        case .position:
            reading.position = word.flatMap { Position(word: $0) }
            return reading.position != nil
        case .cause:
            reading.cause = ShutoffCause.allCases.first { $0.word == word }
            return reading.cause != nil
        case .flags:
            reading.flags = entry.cell.list
            return reading.flags != nil
        case .test:
            reading.isTest = entry.cell.truth
            return reading.isTest != nil
        default: return false
        }
    }
}
