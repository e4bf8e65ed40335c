internal import Glibc
internal import ValveModel

/// One home whose device reports. It raises no alarm, so that only what is read decides, unless the
/// settings say that it does what its firmware does.
struct SilentHome: Sendable {
    /// Twenty minutes after its beginning somebody has ended a leak: by then a hose off has filled a
    /// kitchen beyond every limit.
    static let leakSeconds = 1_200.0

    let name: String
    let leak: (begins: Double, rate: Double)?
    let puffs: [Puff]
    /// What its device does by itself, in the order of time.
    private(set) var alarms: [OwnAlarm] = []
    private let habits: Habits
    private let sensor: GasSensor
    private let health: DeviceHealth
    private let dice: Dice
    private let season: Season
    private var room: LeakRoom
    private var airedAt = 0.0
    private var shown = 0.0
    /// Puffs before this are over.
    private var nextPuff = 0

    /// Below it nothing of what was in the air is left in any digit that is reported, %LEL.
    private static let nothing = 1e-6

    init(_ number: Int, _ settings: SilentSettings) {
        let dice = Dice(seed: settings.seed).subject("silent").subject(UInt64(number))
        self.dice = dice
        name = "SH-\(100_000 + number)"
        season = settings.season
        habits = Habits(dice)
        sensor = GasSensor(dice)
        health = DeviceHealth(dice, floor: nil)
        let rate = dice.between(settings.rates.lowerBound, settings.rates.upperBound, 52)
        // From an open tap of a small burner to a hose off, in as much air under the ceiling as
        // makes the rate.
        let volume = dice.between(0.4, 2, 51) / (rate * LeakRoom.sharePerLEL * 60)
        let airing = Kitchen.airing(settings.season, cooks: false, sleeps: false)
        room = LeakRoom(volume: volume, leak: 0, ventilation: volume * airing)
        // Not at the edges: a detector has to know the home, and the leak has to have its time.
        let begins = settings.seconds * dice.between(0.1, 0.9, 53)
        leak = number < settings.leaks ? (begins, rate) : nil
        puffs = Self.puffs(settings, dice)
        if settings.alarms { alarms = ownAlarms(settings) }
    }

    /// Runs the home's air ahead, sample by sample, for what its device will do.
    private func ownAlarms(_ settings: SilentSettings) -> [OwnAlarm] {
        var ahead = self
        return OwnAlarm.all(puffs, until: settings.seconds, dice) { second in
            let clock = LocalClock(settings, second: second)
            return ahead.report(
                at: second, clock.weather, day: clock.day, ofDay: clock.ofDay
            ).gas
        }
    }

    /// Puffs come by chance: exponential times between them.
    private static func puffs(_ settings: SilentSettings, _ dice: Dice) -> [Puff] {
        guard settings.puffsPerDay > 0 else { return [] }
        var puffs: [Puff] = []
        var at = 0.0
        while true {
            let number = UInt64(1_000 + puffs.count)
            at -= log(1 - dice.unit(number)) * 86_400 / settings.puffsPerDay
            guard at < settings.seconds else { return puffs }
            puffs.append(Puff(number, begins: at, dice))
        }
    }

    /// The room's air as the leak fills it: Q = rate · V, a rate in %LEL a minute.
    private func escaping(at second: Double) -> Double {
        guard let leak, second >= leak.begins, second < leak.begins + Self.leakSeconds else {
            return 0
        }
        return leak.rate * LeakRoom.sharePerLEL * 60 * room.volume
    }

    /// Seconds from the leak's beginning until the air itself holds 20 %LEL.
    var secondsTo20: Double? {
        guard leak != nil else { return nil }
        var fresh = LeakRoom(volume: room.volume, leak: 0, ventilation: room.ventilation)
        fresh.leak = (leak?.rate ?? 0) * LeakRoom.sharePerLEL * 60 * room.volume
        return fresh.secondsUntil(gas: 20)
    }

    /// Whether the device has closed the valve and nobody has opened it.
    func isClosed(at second: Double) -> Bool { alarms.contains { $0.isClosed(at: second) } }

    /// Air in steps of a second: a leak may begin between two reports. Where nothing is in it there is
    /// nothing to step through.
    private mutating func air(until second: Double) {
        while airedAt < second {
            while nextPuff < puffs.count, puffs[nextPuff].ends <= airedAt { nextPuff += 1 }
            if let quiet = quietUntil(second), quiet > airedAt {
                airedAt = quiet
                shown = 0
                continue
            }
            let step = min(1, second - airedAt)
            room.leak = escaping(at: airedAt)
            room.advance(seconds: step)
            airedAt += step
            let strange = puffs[nextPuff...].prefix { $0.begins < airedAt }
                .reduce(0) { $0 + ($1.ends > airedAt ? $1.gas(at: airedAt) : 0) }
            shown = sensor.shown(shown, in: room.gas + strange, after: step)
        }
    }

    /// The whole second until which the air stays as clean as it is; `nil` when it is not.
    private func quietUntil(_ second: Double) -> Double? {
        guard room.gas == 0, shown < Self.nothing else { return nil }
        let next = min(
            nextPuff < puffs.count ? puffs[nextPuff].begins : second, leak?.begins ?? second, second
        )
        return next >= second ? second : airedAt + (next - airedAt).rounded(.down)
    }

    /// The row at a second: gas in %LEL, flow in m³/h, temperature in °C.
    mutating func report(at second: Double, _ weather: Weather, day: Int64, ofDay: Double)
        -> (gas: Double, flow: Double, temperature: Double)
    {
        air(until: second)
        let cooks = leak == nil && habits.cooks(day: day, second: ofDay)
        let noise = dice.subject(UInt64(second * 1_000))
        let fumes = cooks ? Kitchen.fumes(second: ofDay, dice) : 0
        let gas = sensor.reading(gas: shown, fumes: fumes, humidity: weather.humidity, noise)
        if isClosed(at: second) {
            return (gas, 0, health.inside(outside: weather.temperature, cooks: false))
        }
        let flow =
            habits.flow(day: day, second: ofDay, outside: weather.temperature)
            + escaping(at: second)
        let inside = health.inside(outside: weather.temperature, cooks: cooks)
        return (gas, flow, inside + 0.2 * noise.noise(1))
    }
}
