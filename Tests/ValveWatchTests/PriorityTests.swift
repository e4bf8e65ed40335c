import Testing
import ValveModel
import ValveWatch

@Suite("Priority of a leak")
struct PriorityTests {
    /// A leak proven closed with gas measured: the only way to P2.
    static func proven(gas: Float = 15, profiles: [Profile] = [Profile()]) -> Stage {
        let stage = Stage(profiles: profiles)
        let events = stage.send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
            $0.flow = 0.02
            $0.gas = gas
        }
        #expect(findings(events) == ["leak P1"])
        return stage
    }

    @Test("Proven closed with gas below 20 it is P2, at 20 it is P1")
    func gas() {
        #expect(Self.proven().sweep(at: 1).filter { $0.change == .priority }.isEmpty)
        let low = Stage().send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 19.9
        }
        #expect(priorities(low) == [.p2])
        let high = Stage().send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 20
        }
        #expect(priorities(high) == [.p1])
        let unmeasured = Stage().send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
        }
        #expect(priorities(unmeasured) == [.p1])
    }

    @Test("Gas of a report in the very millisecond before the alarm was not measured since")
    func sameMillisecond() {
        let stage = Stage()
        stage.send(at: 0) { $0.gas = 0 }
        let alarm = stage.send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
        }
        #expect(priorities(alarm) == [.p1])
        #expect(priorities(stage.send(at: 1) { $0.gas = 0 }) == [.p2])
    }

    @Test("From 120 s after the proof gas has to be below 10")
    func settling() {
        let stage = Self.proven()
        #expect(priorities(stage.send(at: 60) { $0.gas = 15 }) == [])
        #expect(priorities(stage.send(at: 119.9) { $0.gas = 15 }) == [])
        #expect(priorities(stage.sweep(at: 120)) == [.p1])
        #expect(priorities(stage.send(at: 121) { $0.gas = 9.9 }) == [.p2])
    }

    @Test("A leak that an older message shows of a valve silent for long is suspect at once")
    func oldLeakOfSilentValve() {
        let stage = Stage()
        stage.send(at: 0) { $0.sequence = 9 }
        let leak = stage.send(.alarm, at: 300) {
            $0.sequence = 4
            $0.alarm = .leak
        }
        #expect(findings(leak).contains("leak P1"))
        #expect(findings(stage.sweep(at: 301)) == ["suspect P2"])
    }

    @Test("Sixty seconds of silence make it P1 and suspect, the next message P2 again")
    func silence() {
        let stage = Self.proven(gas: 5)
        #expect(priorities(stage.sweep(at: 59.999)) == [])
        let late = stage.sweep(at: 60)
        #expect(priorities(late) == [.p1])
        #expect(findings(late) == ["suspect P2"])
        let back = stage.send(at: 70) { $0.gas = 2 }
        #expect(priorities(back) == [.p2])
        #expect(
            findings(back) == ["-leak", "-suspect"] || findings(back) == ["-suspect", "-leak"])
    }

    @Test("A lost link and flow or another position make it P1")
    func doubt() {
        let stage = Self.proven(gas: 5)
        let lost = stage.send(.linkDown, at: 5)
        #expect(findings(lost) == ["offline P4", "suspect P2"])
        #expect(priorities(lost) == [.p1])
        let flowing = Self.proven(gas: 5)
        #expect(priorities(flowing.send(at: 5) { $0.flow = 0.03 }) == [.p1])
        let moving = Self.proven(gas: 5)
        #expect(priorities(moving.send(at: 5) { $0.position = .moving }) == [.p1])
        let silentFields = Self.proven(gas: 5)
        #expect(priorities(silentFields.send(at: 5)) == [])
    }

    @Test(
        "A further alarm without a position ends the proof of before; one that says closed keeps it"
    )
    func furtherAlarm() {
        let stage = Self.proven(gas: 5)
        let further = stage.send(.alarm, at: 30) {
            $0.alarm = .leak
            $0.gas = 5
        }
        #expect(priorities(further) == [.p1])
        #expect(!further.filter { $0.change == .closeWanted }.isEmpty, "It is commanded again.")
        let shown = stage.send(at: 45) {
            $0.position = .closed
            $0.gas = 5
        }
        #expect(priorities(shown) == [.p2])
        let before = Self.proven(gas: 5)
        let closed = before.send(.alarm, at: 30) {
            $0.alarm = .leak
            $0.position = .closed
        }
        #expect(priorities(closed) == [])
        // The two minutes go on from the first proof.
        #expect(priorities(before.send(at: 119) { $0.gas = 12 }) == [])
        #expect(priorities(before.sweep(at: 120)) == [.p1])
    }

    @Test("A fire that has gone keeps a proven leak at P1 until it is settled")
    func latchedHeat() {
        let stage = Stage()
        #expect(findings(stage.send(at: 0) { $0.temperatureTenths = 700 }) == ["heat P1", "close"])
        let gone = stage.send(at: 60) { $0.temperatureTenths = 210 }
        #expect(findings(gone) == ["-heat"])
        let leak = stage.send(.alarm, at: 120) {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 5
        }
        #expect(findings(leak) == ["leak P1"])
        #expect(!priorities(leak + stage.sweep(at: 121)).contains(.p2))
    }

    @Test("Another leak on the riser within ten minutes makes both P1, elsewhere it does not")
    func riser() {
        let stage = Stage()
        for valve in 0..<3 as Range<UInt32> {
            stage.detector.place(
                ValveIndex(valve), area: nil, riser: valve == 2 ? 8 : 7, profile: 0)
        }
        let closed: Stage.Fill = {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 5
        }
        #expect(priorities(stage.send(.alarm, valve: 0, at: 0, closed)) == [.p2])
        #expect(priorities(stage.send(.alarm, valve: 2, at: 10, closed)) == [.p2])
        let second = stage.send(.alarm, valve: 1, at: 20, closed)
        let told = second.filter { $0.change == .priority }
        #expect(told.contains { $0.reading.valve.value == 0 && $0.priority == .p1 })
        #expect(told.contains { $0.reading.valve.value == 1 && $0.priority == .p1 })
        stage.obey(.gasSettled(ValveIndex(1)), at: 30)
        stage.send(valve: 0, at: 610) { $0.gas = 5 }
        func first(_ events: [WatchEvent]) -> [Priority] {
            priorities(events.filter { $0.reading.valve.value == 0 })
        }
        #expect(first(stage.sweep(at: 620)) == [])
        #expect(first(stage.sweep(at: 620.001)) == [.p2])
    }

    /// Risers 8 and 9 of building 7, in which one home's riser nobody knows.
    @Test(
        "A home whose riser nobody knows counts with its whole building, on either side",
        arguments: [(0, 1, Priority.p2), (0, 2, .p1), (2, 0, .p1), (2, 3, .p1), (0, 4, .p2)])
    func unknownRiser(first: UInt32, second: UInt32, priority: Priority) {
        let stage = Stage()
        stage.detector.enrol(through: ValveIndex(4), area: .unknown)
        for (valve, place) in [(8, 7), (9, 7), (7, 7), (7, 7), (6, 6)].enumerated() {
            stage.detector.place(
                ValveIndex(UInt32(valve)), area: nil, riser: UInt32(place.0),
                building: UInt32(place.1), profile: 0)
        }
        let closed: Stage.Fill = {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 5
        }
        #expect(priorities(stage.send(.alarm, valve: first, at: 0, closed)) == [.p2])
        let told = stage.send(.alarm, valve: second, at: 20, closed)
            .filter { $0.change == .priority }
        #expect(told.allSatisfy { $0.priority == priority })
        let both: Set = priority == .p1 ? [first, second] : [second]
        #expect(Set(told.map(\.reading.valve.value)) == both)
    }

    @Test("Every change of a leak's priority says why, in numbers")
    func reasons() {
        func why(_ events: [WatchEvent], _ valve: UInt32 = 0) -> [String] {
            events.filter { $0.change == .priority && $0.reading.valve.value == valve }
                .map { $0.evidence.sentence(.english) }
        }
        let low = Stage()
        let closed: Stage.Fill = {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 15
        }
        #expect(why(low.send(.alarm, at: 0, closed)) == ["proven closed, gas 15.0 %LEL"])
        #expect(
            why(low.sweep(at: 60.001)) == ["silent for 60 s"])
        #expect(why(low.send(at: 61) { $0.gas = 15 }) == ["proven closed, gas 15.0 %LEL"])
        low.send(at: 110) { $0.gas = 15 }
        #expect(
            why(low.sweep(at: 120))
                == ["proven closed, and gas 15.0 %LEL all the same, at least 10.0"])
        let lost = Self.proven(gas: 5)
        #expect(why(lost.send(.linkDown, at: 5)) == ["its link is lost"])
        let flowing = Self.proven(gas: 5)
        #expect(why(flowing.send(at: 5) { $0.flow = 0.03 }) == ["not proven closed"])
        let blind = Stage().send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
        }
        #expect(why(blind) == ["no gas measured since it was proven closed"])
        let riser = Stage()
        for valve in 0..<2 as Range<UInt32> {
            riser.detector.place(ValveIndex(valve), area: nil, riser: 7, profile: 0)
        }
        riser.send(.alarm, valve: 0, at: 0, closed)
        #expect(
            why(riser.send(.alarm, valve: 1, at: 5, closed), 0)
                == ["another leak on its riser or in its building within 10 min"])
    }

    @Test("A proven leak that alarms or is found again is told with the priority it has")
    func again() {
        func told(_ events: [WatchEvent]) -> [Priority] {
            events.filter { ($0.change == .raised || $0.change == .repeated) && $0.kind == .leak }
                .map(\.priority)
        }
        let closed: Stage.Fill = {
            $0.alarm = .leak
            $0.position = .closed
            $0.flow = 0
            $0.gas = 12
        }
        let stage = Stage()
        #expect(priorities(stage.send(.alarm, at: 0, closed)) == [.p2])
        let again = stage.send(.alarm, at: 20, closed)
        #expect(told(again) == [.p2] && priorities(again).isEmpty)
        // Gone below the limit and found anew, before anybody has made it safe.
        #expect(told(stage.send(at: 40) { $0.gas = 5 }).isEmpty)
        #expect(told(stage.send(at: 60) { $0.gas = 15 }) == [.p2])
        // What makes it P1 is told as P1, at once.
        let high = stage.send(.alarm, at: 90) {
            $0.alarm = .leak
            $0.gas = 30
        }
        #expect(told(high) == [.p1] && priorities(high) == [.p1])
    }

    @Test("An alarm that its next report has overtaken is proven closed where both say closed")
    func overtaken() {
        func play(_ report: Position, _ alarm: Position) -> [WatchEvent] {
            let stage = Stage()
            let first = stage.message(.alarm, at: 0.05) {
                ($0.alarm, $0.position, $0.flow, $0.gas) = (.leak, alarm, 0, 0.2)
            }
            stage.send(at: 0) { ($0.position, $0.flow, $0.gas) = (report, 0, 0.2) }
            return stage.note(first)
        }
        let closed = play(.closed, .closed)
        #expect(priorities(closed).last == .p2)
        #expect(!findings(closed).contains("close"))
        // Another board's numbers, a report of long ago, more gas in the alarm: nothing is proven by them.
        for (boot, second, gas) in [(UInt32(1), 0.05, Float(0.2)), (5, 4, 0.2), (5, 0.05, 35)] {
            let stage = Stage()
            let alarm = stage.message(.alarm, at: second) {
                ($0.alarm, $0.position, $0.flow, $0.gas, $0.boot) = (.leak, .closed, 0, gas, boot)
            }
            stage.send(at: 0) { ($0.position, $0.flow, $0.gas) = (.closed, 0, 0.2) }
            #expect(priorities(stage.note(alarm)).last != .p2, "\(boot) \(second) \(gas)")
        }
        for (report, alarm) in [(Position.open, Position.closed), (.closed, .open)] {
            let open = play(report, alarm)
            #expect(priorities(open).last != .p2 && findings(open).contains("close"))
        }
    }
}
