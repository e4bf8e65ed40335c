/// A run written down: which district, what happens in it and when, and what counts as passed.
package struct Scenario: Equatable, Sendable {
    package var name = "default"
    /// One sentence for the list.
    package var about = ""
    package var seed: UInt64 = 1
    /// How many valves of the registry take part, from its first.
    package var valves = 29_000
    /// Seconds the run lasts; nil until it is stopped.
    package var duration: Double?
    /// Seconds between two reports of a valve.
    package var period = 15.0
    /// How many times faster than the clock homes live: meals, rooms and weather. Protocol, devices'
    /// repeats and people keep to the clock.
    package var speed = 1.0
    /// The local time of day and season at which the homes begin; nil takes the present moment.
    package var season = Season.winter
    /// Seconds after local midnight at which the homes begin; nil takes the present time.
    package var startsAt: Double?
    /// Leaks begun a minute besides the written ones, drawn over all homes.
    package var leaksPerMinute = 0.0
    /// Other drawn events a minute: shutoffs, tampering, lost links, garbage.
    package var othersPerMinute = 0.0
    package var teams = RescueHabits()
    package var events: [ScenarioEvent] = []
    package var thresholds = Thresholds()

    package init() {}
}

/// What the weather makes of heating and of supply.
package enum Season: String, CaseIterable, Equatable, Sendable {
    case winter, spring, summer, autumn
}

/// Something that happens at a time of the run.
package struct ScenarioEvent: Equatable, Sendable {
    /// Seconds after the start.
    package var at: Double
    package var what: Happening
    /// The line of the file it was written on, for messages; 0 when it was not.
    package var line = 0

    package init(at: Double, what: Happening, line: Int = 0) {
        self.at = at
        self.what = what
        self.line = line
    }
}

/// Which valves an event concerns.
package enum Extent: Equatable, Sendable {
    case valves([String])
    /// So many valves drawn with the scenario's seed.
    case drawn(Int)
    case riser(String)
    case building(String)
    case area(String)
    case fleet
}

/// The kinds of events.
package enum Happening: Equatable, Sendable {
    /// Escaping gas in m³/h, above 0 and at most 4 (a hose off lets out 2), in each valve of the extent.
    case leak(Extent, flow: Double, closing: LeakClosing)
    /// So many devices call a leak within so many seconds, each with gas in its kitchen.
    case storm(valves: Int, seconds: Double)
    /// The district's supply fails for so many seconds: pressure falls to nothing, then returns.
    case supplyLoss(Extent, seconds: Double)
    /// The regulator lets too much through: kPa above the usual, for so many seconds.
    case overpressure(Extent, kilopascals: Double, seconds: Double)
    /// Mains power off: valves report by battery and lose their links after a while.
    case powerCut(Extent, seconds: Double)
    /// The broker stops for so many seconds, killed or in order.
    case brokerRestart(seconds: Double, isKilled: Bool)
    /// The daemon is killed and started again.
    case daemonKill
    /// The links of the extent break without goodbye for so many seconds.
    case radioOutage(Extent, seconds: Double)
    /// Shocks close so many valves and tear so many pipes, within so many seconds.
    case earthquake(shutoffs: Int, leaks: Int, seconds: Double)
    /// Nuisance at a rate per home and day, for so many seconds of homes' time; the share that the
    /// device calls a leak.
    case nuisance(perHomeAndDay: Double, leakShare: Double, seconds: Double)
    /// Valves that do not move when told to.
    case stuck(Extent)
    /// A second device with the same identity sends reports and alarms of its own.
    case cloned(Extent, seconds: Double)
    /// So many unreadable messages within so many seconds, from one valve or spread over all.
    case garbage(messages: Int, seconds: Double, valve: String?)
    /// Old messages come again: so many, of so many seconds ago.
    case replayed(Extent, messages: Int)
    /// Devices' clocks go wrong: seconds off, or back at 1970.
    case clock(Extent, offset: Double?)
    /// An inspection: a declared test window in which devices raise test alarms.
    case drill(Extent, seconds: Double)
    /// The link of a centre is lost for so many seconds.
    case centreOutage(String, seconds: Double)
    /// A person goes out of the circle: a team is away for so many seconds.
    case teamAway(String, seconds: Double)
}

/// What a valve does when its own detector trips.
package enum LeakClosing: String, CaseIterable, Equatable, Sendable {
    /// It closes by itself within a second.
    case itself = "self"
    /// Its own reaction fails, a command closes it.
    case command
    /// It is stuck until a team is there.
    case never
    /// The detector is silent: only the reports show the gas.
    case silent
}

/// What the judge demands. Absent means not demanded.
package struct Thresholds: Equatable, Sendable {
    /// Share of leaks whose home was called out, 0 … 1.
    package var leaksCalledOut = 1.0
    /// Alarms that may be without a receipt at the end.
    package var receiptsOutstanding = 0
    /// Incidents called out with P1 or P2 at homes where nothing was wrong.
    package var wrongCallouts = 0
    /// Milliseconds from the planned alarm to its call-out, 99th percentile.
    package var calloutP99: Double?
    /// Milliseconds from the planned alarm to its receipt, 99th percentile.
    package var receiptP99: Double?
    /// Leaks begun a minute at least.
    package var leaksPerMinute: Double?
    /// Share of called-out leaks with a team accepted within 60 s, on scene within 180 s, rescue
    /// within 300 s of the clock of life.
    package var accepted: Double?
    package var onscene: Double?
    package var rescue: Double?
    /// Leaks that may be without a team while one is idle.
    package var idleTeams = 0
    /// Leaks for which a nearer team was free and stayed so.
    package var soonerTeams = 0
    /// Call-outs for homes without a cause, a day of the homes' time.
    package var nuisanceCalloutsPerDay: Double?
    /// Call-outs or team calls allowed in answer to messages that were tests.
    package var testCallouts = 0
    /// The area events that the control room has to have opened, no more and no fewer, each as its
    /// scope and kind, such as `riser leak`; nil demands nothing.
    package var areaEvents: [String]?
    /// Open incidents of single homes at the end, at most; what lives in an area event is none.
    package var standingIncidents: Int?

    package init() {}
}
