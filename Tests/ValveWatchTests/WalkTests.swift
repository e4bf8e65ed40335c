import Testing
import ValveModel
import ValveWatch

@Suite("A random walk")
struct WalkTests {
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    @Test("Over 200,000 steps on 50 valves no invariant breaks", arguments: [1, 2] as [UInt64])
    func walk(seed: UInt64) {
        var random = Seeded(state: seed)
        let stage = Stage(valves: 51)
        for valve in 0..<50 as Range<UInt32> {
            stage.detector.place(ValveIndex(valve), area: nil, riser: valve / 5, profile: 0)
        }
        var now = 0.0
        for step in 0..<100_000 {
            now += Double.random(in: 0...2, using: &random)
            let valve = UInt32.random(in: 0..<50, using: &random)
            let act = Int.random(in: 0..<100, using: &random)
            let events: [WatchEvent]
            switch act {
            case 0: events = stage.sweep(at: now)
            case 1: events = stage.send(.linkDown, valve: valve, at: now)
            case 2: events = stage.send(.linkUp, valve: valve, at: now)
            case 3: events = stage.send(.undecodableAlarm, valve: valve, at: now)
            case 4: events = stage.obey(.gasSettled(ValveIndex(valve)), at: now)
            case 5: events = stage.obey(.commanded(ValveIndex(valve)), at: now)
            default:
                var reading = stage.message(
                    act < 15 ? .alarm : .report, valve: valve, at: now)
                Self.fill(&reading, &random, isAlarm: act < 15)
                events = stage.note(reading)
                if reading.alarm == .leak, !stage.state(valve).latched.contains(.leak) {
                    Issue.record("step \(step): a leak alarm left no leak")
                }
                let latched = stage.state(valve).latched
                let again = stage.note(reading)
                let isSilent = again.allSatisfy { $0.change == .alarmRepeated }
                if !isSilent || stage.state(valve).latched != latched {
                    Issue.record("step \(step): a duplicate changed something")
                }
            }
            Self.check(stage, valve, events, act, step)
        }
        #expect(stage.state(50).latched.contains(.leak) == false)
    }

    static func check(
        _ stage: Stage, _ valve: UInt32, _ events: [WatchEvent], _ act: Int, _ step: Int
    ) {
        let state = stage.state(valve)
        if state.isProvenClosed, state.position != .closed {
            Issue.record("step \(step): proven closed but \(state.position)")
        }
        if !state.isLeaking, state.current.contains(.leak) || state.current.contains(.heat) {
            Issue.record("step \(step): a current leak is not latched")
        }
        for event in events where act != 0 && event.reading.valve.value != valve {
            // Only a neighbour's priority may follow from another valve's message.
            let isNeighbour = event.reading.valve.value / 5 == valve / 5
            if event.change != .priority || !isNeighbour {
                Issue.record("step \(step): \(event.change) for an untouched valve")
            }
        }
        for event in events where event.change == .priority && event.priority == .p1 {
            let latched = stage.state(event.reading.valve.value).latched
            if !latched.intersects(.gas) { Issue.record("step \(step): P1 of nothing") }
        }
    }

    static func fill(_ reading: inout Reading, _ random: inout Seeded, isAlarm: Bool) {
        if Bool.random(using: &random) { reading.gas = Float.random(in: 0...30, using: &random) }
        if Bool.random(using: &random) { reading.flow = Float.random(in: 0...4, using: &random) }
        if Bool.random(using: &random) {
            reading.pressure = Float.random(in: 0...7, using: &random)
        }
        if Int.random(in: 0..<9, using: &random) == 0 {
            reading.temperatureTenths = Int16.random(in: 0...700, using: &random)
        }
        reading.position = Position.allCases.randomElement(using: &random) ?? .unknown
        if isAlarm {
            reading.alarm = Alarm.allCases.dropFirst().randomElement(using: &random) ?? .leak
            reading.cause = ShutoffCause.allCases.randomElement(using: &random) ?? .unknown
        }
        if Int.random(in: 0..<20, using: &random) == 0 { reading.flags = .preheat }
        if Int.random(in: 0..<50, using: &random) == 0 { reading.sequence = 1 }
    }
}
