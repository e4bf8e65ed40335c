/// One thing that happened in a run, as the witness saw it. The score is folded from facts, while
/// the run goes on or from its log afterwards, so that both judge the same.
package enum Fact: Codable, Equatable, Sendable {
    /// Things that are only counted.
    package enum Counted: String, Codable, Sendable {
        case births, reports, alarmRepeats, receiptsAgain, naks, laters, garbage, garbageNaks
        /// Links that broke without a goodbye.
        case wills
        /// Alarms without a cause that a scenario made.
        case nuisances
        /// Alarms of declared inspections.
        case testAlarms
        case commands, results, unreadable
    }

    /// What a call-out to one home was worth, by the witness's own knowledge.
    package enum Worth: String, Codable, Sendable {
        /// A leak, or another danger that a scenario made.
        case caused
        /// The device itself took something for a leak.
        case nuisance
        /// A declared inspection and nothing else.
        case test
        /// Nothing was wrong there.
        case wrong
        /// It calls nobody anew: an update, a stand-down, a lower priority.
        case unjudged
        /// Of an incident that an earlier run raised.
        case foreign
    }

    case counted(what: Counted, count: Int)
    /// Another drawn event, by its name.
    case other(name: String)
    case leakBegan(leak: Int, valve: String)
    /// The device's filter has tripped: its alarm is due now.
    case leakTripped(leak: Int)
    /// A new alarm left, or was due to leave, a valve.
    case alarm(valve: String, boot: UInt32, seq: UInt32)
    /// The first receipt that accepts an alarm, seconds after the alarm was due.
    case receipt(valve: String, boot: UInt32, seq: UInt32, leak: Int?, after: Double)
    case callout(incident: String, kind: String, valve: String?, team: String?, worth: Worth)
    /// A call-out named the valve of a leak, and perhaps a team.
    case leakCalledOut(leak: Int, incident: String, team: String?)
    /// A team that stayed free would have been at the leak this many seconds sooner than the one
    /// that was called first.
    case sooner(leak: Int, team: String, seconds: Double)
    case reply(incident: String, team: String?, word: String, leak: Int?)
    /// A leak without a team, while this one has nothing to do.
    case idle(leak: Int, team: String)
    /// Something a scenario did to the installation: a mark in the plots.
    case disturbed(what: String)
    /// What a part of the installation used since its last sample: share of a core and bytes.
    case usage(part: String, cores: Double, bytes: Int64)
}

/// A fact and when it was seen.
package struct WitnessedFact: Codable, Equatable, Sendable {
    /// Seconds since the run began.
    package var at: Double
    package var fact: Fact

    package init(at: Double, fact: Fact) {
        self.at = at
        self.fact = fact
    }
}

/// The first line of a log: which run it tells of.
package struct RunIdentity: Codable, Equatable, Sendable {
    package var scenario: String
    /// The scenario's file; nil for a fleet that follows none.
    package var file: String?
    package var seed: UInt64
    package var valves: Int
    /// Wall time at the start, ms since 1970.
    package var wallStart: Int64
    /// How many times faster than the clock homes live.
    package var speed: Double
    /// How many times faster than life teams drive and work.
    package var driveSpeed: Double

    package init(
        scenario: String, file: String?, seed: UInt64, valves: Int, wallStart: Int64,
        speed: Double, driveSpeed: Double
    ) {
        self.scenario = scenario
        self.file = file
        self.seed = seed
        self.valves = valves
        self.wallStart = wallStart
        self.speed = speed
        self.driveSpeed = driveSpeed
    }
}

/// The last line of a log: how the run ended.
package struct RunEnding: Codable, Equatable, Sendable {
    /// Seconds the run was judged for.
    package var seconds: Double
    /// Whether it went its whole time.
    package var isWhole: Bool
    package var remarks: [String]
    /// Whether the log stops without its end: what came after it nobody knows.
    package var isCut: Bool?
    /// The longest that the simulator itself was behind its plan, in seconds; nil when not known.
    package var lag: Double?

    package init(seconds: Double, isWhole: Bool, remarks: [String]) {
        self.seconds = seconds
        self.isWhole = isWhole
        self.remarks = remarks
    }

    /// Of a log that stops without its end, its last fact so many seconds after the start.
    package static func cut(after seconds: Double) -> RunEnding {
        var ending = RunEnding(
            seconds: seconds, isWhole: false, remarks: ["the log has no end: the run was killed"])
        ending.isCut = true
        return ending
    }
}
