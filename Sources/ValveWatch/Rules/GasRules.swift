internal import ValveModel

/// `leak` and the levels it crosses.
extension Judgement {
    /// %LEL by which gas has to exceed the lowest of the last half minute to count as rising: below it lies
    /// the noise of catalytic sensors (resolution 0.1 %LEL, twice that for the difference).
    static let risingStep: Float = 0.2

    /// What gas rises above: the age of a reading that says nothing about the air any more (`EntryRule`).
    static let riseSpan = Lapse.seconds(30)
    /// Gas that has not moved for so long stands: at 2 %LEL a minute, half of what calls a leak, a sensor
    /// shows its next tenth after three seconds.
    static let standsAfter = Lapse.seconds(5)

    /// %LEL a minute by which a rise may miss its limit: between the rounding of two tenths (1e-5) and
    /// what any sensor resolves.
    static let riseTolerance: Float = 0.001

    /// A difference of arrival shorter than this says nothing about a rate: two lanes may swap
    /// neighbours within it.
    static let rateSpanMin = Lapse.seconds(1)

    /// The levels whose crossing asks for attention again, in %LEL (contract, section 5).
    static let attentionLevels: [Float] = [20, 40, 60]

    /// %LEL below a level at which its next crossing counts again: ten times `risingStep`, so that
    /// the noise of a sensor that stands at a level asks for nobody's attention twice.
    static let attentionRearm: Float = 2

    /// Judges gas and the leak alarms.
    mutating func judgeGas() {
        let gas = reading.gas
        let isMeasured = !gas.isNaN && isWarm
        let follows = isConsecutive(state.gasAt) && !state.gas.isNaN
        let (gasBefore, before) = (state.gasAt, state.gas)
        let ground = leakGround(isMeasured: isMeasured, follows: follows)
        let hadLeak = state.current.contains(.leak)
        if isMeasured { keepHighAside(gas, follows: follows) }
        if isMeasured, isNewest {
            followSensor(gas, follows: follows)
            takeGas(gas, follows: follows)
        } else if !gas.isNaN, isNewest {
            takeColdGas(gas)
        }
        if let ground {
            let isAfterBefore = ground == .rise || ground == .twice && before >= profile.leakGas
            raiseLeak(ground, after: isAfterBefore ? before : .nan)
        } else if isMeasured, isNewest, gas < leakOverBelow {
            clear(.leak)
        }
        if isMeasured, isNewest {
            judgeSeepage(gas, follows: follows)
            // A leak that is raised asks for attention itself.
            crossLevels(gas, isTold: !hadLeak && state.current.contains(.leak))
            traceGas(gas, after: gasBefore)
        }
    }

    /// %LEL below which a report says that the leak is gone. Of a device that calls leaks from 5 %LEL on
    /// (GB 15322.2 lets it) six are still one; what is below `seepageGas` is one for no device.
    @inline(__always)
    private var leakOverBelow: Float {
        state.begun & Since.calledLow == 0 ? profile.leakGas : profile.seepageGas
    }

    /// The clause by which this message shows a leak; `nil` when none does.
    @inline(__always)
    private func leakGround(isMeasured: Bool, follows: Bool) -> Ground? {
        if reading.alarm == .leak || (reading.alarm == .shutoff && reading.cause == .leak) {
            return .alarm
        }
        let gas = reading.gas
        guard gas >= profile.leakGas else { return nil }
        // An alarm says itself that something is wrong, while its sensor warms up as well.
        if reading.alarm != .none { return .once }
        guard isMeasured, isNewest || memory.highGasHash != RecentMessages.folded(reading.bodyHash)
        else { return nil }
        if gas >= profile.leakGasAtOnce { return .once }
        // Consecutive is by arrival: a report that comes late confirms and is confirmed as the next one.
        if follows && state.gas >= profile.leakGas || hasHighAside { return .twice }
        guard follows else { return nil }
        // A rise of exactly the limit shall count, whatever its decimals are in binary.
        let rise = gasRise(to: gas) + Self.riseTolerance
        return isNewest && rise >= profile.leakRisePerMinute ? .rise : nil
    }

    /// Whether the report before was at `leakGas` or above although the row's gas is not.
    @inline(__always)
    private var hasHighAside: Bool {
        state.begun & Since.highAside != 0
            && isConsecutive(Moment(milliseconds: memory.highAsideAt))
    }

    /// Remembers a high report that the row will not show: one that comes late, and one that an alarm with
    /// less gas follows, as that is no report and stands between no two. The next report ends it.
    @inline(__always)
    private mutating func keepHighAside(_ gas: Float, follows: Bool) {
        if reading.origin == .report {
            state.begun &= ~Since.highAside
            // One that was heard before, and is sent again by a gateway, is the first of nothing.
            guard !isNewest, gas >= profile.leakGas,
                memory.highGasHash != RecentMessages.folded(reading.bodyHash)
            else { return }
            setHighAside(now)
        } else if isNewest, gas < profile.leakGas, follows, state.gas >= profile.leakGas {
            setHighAside(state.gasAt)
        }
    }

    @inline(never)
    private mutating func setHighAside(_ moment: Moment) {
        state.begun |= Since.highAside
        memory.highAsideAt = moment.milliseconds
    }

    /// %LEL a minute from the reading before.
    @inline(__always)
    private func gasRise(to gas: Float) -> Float {
        let span = max(now - state.gasAt, Self.rateSpanMin)
        return (gas - state.gas) / Float(span.seconds / 60)
    }

    /// The device's own set point lies below ours, until the leak is over.
    mutating func noteCalledLow() {
        guard isNewest, reading.alarm == .leak, reading.gas < profile.leakGas else { return }
        state.begun |= Since.calledLow
    }

    private mutating func raiseLeak(_ ground: Ground, after before: Float) {
        if !state.latched.contains(.leak) {
            begin(.leak, at: now)
            end(.proven)
            state.gasLevel = 0
            state.begun &= ~Since.calledLow
            // Whoever opened it before the leak, or by the message that tells of it, has not opened it
            // again after one.
            let position =
                isNewest && reading.position != .unknown ? reading.position : state.position
            if position == .open { state.marks.remove(.closedSeen) }
        } else if ground == .alarm, isNewest, reading.position != .closed {
            // What was closed before this alarm proves nothing after it.
            end(.proven)
        }
        noteCalledLow()
        if ground == .alarm, profile.selfClosing, isNewest { expectClosed() }
        proveClosed()
        raise(.leak, .p1, ground, before: before)
    }

    /// What a sensor measures while it warms up confirms nothing and clears nothing; but whoever goes
    /// in is told of it.
    private mutating func takeColdGas(_ gas: Float) {
        memory.coldGas = gas
        begin(.coldGas, at: now)
        crossLevels(gas, isTold: false)
    }

    mutating func takeGas(_ gas: Float, follows: Bool) {
        if isRising(to: gas) {
            state.marks.insert(.gasRising)
            memory.gasRate = follows ? gasRise(to: gas) : 0
        } else {
            state.marks.remove(.gasRising)
        }
        if gas >= profile.leakGas {
            memory.highGasHash = RecentMessages.folded(reading.bodyHash)
        }
        state.gas = gas
        state.gasAt = now
        end(.coldGas)
    }

    /// Whether gas rises by more than noise: above the reading before it, and above the lowest of the last
    /// half minute, so that steps that are small each are a rise together. Readings that come faster than a
    /// sensor resolves repeat themselves while gas rises; where it has stood for some seconds it does not.
    private mutating func isRising(to gas: Float) -> Bool {
        let before = state.gas
        guard !before.isNaN else {
            memory.isFollowed = false
            return false
        }
        // The lowest forgets as fast as time passes.
        let share = min(1, Float(max(now - state.gasAt, .zero).seconds / Self.riseSpan.seconds))
        let low = memory.isFollowed ? memory.lowGas + (before - memory.lowGas) * share : before
        memory.lowGas = min(low, gas)
        memory.isFollowed = true
        if gas == before {
            return state.isGasRising
                && now - Moment(milliseconds: memory.roseAt) < Self.standsAfter
        }
        guard gas > before, gas > memory.lowGas + Self.risingStep else { return false }
        memory.roseAt = now.milliseconds
        return true
    }

    private mutating func crossLevels(_ gas: Float, isTold: Bool) {
        guard state.isLeaking else { return }
        let level = UInt8(Self.attentionLevels.count { gas >= $0 })
        if level > state.gasLevel {
            state.gasLevel = level
            if !isTold { emit(.crossed, .leak, .p1, .once) }
        } else {
            let kept = UInt8(Self.attentionLevels.count { gas >= $0 - Self.attentionRearm })
            state.gasLevel = min(state.gasLevel, kept)
        }
    }
}
