internal import ValveModel

/// `overflow`, `overpressure`, `underpressure` and `supply_loss`, and `overtime` by its alarm: the
/// supply axis.
///
/// `overtime` and `microflow` by trend belong here too; they need hours of readings and are not
/// judged yet.
extension Judgement {
    mutating func judgeSupply() {
        judgeFlow()
        judgePressure()
        if reading.alarm == .overtime {
            raise(.overtime, .p3)
        } else if isNewest, !reading.flow.isNaN, reading.flow <= profile.overtimeFlow {
            clear(.overtime)
        }
    }

    private mutating func judgeFlow() {
        let flow = reading.flow
        let exceeds = !flow.isNaN && flow > profile.overflowFlow
        let twice =
            exceeds && isNewest && isConsecutive(state.flowAt)
            && state.flow > profile.overflowFlow
        if reading.alarm == .overflow || twice {
            if !state.current.contains(.overflow) { state.overflowSince = now }
            raise(.overflow, .p3)
        } else if isNewest, !flow.isNaN, !exceeds {
            state.overflowSince = .distantPast
            clear(.overflow)
        }
        if isNewest, !flow.isNaN {
            state.flow = flow
            state.flowAt = now
        }
    }

    private mutating func judgePressure() {
        let pressure = reading.pressure
        let isMeasured = !pressure.isNaN
        let isOpen = reading.position == .open
        let isHigh = isMeasured && pressure >= profile.overpressure
        let isLow = isMeasured && isOpen && pressure < profile.underpressure
        let isNone = isMeasured && isOpen && pressure < profile.supplyLossPressure
        let follows = isNewest && isConsecutive(state.pressureAt)
        if reading.alarm == .overpressure
            || (isHigh && follows && state.marks.contains(.pressureHigh))
        {
            if !state.current.contains(.overpressure), !state.isLeaking {
                state.provenAt = .distantPast
                proveClosed()
            }
            raise(.overpressure, .p2)
        } else if isMeasured, isNewest, !isHigh {
            clear(.overpressure)
        }
        if reading.alarm == .underpressure
            || (isLow && follows && state.marks.contains(.pressureLow))
        {
            raise(.underpressure, .p3)
        } else if isMeasured, isNewest, pressure >= profile.underpressure {
            clear(.underpressure)
        }
        if reading.alarm == .supplyLoss
            || (isNone && follows && state.marks.contains(.pressureNone))
        {
            raise(.supplyLoss, .p3)
        } else if isMeasured, isNewest, pressure >= profile.supplyLossPressure {
            clear(.supplyLoss)
        }
        guard isMeasured, isNewest else { return }
        state.pressure = pressure
        state.pressureAt = now
        set(.pressureHigh, isHigh)
        set(.pressureLow, isLow)
        set(.pressureNone, isNone)
    }

    private mutating func set(_ mark: ValveState.Marks, _ isOn: Bool) {
        if isOn { state.marks.insert(mark) } else { state.marks.remove(mark) }
    }
}
