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

    @Test("A row comes back byte for byte")
    func roundTrip() throws {
        for state in [ValveState(area: Area(code: 370_202_010)), Self.worn().state()] {
            let bytes = state.record()
            #expect(bytes.count == ValveState.recordByteCount)
            #expect(bytes[0] == ValveState.recordVersion)
            let read = ValveState(record: bytes.span)
            let back = try #require(read)
            #expect(back.record() == bytes)
            #expect(back.latched == state.latched && back.provenAt == state.provenAt)
        }
    }

    @Test("Another version, every other length and impossible values are refused")
    func malformed() {
        let bytes = Self.worn().state().record()
        func isRefused(_ bytes: [UInt8]) -> Bool { ValveState(record: bytes.span) == nil }
        #expect(isRefused([2] + bytes.dropFirst()))
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
    func restore() throws {
        let old = Self.worn()
        let read = ValveState(record: old.state().record().span)
        let state = try #require(read)
        let stage = Stage()
        stage.detector.restore(ValveIndex(0), state)
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

    @Test("The journal's open incidents only add to what the row says")
    func latch() {
        let stage = Stage()
        stage.send(at: 0) { $0.flags = .tamper }
        stage.detector.latch(
            ValveIndex(0), kinds: [.leak], current: [.leak], leakAt: Stage.moment(-30))
        let state = stage.state()
        #expect(state.latched == KindSet(.leak, .tamper))
        #expect(state.current == KindSet(.leak, .tamper))
        #expect(state.leakAt == Stage.moment(-30))
        #expect(priorities(stage.sweep(at: 1)) == [.p1])
        #expect(findings(stage.sweep(at: 61)) == ["suspect P2"])
        stage.detector.latch(ValveIndex(0), kinds: [], current: [], leakAt: .distantPast)
        #expect(stage.state().latched == KindSet(.leak, .tamper, .suspect))
    }
}
