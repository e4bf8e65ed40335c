internal import ValveModel

/// The rule by which a leak is P1 or P2 (contract, section 4).
extension Judgement {
    /// Why a leak has its priority, and the level of gas that decided it where one did.
    struct Standing {
        var ground: Ground
        var limit = Float.nan
        var priority: Priority { ground == .proven ? .p2 : .p1 }
    }

    /// A leak is P2 only while every one of these holds; silence, doubt or a second leak on the
    /// riser make it P1.
    func leakStanding(otherLeakOnRiser: Bool) -> Standing {
        guard state.isProvenClosed else { return Standing(ground: .unproven) }
        guard !otherLeakOnRiser else { return Standing(ground: .neighbour) }
        guard state.link != .offline else { return Standing(ground: .link) }
        guard !state.current.contains(.suspect), now - state.heardAt <= profile.provenHeard else {
            return Standing(ground: .silence)
        }
        guard !state.gas.isNaN, state.gasAt >= since(.proven) else {
            return Standing(ground: .unmeasured)
        }
        let isSettled = now - since(.proven) >= profile.provenSettle
        let limit = isSettled ? min(profile.provenGas, profile.provenGasSettled) : profile.provenGas
        let coldGas = state.hasBegun(.coldGas) ? memory.coldGas : 0
        return max(state.gas, coldGas) < limit
            ? Standing(ground: .proven) : Standing(ground: .level, limit: limit)
    }

    /// Priority of the whole gas axis; `nil` when it has nothing open.
    func gasAxisPriority(otherLeakOnRiser: Bool) -> Priority? {
        var priority: Priority?
        func take(_ other: Priority) { priority = min(priority ?? other, other) }
        if state.latched.contains(.heat) { take(.p1) }
        if state.current.contains(.shutoffFailed) || state.current.contains(.reopened) {
            take(.p1)
        }
        if state.latched.contains(.leak) {
            take(leakStanding(otherLeakOnRiser: otherLeakOnRiser).priority)
        }
        if state.latched.contains(.shutoffFailed) || state.latched.contains(.reopened) {
            take(.p2)
        }
        if state.latched.contains(.suspect) { take(.p2) }
        if state.latched.contains(.seepage) { take(.p3) }
        return priority
    }

    /// Tells the axis's priority when it is another than the one told last.
    ///
    /// - Parameter first: The first event that came of this message. A leak that alarms again, or is
    ///   found again, says so with the priority it has: told as P1 it would lift a proven one for good.
    mutating func settleGasPriority(otherLeakOnRiser: Bool, eventsFrom first: Int) {
        let priority = gasAxisPriority(otherLeakOnRiser: otherLeakOnRiser)
        let word = priority?.rawValue ?? 0
        guard word != state.gasPriority else {
            guard let priority, priority == .p2 else { return }
            for place in first..<max(first, events.count)
            where events[place].kind == .leak && events[place].change.isOfFinding {
                events[place].priority = priority
            }
            return
        }
        state.gasPriority = word
        guard let priority else { return }
        let kind: FindingKind = state.isLeaking ? .leak : .suspect
        guard state.latched.contains(.leak) else { return emit(.priority, kind, priority) }
        let standing = leakStanding(otherLeakOnRiser: otherLeakOnRiser)
        // Heat, or a valve that did not hold, may keep it higher than the leak alone would be.
        guard standing.priority == priority else { return emit(.priority, .leak, priority) }
        emit(
            .priority, .leak, priority, standing.ground,
            since: standing.ground == .silence ? state.heardAt : nil, limit: standing.limit,
            before: state.gas)
    }
}
