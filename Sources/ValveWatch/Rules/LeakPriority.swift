internal import ValveModel

/// The rule by which a leak is P1 or P2 (contract, section 4).
extension Judgement {
    /// A leak is P2 only while every one of these holds; silence, doubt or a second leak on the
    /// riser make it P1.
    func leakPriority(otherLeakOnRiser: Bool) -> Priority {
        guard state.isProvenClosed, !otherLeakOnRiser,
            !state.current.contains(.suspect), state.link != .offline,
            !state.gas.isNaN, state.gasAt >= since(.proven), state.gas < profile.provenGas,
            now - state.heardAt <= profile.provenHeard
        else { return .p1 }
        let isSettled = now - since(.proven) >= profile.provenSettle
        return isSettled && state.gas >= profile.provenGasSettled ? .p1 : .p2
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
            take(leakPriority(otherLeakOnRiser: otherLeakOnRiser))
        }
        if state.latched.contains(.shutoffFailed) || state.latched.contains(.reopened) {
            take(.p2)
        }
        if state.latched.contains(.suspect) { take(.p2) }
        if state.latched.contains(.seepage) { take(.p3) }
        return priority
    }

    /// Tells the axis's priority when it is another than the one told last.
    mutating func settleGasPriority(otherLeakOnRiser: Bool) {
        let priority = gasAxisPriority(otherLeakOnRiser: otherLeakOnRiser)
        let word = priority?.rawValue ?? 0
        guard word != state.gasPriority else { return }
        state.gasPriority = word
        if let priority { emit(.priority, state.isLeaking ? .leak : .suspect, priority) }
    }
}
