package import ValveModel

/// Homes with known leaks, as a recording row by row.
package struct SilentHomes {
    /// One message.
    package struct Row: Equatable, Sendable {
        package var valve: String
        /// ms since 1970.
        package var at: Int64
        package var gas: Double
        package var flow: Double
        /// `nil` in an alarm, which carries what it is about.
        package var temperature: Double?
        /// Where the valve stands and what it alarms, where devices do so.
        package var position: Position?
        package var alarm = Alarm.none
    }

    private let settings: SilentSettings
    private var homes: [SilentHome]
    private var round = 0
    private var next = 0
    /// What devices say by themselves, the latest first.
    private var alarms: [Row] = []

    package init(_ settings: SilentSettings) {
        precondition(
            settings.homes > 0 && settings.leaks <= settings.homes && settings.period > 0,
            "Some homes report, and no home has more than one leak.")
        self.settings = settings
        homes = (0..<settings.homes).map { SilentHome($0, settings) }
        for home in homes {
            for alarm in home.alarms {
                alarms.append(own(.leak, home, alarm.trips, alarm.gas))
                alarms.append(own(.cleared, home, alarm.clears, alarm.clearGas))
            }
        }
        alarms.sort { ($1.at, $1.valve) < ($0.at, $0.valve) }
    }

    private func own(
        _ alarm: Alarm, _ home: SilentHome, _ second: Double, _ gas: Double
    ) -> Row {
        Row(
            valve: home.name, at: time(second), gas: gas, flow: 0, temperature: nil,
            position: .closed, alarm: alarm)
    }

    /// The truth beside the recording.
    package var truth: SilentTruth {
        var truth = SilentTruth(
            homes: settings.homes, start: settings.start, seconds: settings.seconds,
            leaks: homes.compactMap { home in
                guard let leak = home.leak else { return nil }
                return SilentTruth.Leak(
                    valve: home.name, begins: time(leak.begins),
                    ends: time(leak.begins + SilentHome.leakSeconds), rate: leak.rate,
                    to20: home.secondsTo20 ?? .infinity)
            })
        truth.alarms = homes.flatMap { home in
            home.alarms.map { SilentTruth.Alarm(valve: home.name, at: time($0.trips)) }
        }
        return truth
    }

    private func time(_ second: Double) -> Int64 {
        settings.start + Int64((second * 1_000).rounded())
    }

    /// The next row in the order of time; nil at the end.
    package mutating func row() -> Row? {
        let phase = (Double(next) + 0.5) / Double(homes.count)
        let second = (Double(round) + phase) * settings.period
        guard second < settings.seconds else { return nil }
        // An alarm is in the same millisecond before a report.
        if let alarm = alarms.last, alarm.at <= time(second) {
            alarms.removeLast()
            return alarm
        }
        let clock = LocalClock(settings, second: second)
        let report = homes[next].report(
            at: second, clock.weather, day: clock.day, ofDay: clock.ofDay)
        var row = Row(
            valve: homes[next].name, at: time(second), gas: report.gas, flow: report.flow,
            temperature: report.temperature)
        if settings.alarms { row.position = homes[next].isClosed(at: second) ? .closed : .open }
        next += 1
        if next == homes.count { (next, round) = (0, round + 1) }
        return row
    }
}

extension SilentHomes.Row {
    /// The columns of a recording of silent homes; of homes with their own alarms two more.
    package static func header(alarms: Bool) -> [UInt8] {
        Array("valve,at,gas,flow,temp\(alarms ? ",position,alarm" : "")\n".utf8)
    }

    /// The row as a line of it.
    package var line: [UInt8] {
        var line = Array("\(valve),\(at),".utf8)
        line += Fixed.bytes(gas, decimals: 2) + [0x2C] + Fixed.bytes(flow, decimals: 3) + [0x2C]
        if let temperature { line += Fixed.bytes(temperature, decimals: 1) }
        if let position { line += Array(",\(position.word),\(alarm.word)".utf8) }
        return line + [0x0A]
    }
}
