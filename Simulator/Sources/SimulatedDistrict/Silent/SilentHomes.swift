/// Homes with known leaks whose devices stay silent, as a recording row by row.
package struct SilentHomes {
    /// One report.
    package struct Row: Equatable, Sendable {
        package var valve: String
        /// ms since 1970.
        package var at: Int64
        package var gas: Double
        package var flow: Double
        package var temperature: Double
    }

    private let settings: SilentSettings
    private var homes: [SilentHome]
    private var round = 0
    private var next = 0
    /// Qingdao's clock is eight hours ahead.
    private static let zone = 28_800.0

    package init(_ settings: SilentSettings) {
        precondition(
            settings.homes > 0 && settings.leaks <= settings.homes && settings.period > 0,
            "Some homes report, and no home has more than one leak.")
        self.settings = settings
        homes = (0..<settings.homes).map { SilentHome($0, settings) }
    }

    /// The truth beside the recording.
    package var truth: SilentTruth {
        SilentTruth(
            homes: settings.homes, start: settings.start, seconds: settings.seconds,
            leaks: homes.compactMap { home in
                guard let leak = home.leak else { return nil }
                return SilentTruth.Leak(
                    valve: home.name, begins: time(leak.begins),
                    ends: time(leak.begins + SilentHome.leakSeconds), rate: leak.rate,
                    to20: home.secondsTo20 ?? .infinity)
            })
    }

    private func time(_ second: Double) -> Int64 {
        settings.start + Int64((second * 1_000).rounded())
    }

    /// The next row in the order of time; nil at the end.
    package mutating func row() -> Row? {
        let phase = (Double(next) + 0.5) / Double(homes.count)
        let second = (Double(round) + phase) * settings.period
        guard second < settings.seconds else { return nil }
        let local = Double(settings.start) / 1_000 + second + Self.zone
        let day = Int64(local / 86_400)
        let ofDay = local - Double(day) * 86_400
        let weather = Weather(
            settings.season, day: day, second: ofDay,
            Dice(seed: settings.seed).subject("weather"))
        let report = homes[next].report(at: second, weather, day: day, ofDay: ofDay)
        let row = Row(
            valve: homes[next].name, at: time(second), gas: report.gas, flow: report.flow,
            temperature: report.temperature)
        next += 1
        if next == homes.count { (next, round) = (0, round + 1) }
        return row
    }
}

extension SilentHomes.Row {
    /// The columns of a recording of silent homes.
    package static let header = Array("valve,at,gas,flow,temp\n".utf8)

    /// The row as a line of it.
    package var line: [UInt8] {
        var line = Array("\(valve),\(at),".utf8)
        line += Fixed.bytes(gas, decimals: 2) + [0x2C] + Fixed.bytes(flow, decimals: 3)
        return line + [0x2C] + Fixed.bytes(temperature, decimals: 1) + [0x0A]
    }
}
