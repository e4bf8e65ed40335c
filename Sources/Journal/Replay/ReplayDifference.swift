package import ValveModel

/// The first thing in which a decision made again is not the one that was journalled.
package struct ReplayDifference: Error, Equatable, Sendable {
    /// When the round was that decided it.
    package var at: Moment
    /// The number of the record since the replay began, from 1.
    package var record: Int
    /// The incident; `nil` when it concerns none alone.
    package var incident: String?
    /// The field that differs, with its way inside, such as `calls[1].answer`.
    package var field: String
    package var journalled: String
    package var rebuilt: String
    /// What reached the desk in that round, in words; empty when only time had passed.
    package var inputs: [String]
}
