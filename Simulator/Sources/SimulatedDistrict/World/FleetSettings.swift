/// What a run is made of.
package struct FleetSettings: Equatable, Sendable {
    package var root = "gas/v1"
    package var rescueRoot = "rescue/v1"
    package var seed: UInt64 = 1
    /// Seconds between two reports of a valve.
    package var period = 15.0
    package var leaksPerMinute = 24.0
    /// Other events a minute: shutoffs, tampering, lost links, garbage.
    package var othersPerMinute = 12.0
    /// Seconds the run lasts; nil until it is stopped.
    package var duration: Double?
    /// Boot counter of every valve at the start; larger than in any earlier run.
    package var boot: UInt32 = 1
    /// Wall time at the start, ms since 1970.
    package var wallStart: Int64 = 0
    /// Offset of the local day from UTC in seconds, as in Qingdao.
    package var localOffset: Int64 = 8 * 3600
    package var rescue = RescueHabits()
    package var travel = TravelRule()
    /// How many times faster than the clock homes live.
    package var speed = 1.0
    package var season = Season.winter
    /// Seconds after midnight at which the homes begin; nil takes the wall clock's.
    package var startsAt: Double?
    /// Reports a second of all valves at the end of the run, to which the rate rises evenly from
    /// that of `period`; nil keeps it. It needs a duration.
    package var rampTo: Double?
    package var events: [ScenarioEvent] = []

    package init() {}

    /// No leak begins in the last seconds of a run that ends, so that each has the time to grow,
    /// to trip its valve and to be called out.
    package static let quietEnd = 20.0
    /// The shortest run: the quiet end and half as much again, so that leaks have a time to begin.
    package static let durationMin = 30.0
    /// To a year, which nobody waits for.
    package static let durations = durationMin...31_536_000
    /// Seconds over which the valves come on line, about 2,900 a second for the whole fleet: well
    /// within what one broker confirms.
    package static let birthSpread = 10.0

    /// When the leaks of a run begin: spread evenly, so many a minute of the whole run.
    package var leakSpacing: Double {
        guard let duration else { return 60 / leaksPerMinute }
        let count = (leaksPerMinute * duration / 60).rounded(.up)
        return (duration - Self.quietEnd) / max(1, count)
    }

    /// When the last leak may begin.
    package var leakEnd: Double { duration.map { $0 - Self.quietEnd } ?? .infinity }
}
