internal import ValveModel

/// `overflow`, `overpressure`, `underpressure` and `supply_loss`: the supply axis, but for what
/// needs hours of readings.
///
/// A value counts as gone only past a margin, the profile's hysteresis, so that noise about a limit
/// does not end and begin a P3; what raises is the limit itself. An overpressure has none: P2.
///
/// A report that comes late confirms the one before it, is confirmed by the one behind it and stands between
/// two, as consecutive is by arrival; it ends nothing. A
/// message on the alarm topic is no report: it neither confirms one nor stands between two, and what it
/// measures can only end a condition.
extension Judgement {
    mutating func judgeSupply() {
        judgeFlow()
        judgePressure()
    }

    private mutating func judgeFlow() {
        let flow = reading.flow
        let isJudged = !flow.isNaN && isWarm
        let isCounted = isJudged && reading.origin == .report
        let follows = isCounted && isConsecutive(state.flowAt)
        let exceeds = isJudged && flow > profile.overflowFlow
        let isTwice = exceeds && follows && state.marks.contains(.flowHigh)
        if reading.alarm == .overflow || isTwice {
            if !state.current.contains(.overflow) { begin(.overflow, at: now) }
            raise(
                .overflow, .p3, isTwice ? .twice : .alarm,
                before: isTwice && state.flow > profile.overflowFlow ? state.flow : .nan)
        } else if isJudged, isNewest, flow <= profile.overflowFlow - profile.flowHysteresis {
            end(.overflow)
            clear(.overflow)
        }
        if reading.alarm == .overtime { raise(.overtime, .p3, .alarm) }
        if isCounted {
            if isNewest { judgeFlowRuns(flow, follows: follows) }
            state.flowAt = now
            set(.flowHigh, exceeds)
        }
        if isNewest, !flow.isNaN { state.flow = flow }
    }

    private mutating func judgePressure() {
        let pressure = reading.pressure
        let isJudged = !pressure.isNaN && isWarm
        let isOpen = reading.position == .open
        let isHigh = isJudged && pressure >= profile.overpressure
        let isLow = isJudged && isOpen && pressure < profile.underpressure
        let isNone = isJudged && isOpen && pressure < profile.supplyLossPressure
        let isCounted = isJudged && reading.origin == .report
        let follows = isCounted && isConsecutive(state.pressureAt)
        let highTwice = isHigh && follows && state.marks.contains(.pressureHigh)
        if reading.alarm == .overpressure || highTwice {
            if !state.current.contains(.overpressure), !state.isLeaking {
                end(.proven)
                proveClosed()
            }
            raise(
                .overpressure, .p2, highTwice ? .twice : .alarm,
                before: highTwice && state.pressure >= profile.overpressure
                    ? state.pressure : .nan)
        } else if isJudged, isNewest, !isHigh {
            clear(.overpressure)
        }
        judgeLow(
            .underpressure, alarm: .underpressure,
            isTwice: isLow && follows && state.marks.contains(.pressureLow), isJudged: isJudged,
            limit: profile.underpressure)
        judgeLow(
            .supplyLoss, alarm: .supplyLoss,
            isTwice: isNone && follows && state.marks.contains(.pressureNone), isJudged: isJudged,
            limit: profile.supplyLossPressure)
        if isNewest, !pressure.isNaN { state.pressure = pressure }
        guard isCounted else { return }
        state.pressureAt = now
        set(.pressureHigh, isHigh)
        set(.pressureLow, isLow)
        set(.pressureNone, isNone)
    }

    private mutating func judgeLow(
        _ kind: FindingKind, alarm: Alarm, isTwice: Bool, isJudged: Bool, limit: Float
    ) {
        if reading.alarm == alarm || isTwice {
            raise(
                kind, .p3, isTwice ? .twice : .alarm,
                before: isTwice && state.pressure < limit ? state.pressure : .nan)
        } else if isJudged, isNewest, reading.pressure >= limit + profile.pressureHysteresis {
            clear(kind)
        }
    }

    private mutating func set(_ mark: ValveState.Marks, _ isOn: Bool) {
        if isOn { state.marks.insert(mark) } else { state.marks.remove(mark) }
    }
}
