import Testing
import ValveModel
import ValveWatch

/// What the simulation found in the watch.
@Suite("The watch, as the simulation found it wanting")
struct FoundTests {
    @Test("An overflow whose incident somebody closed does not close the valve afterwards")
    func overflowClosedByHand() {
        let stage = Stage()
        stage.send(.alarm, at: 0) {
            $0.alarm = .overflow
            $0.flow = 3
        }
        stage.obey(.axisSettled(ValveIndex(0), .supply), at: 5)
        #expect(findings(stage.sweep(at: 12)) == [])
    }

    @Test("A close command that nobody sent does not fail; one that the valve obeyed may still")
    func notCommanded() {
        for isClosed in [false, true] {
            let stage = Stage()
            stage.send(.alarm, at: 0) {
                $0.alarm = .overflow
                $0.flow = 3
                $0.position = .open
            }
            if isClosed { stage.send(at: 5) { $0.position = .closed } }
            stage.sweep(at: 12)
            stage.obey(.notCommanded(ValveIndex(0)), at: 12.1)
            let later = stage.send(at: 30) {
                $0.position = .open
                $0.flow = 1
            }
            #expect(findings(later).contains("shutoff_failed P1") == isClosed)
        }
    }

    @Test("Nor does one that was closed before a restart which comes within those ten seconds")
    func overflowClosedBeforeRestart() throws {
        let old = Stage()
        old.send(.alarm, at: 0) {
            $0.alarm = .overflow
            $0.flow = 3
        }
        for held in [[], [FindingKind.overflow]] {
            let stage = Stage()
            try #require(stage.restore(old.record(), at: Stage.moment(5)))
            stage.detector.forget(ValveIndex(0), except: held)
            #expect(stage.sweep(at: 12).contains { $0.change == .closeWanted } == !held.isEmpty)
        }
    }

    @Test("A restored row that no open incident holds takes the next exceedance as new")
    func restoredLeakIsSettled() throws {
        let old = Stage()
        old.send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.gas = 40
            $0.position = .open
        }
        let stage = Stage()
        try #require(stage.restore(old.record(), at: Stage.moment(60)))
        stage.detector.forget(ValveIndex(0), except: [])
        let raised = stage.send(at: 61) {
            ($0.sequence, $0.bodyHash) = (900, 900)
            $0.gas = 45
        }
        #expect(findings(raised).contains("leak P1"))
    }

    @Test("A row saved by a clock that ran ahead is of now at the latest")
    func rowFromTheFuture() throws {
        let old = Stage()
        old.send(.alarm, at: 86_400) {
            $0.alarm = .leak
            $0.gas = 40
            $0.position = .closed
        }
        let stage = Stage()
        try #require(stage.restore(old.record(), at: Stage.moment(0)))
        #expect(stage.state().heardAt == Stage.moment(0))
        #expect(stage.state().gasAt == Stage.moment(0))
        // A leak that is not heard for a minute is suspect, whatever the clock said.
        #expect(findings(stage.sweep(at: 62)).contains("suspect P2"))
    }
}
