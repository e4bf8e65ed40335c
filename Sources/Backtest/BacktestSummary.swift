package import Recordings
package import ValveModel

/// What a backtest went through and what it found.
package struct BacktestSummary: Sendable {
    /// Findings of one kind.
    package struct Count: Sendable {
        package var kind: FindingKind
        /// Raised by the valve's own alarm, and by our rules.
        package var byDevice = 0
        package var byRules = 0
        /// Of those of our rules, how many call a team out.
        package var callOuts = 0
    }

    package private(set) var rowCount = 0
    package private(set) var valveCount = 0
    package private(set) var first: Moment?
    package private(set) var last: Moment?
    /// Messages that had come before.
    package var duplicateCount: UInt64 = 0
    /// Lines that tell of a higher priority.
    package private(set) var riseCount = 0
    /// How often a quantity lay outside the contract's range and counted as not measured: usually
    /// another unit than the one it was taken for.
    package private(set) var outOfRange: [RecordingField: Int] = [:]
    private var byKind: [FindingKind: Count] = [:]

    init() {}

    /// Kinds that were found, in the order of their axes and gravity.
    package var counts: [Count] {
        byKind.values.sorted { $0.kind.rawValue < $1.kind.rawValue }
    }

    /// Years watched, all valves together: each from the first to the last row of the recording.
    package var valveYears: Double {
        guard let first, let last else { return 0 }
        return (last - first).seconds / 86_400 / 365.25 * Double(valveCount)
    }

    /// Counts what the row gave and the reading does not have.
    mutating func compare(_ row: RecordedReading, _ reading: Reading) {
        func count(_ field: RecordingField, _ isLost: Bool) {
            if isLost { outOfRange[field, default: 0] += 1 }
        }
        count(.gas, row.gas != nil && reading.gas.isNaN)
        count(.flow, row.flow != nil && reading.flow.isNaN)
        count(.pressure, row.pressure != nil && reading.pressure.isNaN)
        count(
            .temp,
            row.temperature != nil && reading.temperatureTenths == Reading.temperatureAbsent)
        count(.battery, row.battery != nil && reading.battery == Reading.byteAbsent)
        count(.rssi, row.rssi != nil && reading.signalLoss == Reading.byteAbsent)
    }

    mutating func note(_ row: RecordedReading, isNewValve: Bool) {
        rowCount += 1
        if isNewValve { valveCount += 1 }
        let at = Moment(milliseconds: row.at)
        first = first ?? at
        last = at
    }

    mutating func note(_ line: BacktestFinding) {
        guard !line.isRise else {
            riseCount += 1
            return
        }
        var count = byKind[line.kind] ?? Count(kind: line.kind)
        if line.isDevices {
            count.byDevice += 1
        } else {
            count.byRules += 1
            if line.priority.callsOut { count.callOuts += 1 }
        }
        byKind[line.kind] = count
    }
}
