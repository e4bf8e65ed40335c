internal import ValveModel

/// `seepage`: a little gas all the time, in every report for half an hour, or a little more for ten
/// minutes, and no leak.
extension Judgement {
    /// Judges a warm and newest gas reading. Runs after the leak was judged and before the state
    /// takes the measurement.
    mutating func judgeSeepage(_ gas: Float, follows: Bool) {
        let low = run(.seepage, holds: gas >= profile.seepageGas, follows: follows)
        let high = run(.seepageHigh, holds: gas >= profile.seepageGasHigh, follows: follows)
        // A leak is worse and has the axis to itself until somebody made it safe.
        if state.latched.contains(.leak) {
            clear(.seepage)
        } else if let high, high >= profile.seepageHighFor {
            raise(
                .seepage, .p3, .run, since: since(.seepageHigh), limit: profile.seepageGasHigh)
        } else if let low, low >= profile.seepageFor {
            raise(.seepage, .p3, .run, since: since(.seepage), limit: profile.seepageGas)
        } else if gas < profile.seepageGas - profile.gasHysteresis {
            clear(.seepage)
        }
    }
}
