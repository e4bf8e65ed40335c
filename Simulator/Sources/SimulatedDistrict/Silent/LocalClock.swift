/// The local day, the second of it and the weather at a second of a recording.
struct LocalClock {
    let day: Int64
    let ofDay: Double
    let weather: Weather

    /// Qingdao's clock is eight hours ahead.
    private static let zone = 28_800.0

    init(_ settings: SilentSettings, second: Double) {
        let local = Double(settings.start) / 1_000 + second + Self.zone
        day = Int64(local / 86_400)
        ofDay = local - Double(day) * 86_400
        weather = Weather(
            settings.season, day: day, second: ofDay,
            Dice(seed: settings.seed).subject("weather"))
    }
}
