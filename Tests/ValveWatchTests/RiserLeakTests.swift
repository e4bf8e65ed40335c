import Testing
import ValveModel
import ValveWatch

/// A leak is P2 only while no other leak was on its riser in the last ten minutes (contract,
/// section 4): what the watch remembers of the others, and for how long.
@Suite("Other leaks on the riser")
struct RiserLeakTests {
    /// Two homes on one riser; the first leaks at second 0, closed and with little gas.
    private func riser() -> Stage {
        let stage = Stage()
        place(stage, riser: 7)
        stage.send(.alarm, valve: 0, at: 0, closedLeak)
        return stage
    }

    private func place(_ stage: Stage, riser: UInt32) {
        for valve in 0..<2 as Range<UInt32> {
            stage.detector.place(ValveIndex(valve), area: nil, riser: riser, profile: 0)
        }
    }

    private let closedLeak: Stage.Fill = {
        $0.alarm = .leak
        $0.position = .closed
        $0.gas = 3
    }

    /// What the neighbour's leak is told as, `seconds` after the first one began.
    private func neighbour(_ stage: Stage, at seconds: Double) -> Priority? {
        priorities(stage.send(.alarm, valve: 1, at: seconds, closedLeak)).last
    }

    @Test("It counts for ten minutes, whether it was made safe or not")
    func window() {
        let stage = riser()
        stage.obey(.gasSettled(ValveIndex(0)), at: 30)
        #expect(neighbour(stage, at: 599) == .p1)
        let later = riser()
        later.obey(.gasSettled(ValveIndex(0)), at: 30)
        #expect(neighbour(later, at: 601) == .p2)
    }

    @Test("A restart forgets none of it")
    func restart() {
        let old = riser()
        old.obey(.gasSettled(ValveIndex(0)), at: 30)
        for isPlacedFirst in [true, false] {
            let stage = Stage()
            if isPlacedFirst { place(stage, riser: 7) }
            #expect(stage.restore(old.record()))
            stage.detector.forget(ValveIndex(0), except: [])
            if !isPlacedFirst { place(stage, riser: 7) }
            #expect(neighbour(stage, at: 60) == .p1)
        }
    }

    @Test("Another numbering of the registry forgets none of it")
    func renumbered() {
        let stage = riser()
        stage.obey(.gasSettled(ValveIndex(0)), at: 30)
        place(stage, riser: 9)
        #expect(neighbour(stage, at: 60) == .p1)
    }

    @Test("A leak that goes on counts as long as its messages show it")
    func goesOn() {
        let stage = riser()
        for second in stride(from: 60.0, through: 900, by: 60) {
            stage.send(valve: 0, at: second) { $0.gas = 12 }
        }
        #expect(neighbour(stage, at: 1_000) == .p1)
        #expect(priorities(stage.send(valve: 1, at: 1_040) { $0.gas = 3 }).isEmpty)
        // The last of its messages is ten minutes old now.
        stage.send(valve: 1, at: 1_480) { $0.gas = 3 }
        #expect(priorities(stage.send(valve: 1, at: 1_501) { $0.gas = 3 }) == [.p2])
    }

    @Test("A leak of long ago rises at the moment the neighbour begins to leak")
    func elder() {
        let stage = riser()
        for second in stride(from: 50.0, through: 650, by: 50) {
            stage.send(valve: 0, at: second) { $0.gas = 3 }
        }
        let told = stage.send(.alarm, valve: 1, at: 660, closedLeak)
        let elder = told.filter { $0.change == .priority && $0.reading.valve.value == 0 }
        #expect(elder.map(\.priority) == [.p1])
    }
}

/// What a sensor measures while it warms up: no rule believes it, and whoever goes in is told.
@Suite("Gas while the sensor warms up")
struct ColdGasTests {
    private func cold(_ gas: Float, _ alarm: Alarm = .none) -> Stage.Fill {
        {
            $0.gas = gas
            $0.alarm = alarm
            $0.flags = .preheat
        }
    }

    @Test("An alarm shows the gas it was sent with")
    func shown() throws {
        let stage = Stage()
        stage.send(at: 0) { $0.gas = 0 }
        let told = stage.send(.alarm, at: 10, cold(80, .leak))
        let leak = try #require(told.first { $0.change == .raised && $0.kind == .leak })
        #expect(leak.gas == 80 && leak.gasAt == Stage.moment(10) && leak.isGasRising)
        #expect(stage.state().gas == 80 && stage.state().gasAt == Stage.moment(10))
        let next = stage.send(at: 20) { $0.gas = 2 }
        #expect(next.last?.gas == 2)
        #expect(stage.state().gas == 2)
    }

    @Test("It confirms nothing and comes between nothing")
    func confirmsNothing() {
        let stage = Stage()
        stage.send(at: 0) { $0.gas = 12 }
        #expect(findings(stage.send(at: 10, cold(50))) == [])
        #expect(findings(stage.send(at: 20) { $0.gas = 12 }) == ["leak P1", "close"])
    }

    @Test("A leak that it shows high is not P2")
    func priority() {
        let stage = PriorityTests.proven(gas: 5)
        #expect(priorities(stage.send(at: 5, cold(30))) == [.p1])
        #expect(priorities(stage.send(at: 10) { $0.gas = 5 }) == [.p2])
    }

    @Test("It outlives a restart")
    func restart() {
        let old = Stage()
        old.send(at: 0) { $0.gas = 0 }
        old.send(at: 5, cold(60))
        let stage = Stage()
        #expect(stage.restore(old.record()))
        #expect(stage.state().gas == 60)
    }
}
