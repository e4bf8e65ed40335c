import Testing
import ValveModel

@testable import ValveWatch

@Suite("The timing wheel")
struct WheelTests {
    @Test("A random crowd of timers fires each at its moment, in order", arguments: [1, 2, 3, 4])
    func crowd(seed: UInt64) {
        var random = WalkTests.Seeded(state: seed)
        let start = Moment(milliseconds: 1_763_884_800_123)
        var wheel = TimingWheel(capacity: 500, now: start)
        wheel.grow(to: 500)
        var dues: [Int: Moment] = [:]
        var now = start
        for _ in 0..<4_000 {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let row = Int.random(in: 0..<500, using: &random)
                let power = Int64.random(in: 0...40, using: &random)
                let due =
                    now + .milliseconds(Int64.random(in: 1...max(1, 1 << power), using: &random))
                wheel.arm(row, at: due)
                dues[row] = due
            }
            let power = Int64.random(in: 0...31, using: &random)
            now = now + .milliseconds(Int64.random(in: 0...(1 << power), using: &random))
            let expected = Set(dues.filter { $0.value <= now }.keys)
            var fired: Set<Int> = []
            while let row = wheel.next(by: now) {
                // Beyond the reach a timer wakes early and is armed again.
                if let due = dues[row], due > now {
                    wheel.arm(row, at: due)
                } else {
                    #expect(fired.insert(row).inserted)
                }
            }
            #expect(fired == expected)
            for row in fired { dues[row] = nil }
        }
    }

    @Test(
        "The next look is never after the next firing, and jumping from look to look fires exactly")
    func looks() {
        let start = Moment(milliseconds: 999)
        var wheel = TimingWheel(capacity: 3, now: start)
        wheel.grow(to: 3)
        #expect(wheel.nextLook == nil)
        for (row, lapse) in [60_001, 900_001, 86_400_000].enumerated() {
            wheel.arm(row, at: start + .milliseconds(Int64(lapse)))
        }
        var fired: [Int64] = []
        while let look = wheel.nextLook {
            while wheel.next(by: look) != nil { fired.append(look.milliseconds - 999) }
        }
        #expect(fired == [60_001, 900_001, 86_400_000])
    }

    @Test("A report moves no timer; silence is found to the millisecond all the same")
    func lazy() {
        let stage = Stage(valves: 1)
        for step in 0...100 { stage.send(at: Double(step) * 15) }
        #expect(findings(stage.sweep(at: 1_500 + 899.999)) == [])
        #expect(findings(stage.sweep(at: 1_500 + 900)) == ["offline P4"])
        #expect(findings(stage.send(at: 5_000)) == ["-offline"])
        #expect(findings(stage.sweep(at: 5_900)) == ["offline P4"])
    }
}

@Suite("Freshness")
struct FreshnessTests {
    static func profile(_ link: LinkClass, period: Lapse) -> Profile {
        var profile = Profile()
        profile.link = link
        profile.reportPeriod = period
        return profile
    }

    @Test("A duty-cycled valve that ends its connection is asleep, one that misses reports is gone")
    func dutyCycled() {
        let stage = Stage(profiles: [Self.profile(.dutyCycled, period: .hours(6))], valves: 1)
        stage.send(at: 0)
        #expect(findings(stage.send(.linkDown, at: 10)) == [])
        #expect(findings(stage.sweep(at: 18 * 3_600 - 0.001)) == [])
        #expect(findings(stage.sweep(at: 18 * 3_600)) == ["offline P4"])
    }

    @Test("A leaking valve is suspect when its link is lost, whatever its class")
    func leaking() {
        let stage = Stage(profiles: [Self.profile(.dutyCycled, period: .hours(6))], valves: 1)
        stage.send(.alarm, at: 0) { $0.alarm = .leak }
        #expect(findings(stage.send(.linkDown, at: 1)) == ["suspect P2"])
    }

    @Test("A daily valve is gone when its report is a day overdue")
    func daily() {
        let stage = Stage(profiles: [Self.profile(.daily, period: .hours(24))], valves: 1)
        stage.send(at: 0)
        #expect(findings(stage.sweep(at: 48 * 3_600 - 0.001)) == [])
        #expect(findings(stage.sweep(at: 48 * 3_600)) == ["offline P4"])
    }

    @Test(
        "While the broker is away nobody goes off line; after it is back everybody has a new chance"
    )
    func brokerAway() {
        let stage = Stage(valves: 64)
        for valve in 0..<64 as Range<UInt32> { stage.send(valve: valve, at: 0) }
        stage.detector.goDeaf()
        for second in stride(from: 100, to: 10_000, by: 50) {
            #expect(stage.sweep(at: Double(second)).isEmpty)
        }
        stage.detector.listenAgain(at: Stage.moment(10_000))
        #expect(stage.sweep(at: 10_899.999).isEmpty)
        stage.send(valve: 3, at: 10_899.999)
        #expect(stage.sweep(at: 10_900).filter { $0.change == .raised }.count == 63)
    }

    @Test("A gap that is noticed while the broker is away makes nobody heard again")
    func gapWhileAway() {
        let stage = Stage(valves: 8)
        for valve in 0..<8 as Range<UInt32> { stage.send(valve: valve, at: 0) }
        stage.detector.goDeaf()
        stage.detector.noteGap(at: Stage.moment(100))
        let isListening = stage.detector.isListening
        #expect(!isListening)
        #expect(stage.sweep(at: 10_000).isEmpty)
        stage.detector.listenAgain(at: Stage.moment(10_000))
        stage.detector.noteGap(at: Stage.moment(10_100))
        #expect(stage.sweep(at: 10_999.999).isEmpty, "listening, a gap begins the time anew")
        #expect(stage.sweep(at: 11_000).filter { $0.change == .raised }.count == 8)
    }

    @Test("A valve that is registered and never heard goes off line three periods after the start")
    func neverHeard() {
        let stage = Stage(valves: 1)
        stage.detector.place(ValveIndex(0), area: nil, riser: 0, profile: 0)
        #expect(stage.sweep(at: 899.999).isEmpty)
        let raised = stage.sweep(at: 900)
        #expect(findings(raised) == ["offline P4"])
        let words = raised.first?.evidence.sentence(.english)
        #expect(words == "never heard in 15 min of listening")
    }
}
