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
            for (kind, priority) in judgement.testKinds {
                guard judgement.memory.tested.insert(kind) else { continue }
                judgement.emit(
                    .raised, kind, priority, judgement.isAlarm ? .alarm : .once, isTest: true)
            }
        }
        if becomesActual {
            let hadLeak = table.rows[reading.valve.offset].latched.contains(.leak)
            judge(reading, at: now, isNewest: isNewest) { judgement in
                let before = judgement.state.current.contains(.leak)
                judgement.judgeGas()
                if !before, judgement.state.current.contains(.leak) {
                    judgement.wantClosed(for: .leak)
                }
            }
            follow(reading.valve, hadLeak: hadLeak, at: now)
            settle(reading, at: now)
        }
    }
}

extension Judgement {
    /// What a test message would raise.
    var testKinds: [(FindingKind, Priority)] {
        var kinds: [(FindingKind, Priority)] = []
        switch reading.alarm {
        case .none, .cleared: break
        case .leak: kinds.append((.leak, .p1))
        case .shutoff: kinds.append(reading.cause == .leak ? (.leak, .p1) : (.shutoff, .p3))
        case .overflow: kinds.append((.overflow, .p3))
        case .overpressure: kinds.append((.overpressure, .p2))
        case .underpressure: kinds.append((.underpressure, .p3))
        case .supplyLoss: kinds.append((.supplyLoss, .p3))
        case .overtime: kinds.append((.overtime, .p3))
        case .shock: kinds.append((.shock, .p3))
        case .tamper: kinds.append((.tamper, .p3))
        case .sensorFault: kinds.append((.sensorFault, .p4))
        }
        let limit = isAlarm ? profile.leakGas : profile.leakGasAtOnce
        if !reading.gas.isNaN, reading.gas >= limit, !kinds.contains(where: { $0.0 == .leak }) {
            kinds.append((.leak, .p1))
        }
        if reading.temperature >= profile.heatTemperature { kinds.append((.heat, .p1)) }
        return kinds
    }
}
