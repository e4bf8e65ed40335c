internal import ValveModel

/// Gas that is no finding yet, told because three such homes of a building are one.
extension Judgement {
    /// The building-gas rule looks back half an hour; told three times within it, gas that lasts is
    /// never out of its sight.
    static let traceStep = Lapse.minutes(10)

    /// Runs after `judgeSeepage`, which knows since when the gas has been there.
    mutating func traceGas(_ gas: Float, after before: Moment) {
        guard gas >= profile.seepageGas, !state.isLeaking else { return }
        let began = state.hasBegun(.seepage) ? since(.seepage) : now
        let steps = (now - began).milliseconds / Self.traceStep.milliseconds
        let told = (before - began).milliseconds / Self.traceStep.milliseconds
        if began == now || steps != told { emit(.traced, .seepage, .p3) }
    }
}
