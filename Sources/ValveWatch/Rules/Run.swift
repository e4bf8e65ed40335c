internal import ValveModel

/// "In every report for so long": a condition that each reading since a moment has shown.
///
/// A report without the quantity, or one left out, neither ends nor lengthens a run. A run ends with
/// a reading that does not show the condition, and with a gap of more than `consecutivePeriods`
/// between two readings of the quantity: nobody knows what a valve did meanwhile. It counts from its
/// first reading to its newest, so that it is as long as what was seen. A reading that stands for
/// several merged ones counts by its highest value.
extension Judgement {
    /// Goes on with a run, begins it, or ends it.
    ///
    /// - Parameters:
    ///   - holds: whether this reading shows the condition.
    ///   - follows: whether the reading before it is near enough for the run to go on.
    /// - Returns: how long the run is now; `nil` when there is none.
    @inline(__always)
    mutating func run(_ what: Since, holds: Bool, follows: Bool) -> Lapse? {
        guard holds else {
            end(what)
            return nil
        }
        return goOn(what, follows: follows)
    }

    @inline(never)
    private mutating func goOn(_ what: Since, follows: Bool) -> Lapse {
        if !follows || !state.hasBegun(what) { begin(what, at: now) }
        return now - since(what)
    }
}
