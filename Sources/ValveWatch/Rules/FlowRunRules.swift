internal import ValveModel

/// `overtime` and `microflow`: gas that flows for hours, as a forgotten burner or a leaking joint
/// makes it.
extension Judgement {
    /// Judges a warm and newest flow reading, before the state takes the measurement.
    mutating func judgeFlowRuns(_ flow: Float, follows: Bool) {
        let isMuch = flow > profile.overtimeFlow
        if let long = run(.overtime, holds: isMuch, follows: follows), long >= profile.overtimeFor {
            raise(.overtime, .p3, .run, since: since(.overtime))
        } else if !isMuch, reading.alarm != .overtime {
            clear(.overtime)
        }
        let isLittle = flow > 0 && !isMuch
        if let long = run(.microflow, holds: isLittle, follows: follows),
            long >= profile.microflowFor
        {
            raise(.microflow, .p3, .run, since: since(.microflow))
        } else if flow == 0 {
            // Only a meter at rest shows that a small flow has ended; a meal hides it.
            clear(.microflow)
        }
    }
}
