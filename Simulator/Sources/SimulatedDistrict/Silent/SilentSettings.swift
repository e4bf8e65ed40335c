/// What a recording of silent homes is drawn from.
package struct SilentSettings: Equatable, Sendable {
    /// Homes, of which the first `leaks` have one leak each.
    package var homes = 200
    package var leaks = 100
    /// Length of the recording, seconds.
    package var seconds = 86_400.0
    /// Seconds between two reports of a home.
    package var period = 15.0
    /// Rise of a leak at its beginning, %LEL a minute; a hose off makes 5 to 30 by kitchen.
    package var rates = 5.0...30.0
    /// Puffs of something that is no gas, a home and day: Taiyuan's 230 homes raised 6,420 alarms in
    /// four months, 0.23 a home and day.
    package var puffsPerDay = 0.23
    /// Whether devices alarm and close by themselves.
    package var alarms = false
    package var season = Season.winter
    package var seed: UInt64 = 1
    /// ms since 1970 at the first row.
    package var start: Int64 = 1_763_884_800_000

    package init() {}
}
