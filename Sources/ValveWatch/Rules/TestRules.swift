internal import FlatStore
internal import ValveModel

/// Messages with `test: true` inside a declared test window (contract, section 5, Mode).
///
/// They raise findings of mode test and leave every actual condition as it is; but gas at 20 %LEL
/// or more for a minute is actual all the same.
extension Detector {
    /// How long dangerous gas may be shown in a test before it is believed.
    static let testGasFor = Lapse.seconds(60)

    mutating func noteTest(_ reading: Reading, at now: Moment, isNewest: Bool) {
        var becomesActual = false
        judge(reading, at: now, isNewest: isNewest) { judgement in
            judgement.state.heardAt = now
            judgement.state.marks.insert(.heard)
            if isNewest {
                judgement.state.boot = reading.boot
                judgement.state.sequence = reading.sequence
            }
            if !reading.gas.isNaN {
                let isHigh = reading.gas >= judgement.profile.leakGasAtOnce
                if !isHigh {
                    judgement.end(.testGas)
                } else if !judgement.state.hasBegun(.testGas) {
                    judgement.begin(.testGas, at: now)
                }
                becomesActual =
                    isHigh && now - judgement.since(.testGas) >= Self.testGasFor
            }
        }
        rehearse(reading, at: now, isNewest: isNewest)
        if becomesActual {
            let hadLeak = table.rows[reading.valve.offset].latched.contains(.leak)
            let first = events.count
            judge(reading, at: now, isNewest: isNewest) { judgement in
                let before = judgement.state.current.contains(.leak)
                judgement.judgeGas()
                if !before, judgement.state.current.contains(.leak) {
                    judgement.wantClosed(for: .leak)
                }
            }
            follow(reading, hadLeak: hadLeak, eventsFrom: first, at: now)
            settle(reading, at: now)
        }
    }
}

extension Detector {
    /// What a valve has shown in its test window: judged by the same rules, beside what is actual.
    struct Rehearsal {
        var state: ValveState
        var memory: ValveMemory
    }

    /// Judges a test message by every rule, on a row that knows nothing but the test. Each kind is
    /// told once in a window; nothing is commanded, cleared or lifted by a test.
    private mutating func rehearse(_ reading: Reading, at now: Moment, isNewest: Bool) {
        let row = reading.valve.offset
        let actual = (state: table.rows[row], memory: table.memories[row])
        var shown = rehearsals[reading.valve] ?? Rehearsal(beside: actual.state)
        // New settings may have given the valve another profile, or the same one another number.
        shown.state.profile = actual.state.profile
        (table.rows[row], table.memories[row]) = (shown.state, shown.memory)
        let first = events.count
        judge(reading, at: now, isNewest: isNewest) { judgement in
            judgement.judgeWhole()
            // Whoever tests does not wait for the word that explains a closing.
            if judgement.state.hasBegun(.plainClosing) {
                judgement.end(.plainClosing)
                judgement.raise(.shutoff, .p2, .position)
            }
        }
        rehearsals[reading.valve] = Rehearsal(
            state: table.rows[row], memory: table.memories[row])
        (table.rows[row], table.memories[row]) = actual
        var kept = first
        for place in first..<events.count
        where events[place].change == .raised
            && table.memories[row].tested.insert(events[place].kind)
        {
            events[kept] = events[place]
            events[kept].isTest = true
            kept += 1
        }
        events.removeSubrange(kept...)
    }

    /// Begins a window: what earlier ones have shown is forgotten.
    mutating func declareTest(of valve: ValveIndex, until end: Moment, at now: Moment) {
        enrol(through: valve, area: .unknown)
        // Gas that is dangerous even in a test stays so when the test is prolonged, or taken up again
        // after a restart.
        if testUntil(of: valve) <= now { table.end(.testGas, of: valve.offset) }
        table.begin(.testUntil, of: valve.offset, at: end)
        table.memories[valve.offset].tested = KindSet()
        rehearsals[valve] = nil
        for (tested, _) in rehearsals where testUntil(of: tested) <= now {
            rehearsals[tested] = nil
        }
    }
}

extension Detector.Rehearsal {
    init(beside actual: ValveState) {
        state = ValveState(area: actual.area)
        state.profile = actual.profile
        memory = ValveMemory()
    }
}
