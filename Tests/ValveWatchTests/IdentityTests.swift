import Testing
import ValveModel
import ValveWatch

@Suite("Identity and link")
struct IdentityTests {
    @Test("A duplicate makes nothing new and moves only when the valve was heard")
    func duplicate() {
        let stage = Stage()
        var report = stage.message(at: 0) { $0.gas = 12 }
        stage.note(report)
        report.receivedAt = Stage.moment(10)
        #expect(stage.note(report).isEmpty)
        #expect(stage.detector.counters.duplicates == 1)
        #expect(stage.state().gasAt == Stage.moment(0))
        #expect(stage.state().heardAt == Stage.moment(10))
        var alarm = stage.message(.alarm, at: 20) { $0.alarm = .leak }
        #expect(stage.note(alarm).contains { $0.change == .alarmTaken })
        alarm.receivedAt = Stage.moment(21)
        #expect(stage.note(alarm).map(\.change) == [.alarmRepeated])
    }

    @Test("The same identity with another body is evaluated and counted; its repeat is a duplicate")
    func reused() {
        let stage = Stage()
        let first = stage.message(.alarm, at: 0) { $0.alarm = .tamper }
        var second = first
        second.bodyHash = 99
        second.alarm = .leak
        stage.note(first)
        #expect(findings(stage.note(second)).contains("leak P1"))
        #expect(stage.detector.counters.identityReused == 1)
        #expect(stage.note(second).map(\.change) == [.alarmRepeated])
        #expect(stage.note(first).map(\.change) == [.alarmRepeated])
    }

    @Test("An alarm the journal remembers is a duplicate after a restart")
    func restored() {
        let stage = Stage()
        let alarm = stage.message(.alarm, at: 0) { $0.alarm = .leak }
        stage.detector.restoreAlarm(
            alarm.valve, boot: alarm.boot, sequence: alarm.sequence, bodyHash: alarm.bodyHash)
        #expect(stage.note(alarm).map(\.change) == [.alarmRepeated])
    }

    @Test("A known alarm newer than the restored row shows what it said and is not judged again")
    func newerThanTheRow() throws {
        let before = Stage()
        before.send(at: 0) { ($0.gas, $0.position) = (1, .open) }
        let row = before.record()
        let alarm = before.message(.alarm, at: 30) {
            ($0.alarm, $0.gas, $0.flow, $0.pressure) = (.leak, 30, 0.2, 2)
            ($0.temperatureTenths, $0.position, $0.battery) = (215, .closed, 80)
        }
        before.note(alarm)

        let stage = Stage(now: 60)
        try #require(stage.restore(row))
        stage.detector.restoreAlarm(
            alarm.valve, boot: alarm.boot, sequence: alarm.sequence, bodyHash: alarm.bodyHash)
        var again = alarm
        again.receivedAt = Stage.moment(70)
        #expect(stage.note(again).map(\.change) == [.alarmRepeated])
        let state = stage.state()
        #expect(state.sequence == alarm.sequence)
        #expect((state.gas, state.flow, state.pressure) == (30, 0.2, 2))
        #expect((state.temperatureTenths, state.position, state.battery) == (215, .closed, 80))
        #expect((state.heardAt, state.alarm) == (Stage.moment(70), .leak))

        // So does the next one, and one that says open takes the proof away.
        let next = before.message(.alarm, at: 40) {
            ($0.alarm, $0.gas, $0.position) = (.leak, 40, .open)
        }
        stage.detector.restoreAlarm(
            next.valve, boot: next.boot, sequence: next.sequence, bodyHash: next.bodyHash)
        stage.note(next)
        #expect(stage.state().gas == 40 && stage.state().position == .open)
        #expect(!stage.state().isProvenClosed)

        // A valve that has begun to count anew in this run stays where it is.
        let running = Stage()
        running.note(alarm)
        for second in [200.0, 350, 500] {
            running.send(at: second) { ($0.boot, $0.sequence) = (1, UInt32(second)) }
        }
        again.receivedAt = Stage.moment(501)
        #expect(running.note(again).map(\.change) == [.alarmRepeated])
        #expect(running.state().boot == 1)
    }

    @Test("An old alarm is evaluated and overwrites neither gas nor position")
    func oldAlarm() {
        let stage = Stage()
        stage.send(at: 0) {
            $0.sequence = 900
            $0.gas = 1
            $0.position = .open
        }
        let old = stage.send(.alarm, at: 5) {
            $0.sequence = 3
            $0.alarm = .leak
            $0.gas = 30
            $0.position = .closed
        }
        #expect(findings(old) == ["leak P1", "close"])
        #expect(stage.state().gas == 1 && stage.state().position == .open)
        #expect(!stage.state().isProvenClosed && stage.state().sequence == 900)
    }

    @Test("A lower boot on reports is believed at the third in a row")
    func lowerBoot() {
        let stage = Stage()
        stage.send(at: 0) { $0.gas = 1 }
        for number in 1...2 {
            stage.send(at: Double(number)) {
                $0.boot = 2
                $0.gas = 9
            }
            #expect(stage.state().gas == 1)
        }
        stage.send(at: 3) { $0.gas = 2 }
        for number in 4...6 {
            stage.send(at: Double(number)) {
                $0.boot = 2
                $0.gas = 9
            }
            #expect((stage.state().gas == 9) == (number == 6))
        }
        #expect(stage.state().boot == 2 && stage.detector.counters.bootLower == 5)
    }

    @Test("Kept reports of a lower boot that come at once say nothing of a leak that is open")
    func lowerBootInLeak() {
        let stage = Stage()
        stage.send(at: 0) { ($0.boot, $0.gas, $0.position) = (5, 0, .open) }
        stage.send(.alarm, at: 1) {
            ($0.boot, $0.alarm, $0.gas, $0.position) = (5, .leak, 30, .open)
        }
        func clean(_ number: Int, at seconds: Double) {
            stage.send(at: seconds) {
                ($0.boot, $0.sequence) = (4, UInt32(100 + number))
                ($0.gas, $0.flow, $0.position) = (0, 0, .closed)
            }
        }
        for number in 1...4 { clean(number, at: 12 + Double(number) / 10) }
        #expect(stage.state().gas == 30 && stage.state().position == .open)
        // Half a period apart they are a valve that has lost its count.
        clean(5, at: 163)
        #expect(stage.state().gas == 30)
        clean(6, at: 314)
        #expect(stage.state().gas == 0 && stage.state().boot == 4)
        // What shows danger waits for nothing.
        let other = Stage()
        other.send(at: 0) { ($0.boot, $0.gas) = (5, 4) }
        other.send(.alarm, at: 1) { ($0.boot, $0.alarm, $0.pressure) = (5, .overpressure, 7) }
        for number in 1...3 {
            other.send(at: 10 + Double(number)) {
                ($0.boot, $0.sequence, $0.gas) = (1, UInt32(number), 30)
            }
        }
        #expect(other.state().gas == 30 && other.state().latched.contains(.leak))
    }

    @Test("Numbers that fell within a boot are believed at the third, half a period apart")
    func countsAnew() {
        let stage = Stage()
        func report(_ sequence: UInt32, at seconds: Double) -> Bool {
            stage.send(at: seconds) {
                $0.sequence = sequence
                $0.gas = 9
            }
            return stage.state().gas == 9
        }
        stage.send(at: 0) {
            $0.sequence = 4_000_000_000
            $0.gas = 1
        }
        #expect(!report(1, at: 300) && !report(2, at: 450))
        #expect(report(3, at: 600))
        #expect(stage.state().sequence == 3 && stage.state().heardAt == Stage.moment(600))
        #expect(stage.detector.counters.countedAnew == 1)
        stage.send(at: 900) {
            $0.sequence = 4
            $0.gas = 2
        }
        #expect(stage.state().gas == 2)
    }

    @Test("What a gateway had kept is no new count, however much of it comes")
    func gatewayStore() {
        let stage = Stage()
        func old(_ sequence: UInt32, at seconds: Double) {
            stage.send(at: seconds) {
                $0.sequence = sequence
                $0.gas = 9
            }
            #expect(stage.state().gas == 1)
        }
        func newest(_ sequence: UInt32, at seconds: Double) {
            stage.send(at: seconds) {
                $0.sequence = sequence
                $0.gas = 1
            }
        }
        newest(900, at: 0)
        // At once, and again in falling order.
        for number in 0..<100 { old(100 + UInt32(number), at: 1 + Double(number) / 10) }
        for number in 0..<5 { old(99 - UInt32(number), at: 400 + 300 * Double(number)) }
        // Slowly, but the valve itself goes on between.
        for number in 0..<6 {
            old(200 + UInt32(number), at: 3_000 + 300 * Double(number))
            newest(901 + UInt32(number), at: 3_100 + 300 * Double(number))
        }
        // An alarm is judged in any case and says nothing of the order.
        for number in 0..<4 {
            stage.send(.alarm, at: 6_000 + 300 * Double(number)) {
                $0.sequence = 300 + UInt32(number)
                $0.alarm = .tamper
                $0.gas = 9
            }
        }
        #expect(stage.state().gas == 1 && stage.detector.counters.countedAnew == 0)
    }

    @Test("Where a leak is open no lower numbers are believed, as a store may come in pieces")
    func storeInPieces() {
        let stage = Stage()
        stage.send(.alarm, at: 0) {
            $0.sequence = 144
            $0.alarm = .leak
            $0.gas = 30
        }
        for contact in 0..<5 {
            for number in 1...20 {
                stage.send(at: 1 + 150 * Double(contact) + Double(number) / 10) {
                    $0.sequence = UInt32(contact * 20 + number)
                    $0.gas = 1
                }
            }
        }
        #expect(stage.state().gas == 30 && stage.state().current.contains(.leak))
    }

    @Test("Off line by will, by three periods of silence, P3 after a day, back with a message")
    func offline() {
        let stage = Stage(valves: 1)
        stage.send(at: 0)
        #expect(findings(stage.sweep(at: 899.999)) == [])
        #expect(findings(stage.sweep(at: 900)) == ["offline P4"])
        #expect(priorities(stage.sweep(at: 900 + 86_399)) == [])
        #expect(priorities(stage.sweep(at: 900 + 86_400)) == [.p3])
        #expect(priorities(stage.sweep(at: 900 + 90_000)) == [])
        #expect(findings(stage.send(at: 100_000)) == ["-offline"])
        #expect(findings(stage.send(.linkDown, at: 100_001)) == ["offline P4"])
        #expect(findings(stage.send(.linkUp, at: 100_002)) == ["-offline"])
    }

    @Test("A valve that the registry names no more is not missed, and is when it is named again")
    func retired() {
        let stage = Stage(valves: 1)
        func place(isRetired: Bool) {
            stage.detector.place(
                ValveIndex(0), area: nil, riser: 0, profile: 0, isRetired: isRetired)
        }
        stage.send(at: 0)
        #expect(findings(stage.sweep(at: 900)) == ["offline P4"])
        place(isRetired: true)
        #expect(findings(stage.sweep(at: 901)) == ["-offline"])
        #expect(priorities(stage.sweep(at: 200_000)) == [])
        #expect(findings(stage.send(.linkDown, at: 200_001)) == [])
        // It is watched as before where it speaks.
        let leak = stage.send(.alarm, at: 200_002) { $0.alarm = .leak }
        #expect(findings(leak) == ["leak P1", "close"])
        #expect(findings(stage.sweep(at: 200_062)) == ["suspect P2"])
        place(isRetired: false)
        #expect(findings(stage.sweep(at: 200_903)) == ["offline P4"])
        // A restart that finds it retired ends what the row remembers.
        let after = Stage(valves: 1)
        after.detector.place(ValveIndex(0), area: nil, riser: 0, profile: 0, isRetired: true)
        #expect(after.restore(stage.record()))
        #expect(findings(after.sweep(at: 201_900)).contains("-offline"))
    }

    @Test("A will of an older boot is void")
    func staleWill() {
        let stage = Stage()
        stage.send(at: 0)
        #expect(stage.send(.linkDown, at: 1) { $0.boot = 4 }.isEmpty)
        #expect(stage.state().link == .online && stage.detector.counters.staleWills == 1)
    }

    @Test("A retained link message proves no life")
    func retainedLink() {
        let stage = Stage()
        stage.send(.alarm, at: 0) { $0.alarm = .leak }
        stage.sweep(at: 61)
        #expect(stage.send(.linkUp, at: 62) { $0.flags = .retained }.isEmpty)
        #expect(stage.state().current.contains(.suspect))
        #expect(stage.state().heardAt == Stage.moment(0))
    }

    @Test("What the broker has kept ends no silence; a will that it has kept is ended by it")
    func retainedAfterSilence() {
        let stage = Stage()
        stage.send(at: 0)
        #expect(findings(stage.sweep(at: 901)) == ["offline P4"])
        #expect(stage.send(.linkUp, at: 1_000) { $0.flags = .retained }.isEmpty)
        #expect(stage.state().link == .offline)
        #expect(priorities(stage.sweep(at: 901 + 86_400)) == [.p3], "Its day has run on.")
        #expect(stage.send(.linkDown, at: 90_000).isEmpty)
        #expect(findings(stage.send(.linkUp, at: 90_001) { $0.flags = .retained }) == ["-offline"])
    }

    @Test("Many whose moment has come at once are told in parts, each of them once")
    func sweptInParts() {
        let stage = Stage(valves: 10)
        for valve in UInt32(0)..<10 { stage.send(valve: valve, at: 0) }
        var parts: [[UInt32]] = []
        var isAll = false
        while !isAll, parts.count < 20 {
            isAll = stage.detector.sweep(at: Stage.moment(901), eventsMax: 4)
            parts.append(stage.detector.events.map(\.reading.valve.value))
            stage.detector.events.removeAll()
        }
        #expect(parts.map(\.count) == [4, 4, 2])
        #expect(Set(parts.joined()) == Set(0..<10))
    }

    @Test("An undecodable alarm is suspect once while open, and makes an open leak P1")
    func undecodable() {
        let stage = Stage()
        #expect(findings(stage.send(.undecodableAlarm, at: 0)) == ["suspect P2"])
        #expect(findings(stage.send(.undecodableAlarm, at: 1)) == [])
        #expect(findings(stage.send(at: 2)) == ["-suspect"])
        #expect(findings(stage.send(.undecodableAlarm, at: 3)) == [])
        stage.obey(.gasSettled(ValveIndex(0)), at: 4)
        #expect(findings(stage.send(.undecodableAlarm, at: 5)) == ["suspect P2"])
        let leaking = PriorityTests.proven(gas: 5)
        #expect(priorities(leaking.send(.undecodableAlarm, at: 5)) == [.p1])
    }
}

extension IdentityTests {
    @Test("What a gateway sends again after the incident was closed raises nothing anew")
    func replayedAfterClosing() {
        let stage = Stage()
        let hot = stage.message(at: 0) { $0.temperatureTenths = 700 }
        let tampered = stage.message(at: 1) { $0.flags = [.tamper] }
        #expect(findings(stage.note(hot)) == ["heat P1", "close"])
        #expect(findings(stage.note(tampered)) == ["tamper P3"])
        for second in 2..<4 { stage.send(at: Double(second)) { $0.temperatureTenths = 200 } }
        stage.obey(.gasSettled(ValveIndex(0)), at: 4)
        stage.obey(.axisSettled(ValveIndex(0), .health), at: 4)
        for second in 5..<12 { stage.send(at: Double(second)) { $0.temperatureTenths = 200 } }
        #expect(findings(stage.note(hot)).isEmpty && findings(stage.note(tampered)).isEmpty)
    }

    @Test("A late report that was never heard counts, whatever was closed since")
    func lateAfterClosing() {
        let stage = Stage()
        let late = stage.message(at: 0) { $0.temperatureTenths = 700 }
        stage.send(at: 1)
        stage.obey(.gasSettled(ValveIndex(0)), at: 2)
        for second in 3..<10 { stage.send(at: Double(second)) }
        #expect(findings(stage.note(late)) == ["heat P1", "close"])
        // A replaced sensor whose numbers begin anew in the same boot.
        stage.obey(.gasSettled(ValveIndex(0)), at: 11)
        let first = stage.message(at: 12) {
            $0.sequence = 0
            $0.gas = 25
        }
        #expect(findings(stage.note(first)).first == "leak P1")
    }

    @Test("An alarm that cannot be read proves that a silent valve is there, and stays suspect")
    func undecodableProvesLife() {
        let stage = Stage()
        stage.send(at: 0)
        #expect(findings(stage.sweep(at: 900)) == ["offline P4"])
        #expect(findings(stage.send(.undecodableAlarm, at: 901)) == ["-offline", "suspect P2"])
        let isOnline = stage.detector.state(of: ValveIndex(0)).link == .online
        #expect(isOnline)
    }

    @Test("What concerns those who are under way is told of every open finding")
    func evidenceForEntry() {
        func told(_ alarm: Alarm, thenGas gas: Float) -> Bool {
            let stage = Stage()
            stage.send(.alarm, at: 0) {
                $0.alarm = alarm
                $0.gas = 0
            }
            return stage.send(at: 5) {
                $0.gas = gas
                $0.pressure = 2
            }.contains { $0.change == .evidence }
        }
        #expect(told(.overpressure, thenGas: 0), "a team is on its way all the same")
        #expect(told(.overflow, thenGas: 8), "whoever was sent for the flow meets gas")
        #expect(!told(.overflow, thenGas: 0), "a visit list is told of no clean air")
    }

    @Test("A high reading that comes again after many others confirms nothing")
    func lateRepeat() {
        let stage = Stage()
        let high = stage.message(at: 0) { $0.gas = 12 }
        stage.note(high)
        for second in 1...6 { stage.send(at: Double(second)) { $0.flow = 0 } }
        var again = high
        again.receivedAt = Stage.moment(8)
        #expect(findings(stage.note(again)) == [])
        // Another one, though late, does.
        again.bodyHash += 1_000
        #expect(findings(stage.note(again)) == ["leak P1", "close"])
    }
}
