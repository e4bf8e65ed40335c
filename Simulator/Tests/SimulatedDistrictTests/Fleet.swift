import SimulatedDistrict
import Testing
import ValveModel

/// Small fleets for the tests.
enum Fleet {
    static let centres = [CentreSetup(id: "east", teams: ["E-1", "E-2"])]

    static func settings(seed: UInt64) -> FleetSettings {
        var settings = FleetSettings()
        settings.seed = seed
        settings.duration = 60
        settings.wallStart = 1_763_884_800_000
        return settings
    }

    static func places(_ count: Int) -> [ValvePlace] {
        SyntheticRegistry(seed: 1).households(count: count).map {
            ValvePlace(valve: $0.valve, area: $0.area, riser: $0.riser)
        }
    }

    /// A fleet with nothing but leaks, run to its first alarm and some seconds on.
    static func runToFirstLeakAlarm(
        seed: UInt64 = 1, then seconds: Double
    ) -> (world: FleetWorld, alarms: [Publish]) {
        var settings = settings(seed: seed)
        settings.othersPerMinute = 0
        var world = FleetWorld(settings, valves: places(200), centres: centres)
        var alarms: [Publish] = []
        var now = Instant.start
        while alarms.isEmpty && now.seconds < 60 {
            now = now + 0.05
            alarms += world.messages(to: now).filter { $0.topic.hasSuffix("/alarm") }
        }
        if seconds > 0 {
            alarms += world.messages(to: now + seconds).filter { $0.topic.hasSuffix("/alarm") }
        }
        return (world, alarms)
    }

    /// A call-out as the daemon would send it.
    static func callout(
        _ kind: String, _ incident: String, valve: String, team: String?, finding: String = "leak",
        raisedAt: String? = nil
    ) -> [UInt8] {
        JSONText.object { text in
            text.member("callout", kind)
            text.member("id", incident)
            text.member("kind", finding)
            text.member("priority", "P1")
            text.member("state", team == nil ? "raised" : "assigned")
            text.member("valve", valve)
            text.member("revision", 1)
            if let team { text.member("team", team) }
            if let raisedAt { text.member("raisedAt", raisedAt) }
        }
    }
}

extension FleetWorld {
    /// What the district sends by a time, without what it does to its links.
    mutating func messages(to now: Instant) -> [Publish] {
        step(to: now).compactMap {
            if case .publish(let publish) = $0 { publish } else { nil }
        }
    }
}
