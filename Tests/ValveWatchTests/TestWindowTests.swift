import Testing
import ValveModel
import ValveWatch

@Suite("Declared test windows")
struct TestWindowTests {
    @Test("A test counts inside its window only and leaves the actual valve as it is")
    func testMode() {
        let stage = Stage()
        let drill: Stage.Fill = {
            $0.alarm = .leak
            $0.gas = 15
            $0.flags = .test
        }
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(600)), at: 0)
        #expect(findings(stage.send(.alarm, at: 1, drill)) == ["test leak P1"])
        #expect(!stage.state().isLeaking && stage.state().gas.isNaN)
        #expect(findings(stage.send(.alarm, at: 600, drill)) == ["leak P1", "close"])
        #expect(findings(Stage().send(.alarm, at: 1, drill)) == ["leak P1", "close"])
    }

    @Test("Gas of 20 for sixty seconds is actual even in a test")
    func actualInTest() {
        let stage = Stage()
        let dangerous: Stage.Fill = {
            $0.gas = 20
            $0.flags = .test
        }
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(600)), at: 0)
        #expect(findings(stage.send(at: 0, dangerous)) == ["test leak P1"])
        #expect(findings(stage.send(at: 59.9, dangerous)) == [])
        #expect(findings(stage.send(at: 60, dangerous)) == ["leak P1", "close"])
    }

    @Test("New profiles in a test window, fewer or in another order, judge the test from then on")
    func newProfiles() {
        var late = Profile()
        late.leakGasAtOnce = 50
        let stage = Stage(profiles: [Profile(), Profile(), late])
        stage.detector.place(ValveIndex(0), area: nil, riser: 0, building: 0, profile: 2)
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(6_000)), at: 0)
        let gas: Stage.Fill = {
            $0.gas = 30
            $0.flags = .test
        }
        #expect(findings(stage.send(at: 1, gas)) == [])
        stage.detector.replaceProfiles([Profile()])
        #expect(findings(stage.send(at: 2_000, gas)) == ["test leak P1"])
    }

    @Test("Prolonging a test, or taking it up again after a restart, begins no new minute")
    func prolonged() {
        let stage = Stage()
        let dangerous: Stage.Fill = {
            $0.gas = 25
            $0.flags = .test
        }
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(600)), at: 0)
        stage.send(at: 0, dangerous)
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(900)), at: 30)
        let again = Stage()
        #expect(again.restore(stage.record()))
        again.obey(.testDeclared(ValveIndex(0), until: Stage.moment(900)), at: 40)
        for stage in [stage, again] {
            let said = findings(
                stage.send(at: 60) {
                    $0.sequence += 100
                    dangerous(&$0)
                })
            #expect(said.contains("leak P1"))
        }
    }

    @Test("A test is judged by every rule, apart from what is actual, and each kind is told once")
    func everyRule() {
        let stage = Stage()
        func test(at seconds: Double, _ fill: @escaping Stage.Fill) -> [String] {
            findings(
                stage.send(at: seconds) {
                    $0.flags = .test
                    fill(&$0)
                })
        }
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(1_200)), at: 0)
        stage.send(at: 0) { $0.gas = 12 }
        #expect(test(at: 1) { $0.gas = 12 } == [])
        #expect(test(at: 2) { $0.gas = 12 } == ["test leak P1"])
        #expect(test(at: 3) { $0.gas = 0 } == [])
        #expect(test(at: 4) { $0.gas = 30 } == [])
        #expect(test(at: 5) { $0.flow = 3 } == [])
        #expect(test(at: 6) { $0.flow = 3 } == ["test overflow P3"])
        #expect(
            test(at: 7) {
                $0.pressure = 6.5
                $0.flags.insert([.tamper, .lowBattery])
            } == ["test tamper P3", "test low_battery P4"])
        #expect(test(at: 8) { $0.pressure = 6.5 } == ["test overpressure P2"])
        #expect(stage.state().latched.isEmpty && stage.state().current.isEmpty)
        // The actual reading of before counts as the one before the next actual one.
        #expect(findings(stage.send(at: 9) { $0.gas = 12 }) == ["leak P1", "close"])
    }

    @Test("A closing that only a test report shows is told at once")
    func plainClosing() {
        let stage = Stage()
        stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(600)), at: 0)
        for (at, position) in [(1.0, Position.open), (2, .closed), (3, .open), (4, .closed)] {
            let found = stage.send(at: at) {
                $0.position = position
                $0.flags = .test
            }
            #expect(findings(found) == (at == 2 ? ["test shutoff P2"] : []))
        }
        #expect(stage.sweep(at: 30).isEmpty)
    }

    @Test("Another window begins anew")
    func anew() {
        let stage = Stage()
        let drill: Stage.Fill = {
            $0.alarm = .shutoff
            $0.flags = .test
        }
        for begin in [0.0, 100, 500] {
            stage.obey(.testDeclared(ValveIndex(0), until: Stage.moment(begin + 60)), at: begin)
            #expect(findings(stage.send(.alarm, at: begin + 1, drill)) == ["test shutoff P2"])
            #expect(findings(stage.send(.alarm, at: begin + 2, drill)) == [])
        }
    }
}
