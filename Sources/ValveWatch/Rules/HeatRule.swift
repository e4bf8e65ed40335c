internal import ValveModel

/// `heat`: a temperature that no kitchen has, or one that rises as fast as a fire makes it.
///
/// A rise is a run of readings each of which keeps up with the limit. A sensor shows whole steps, so a
/// run may fall behind by what it cannot resolve, and a leap puts it ahead by no more than that: what
/// leapt and stands is soon behind. It is `heat` when it has lasted long enough and has risen by the
/// limit on the whole.
extension Judgement {
    /// Tenths of °C by which a run may be behind the limit or ahead of it: one degree, the resolution of
    /// the coarsest sensors that valves have.
    static let heatSlack: Float = 10
    /// Tenths of °C by which the whole rise may miss the limit: a reading is rounded down to tenths.
    static let heatTolerance: Float = 1

    /// Judges the temperature. Runs before the state takes the new measurement.
    mutating func judgeHeat() {
        let temperature = reading.temperature
        guard !temperature.isNaN else { return }
        guard isNewest else {
            if temperature >= profile.heatTemperature { raiseHeat(.once) }
            return
        }
        followTemperature()
        state.temperatureTenths = reading.temperatureTenths
        state.temperatureAt = now
        if temperature >= profile.heatTemperature {
            raiseHeat(.once)
        } else if hasRisen {
            raiseHeat(.rise)
        } else {
            clear(.heat)
        }
    }

    @inline(__always)
    private mutating func followTemperature() {
        let before = state.temperatureTenths
        guard before != Reading.temperatureAbsent, isConsecutive(state.temperatureAt) else {
            return end(.heatRise)
        }
        let rise = Float(Int32(reading.temperatureTenths) - Int32(before))
        let lead = rise - wantedRise(since: state.temperatureAt)
        if state.hasBegun(.heatRise) { return goOnRising(by: lead) }
        if lead >= 0 { beginRising(by: lead) }
    }

    @inline(never)
    private mutating func beginRising(by lead: Float) {
        begin(.heatRise, at: state.temperatureAt)
        memory.heatFrom = state.temperatureTenths
        memory.heatLead = min(lead, Self.heatSlack)
    }

    @inline(never)
    private mutating func goOnRising(by lead: Float) {
        let kept = min(memory.heatLead + lead, Self.heatSlack)
        memory.heatLead = kept
        guard kept < -Self.heatSlack else { return }
        end(.heatRise)
        if lead >= 0 { beginRising(by: lead) }
    }

    /// Tenths of °C that the limit wants by now.
    @inline(__always)
    private func wantedRise(since moment: Moment) -> Float {
        let span = max(now - moment, Self.rateSpanMin)
        return profile.heatRisePerMinute * Float(span.milliseconds) / 6_000
    }

    private var hasRisen: Bool {
        guard state.hasBegun(.heatRise) else { return false }
        let began = since(.heatRise)
        let rise = Float(Int32(state.temperatureTenths) - Int32(memory.heatFrom))
        return now - began >= profile.heatRiseFor
            && rise + Self.heatTolerance >= wantedRise(since: began)
    }

    private mutating func raiseHeat(_ ground: Ground) {
        if !state.latched.contains(.heat) {
            end(.proven)
            proveClosed()
        }
        let isRise = ground == .rise
        raise(
            .heat, .p1, ground, since: isRise ? since(.heatRise) : nil,
            limit: isRise ? profile.heatRisePerMinute : .nan)
    }
}

extension ValveMemory {
    /// A run that a record remembers is taken up as one that has kept up with the limit exactly.
    mutating func resumeRise(of state: ValveState, _ limits: ProfileLimits) {
        guard state.hasBegun(.heatRise), state.temperatureTenths != Reading.temperatureAbsent else {
            return
        }
        let lapse = state.temperatureAt - Moment(milliseconds: moments[Since.heatRise.rawValue])
        let rise = limits.heatRisePerMinute * Float(lapse.milliseconds) / 6_000
        heatFrom = Int16(
            clamping: Int64(state.temperatureTenths) - Int64(min(max(rise, 0), 20_000)))
        heatLead = 0
    }
}
