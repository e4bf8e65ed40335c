import Testing
import ValveModel
import ValveWatch

@Suite("A valve's record")
struct RecordTests {
    static func worn() -> Stage {
        let stage = Stage()
        stage.detector.place(ValveIndex(0), area: nil, riser: 7, profile: 0)
        stage.send(at: 0) {
            $0.gas = 3
            $0.flow = 0.2
            $0.pressure = 2
            $0.temperatureTenths = 215
            $0.position = .open
            $0.battery = 87
            $0.valveClock = 1_763_884_800_123
        }
        stage.send(.alarm, at: 5) {
            $0.alarm = .leak
            $0.gas = 45
            $0.flags = [.tamper]
            $0.position = .closed
        }
        return stage
    }

    @Test("A command that was given after the row was saved is known from the command itself")
    func resumedCommand() throws {
        let old = Stage()
        old.send(at: 0) { $0.position = .open }
        let stage = Stage()
        try #require(stage.restore(old.record()))
        stage.detector.resumeCommand(ValveIndex(0), since: Stage.moment(1))
        #expect(stage.send(at: 10) { ($0.position, $0.flow) = (.open, 0.5) }.isEmpty)
        let late = stage.send(at: 12) { ($0.position, $0.flow) = (.open, 0.5) }
        #expect(findings(late).contains("shutoff_failed P1"))
        let other = Stage()
        try #require(other.restore(old.record()))
        other.detector.resumeCommand(ValveIndex(0), since: Stage.moment(1))
        let closed = other.send(.alarm, at: 8) {
            ($0.alarm, $0.cause, $0.position) = (.shutoff, .remote, .closed)
        }
        #expect(!findings(closed).contains { $0.hasPrefix("shutoff") })
    }

    @Test("A row comes back byte for byte")
    func roundTrip() {
        for stage in [Stage(), Self.worn()] {
            let bytes = stage.record()
            let other = Stage()
            #expect(other.restore(bytes))
            #expect(other.record() == bytes)
            #expect(other.state().latched == stage.state().latched)
            #expect(other.provenAt() == stage.provenAt())
        }
    }

    @Test("Another version, every other length and impossible values are refused")
    func malformed() {
        let bytes = Self.worn().record()
        func isRefused(_ bytes: [UInt8]) -> Bool { !Stage().restore(bytes) }
        #expect(isRefused([1] + bytes.dropFirst()))
        for count in 0..<bytes.count {
            #expect(isRefused(Array(bytes.prefix(count))))
        }
        #expect(isRefused(bytes + [0]))
        var refusedCount = 0
        for place in 1..<bytes.count {
            var other = bytes
            other[place] = 0xFF
            if isRefused(other) { refusedCount += 1 }
        }
        #expect(refusedCount >= 20)
    }

    @Test("A restored watch goes on where the old one stopped")
    func restore() {
        let old = Self.worn()
        let record = old.record()
        let stage = Stage()
        #expect(stage.restore(record))
        stage.detector.place(ValveIndex(0), area: nil, riser: 7, profile: 0)
        stage.detector.place(ValveIndex(1), area: nil, riser: 7, profile: 0)
        #expect(stage.detector.events.isEmpty)
        // A neighbour's leak knows of the restored one.
        let neighbour = stage.send(.alarm, valve: 1, at: 20) {
            $0.alarm = .leak
            $0.position = .closed
            $0.gas = 5
        }
        #expect(priorities(neighbour).last == .p1)
        // The restored leak is watched for silence.
        let silent = stage.sweep(at: 70)
        #expect(silent.contains { $0.kind == .suspect && $0.reading.valve.value == 0 })
        let opened = stage.send(at: 80) {
            ($0.sequence, $0.bodyHash) = (900, 900)
            $0.position = .open
        }
        #expect(findings(opened).contains("reopened P1"))
    }

    @Test("A run of hours goes on after a restart")
    func runGoesOn() {
        let old = Stage()
        for hour in 0...20 { old.send(at: Double(hour) * 600) { $0.flow = 0.2 } }
        let stage = Stage()
        #expect(stage.restore(old.record()))
        var said: [String] = []
        for step in 21...36 {
            said += findings(
                stage.send(at: Double(step) * 600) {
                    $0.sequence += 100
                    $0.bodyHash += 100
                    $0.flow = 0.2
                })
            #expect(said.isEmpty == (step < 36))
        }
        #expect(said == ["overtime P3"])
    }

    @Test("A row of the hot table is two cache lines at most")
    func rowSize() { #expect(MemoryLayout<ValveState>.stride <= 128) }

    @Test("The journal's open incidents only add to what the row says")
    func latch() {
        let stage = Stage()
        stage.send(at: 0) { $0.flags = .tamper }
        stage.detector.latch(
            ValveIndex(0), kinds: [.leak], current: [.leak], leakAt: Stage.moment(-30))
        let state = stage.state()
        #expect(state.latched == KindSet(.leak, .tamper))
        #expect(state.current == KindSet(.leak, .tamper))
        #expect(stage.leakAt() == Stage.moment(-30))
        #expect(priorities(stage.sweep(at: 1)) == [.p1])
        #expect(findings(stage.sweep(at: 61)) == ["suspect P2"])
        stage.detector.latch(ValveIndex(0), kinds: [], current: [], leakAt: .distantPast)
        #expect(stage.state().latched == KindSet(.leak, .tamper, .suspect))
    }
}
