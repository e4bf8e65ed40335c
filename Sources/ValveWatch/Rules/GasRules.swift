internal import ValveModel

/// `leak`, `heat` and the levels a leak crosses: the gas axis.
extension Judgement {
    /// %LEL by which a reading has to exceed the one before it to count as rising: below it lies
    /// the noise of catalytic sensors (resolution 0.1 %LEL, twice that for the difference).
    static let risingStep: Float = 0.2

    /// A difference of arrival shorter than this says nothing about a rate: two lanes may swap
    /// neighbours within it.
    static let rateSpanMin = Lapse.seconds(1)

    /// The levels whose crossing asks for attention again, in %LEL (contract, section 5).
    static let attentionLevels: [Float] = [20, 40, 60]

    /// Judges gas and the leak alarms. Runs before the state takes the new measurement.
    mutating func judgeGas() {
        let gas = reading.gas
        let isMeasured = !gas.isNaN && !reading.flags.contains(.preheat)
        let alarmsLeak =
            reading.alarm == .leak || (reading.alarm == .shutoff && reading.cause == .leak)
        let exceeds = isMeasured && gas >= profile.leakGas
        if alarmsLeak || (exceeds && (reading.alarm != .none || isLeakByReports(gas))) {
            raiseLeak(byDevice: alarmsLeak)
        } else if isMeasured, !exceeds, isNewest, !alarmsLeak {
            clear(.leak)
        }
        if isMeasured, isNewest { takeGas(gas) }
    }

    private func isLeakByReports(_ gas: Float) -> Bool {
        if gas >= profile.leakGasAtOnce { return true }
        guard isNewest, isConsecutive(state.gasAt), !state.gas.isNaN else { return false }
        if state.gas >= profile.leakGas { return true }
        let span = max(now - state.gasAt, Self.rateSpanMin)
        return (gas - state.gas) / Float(span.seconds / 60) >= profile.leakRisePerMinute
    }

    private mutating func raiseLeak(byDevice: Bool) {
        let isNew = !state.latched.contains(.leak)
        if isNew {
            state.leakAt = now
            state.provenAt = .distantPast
            state.gasLevel = 0
        }
        if byDevice, profile.selfClosing, isNewest, state.closedDueSince == .distantPast {
            state.closedDueSince = now
            state.marks.remove(.closedSeen)
        }
        proveClosed()
        raise(.leak, .p1)
    }

    private mutating func takeGas(_ gas: Float) {
        let isRising = !state.gas.isNaN && gas > state.gas + Self.risingStep
        if isRising {
            state.marks.insert(.gasRising)
        } else {
            state.marks.remove(.gasRising)
        }
        state.gas = gas
        state.gasAt = now
        guard state.isLeaking else { return }
        let level = UInt8(Self.attentionLevels.count { gas >= $0 })
        if level > state.gasLevel {
            let isFirst = now == state.leakAt
            state.gasLevel = level
            if !isFirst { emit(.crossed, .leak, .p1) }
        }
    }

    /// Judges the temperature. Runs before the state takes the new measurement.
    mutating func judgeHeat() {
        let temperature = reading.temperature
        guard !temperature.isNaN else { return }
        guard isNewest else {
            if isAlarm, temperature >= profile.heatTemperature { raiseHeat() }
            return
        }
        let before = state.temperatureTenths
        if before != Reading.temperatureAbsent, isConsecutive(state.temperatureAt) {
            let span = max(now - state.temperatureAt, Self.rateSpanMin)
            let rate = (temperature - Float(before) / 10) / Float(span.seconds / 60)
            if rate >= profile.heatRisePerMinute {
                if state.heatRiseSince == .distantPast { state.heatRiseSince = state.temperatureAt }
            } else {
                state.heatRiseSince = .distantPast
            }
        } else {
            state.heatRiseSince = .distantPast
        }
        state.temperatureTenths = reading.temperatureTenths
        state.temperatureAt = now
        let hasRisen =
            state.heatRiseSince != .distantPast
            && now - state.heatRiseSince >= profile.heatRiseFor
        if temperature >= profile.heatTemperature || hasRisen {
            raiseHeat()
        } else {
            clear(.heat)
        }
    }

    private mutating func raiseHeat() {
        if !state.latched.contains(.heat) {
            state.provenAt = .distantPast
            proveClosed()
        }
        raise(.heat, .p1)
    }
}
