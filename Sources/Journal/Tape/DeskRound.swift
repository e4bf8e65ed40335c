package import Rescue
package import ValveModel

/// One batch of the rescue desk: what reached it, when it settled, and what it decided.
package struct DeskRound: Sendable {
    /// When `settle` ran.
    package var at: Moment
    /// Local time east of Greenwich, in seconds, as the desk knew it.
    package var utcOffsetSeconds: Int
    /// The inputs in their order, each with the time it was noted with.
    package var inputs: [(at: Moment, input: DeskInput)]
    /// What every incident that changed became: all its fields but those that are copied from
    /// inputs (`place`, `condition`, `why`).
    package var changed: [TapeValue]
    /// Incidents that were not changed and yet written as they stood.
    package var saved: [String]
    /// Digest of everything else that was decided.
    package var digest: UInt64
}

/// A start of the daemon, as it stands on the tape.
package struct DeskStart: Sendable {
    package var at: Moment
    /// What the desk began with. Incidents, teams and commands stand there only when `isWhole`;
    /// else they are what the rounds before have made.
    package var beginning: DeskBeginning
    /// Whether a replay can begin here.
    package var isWhole: Bool
    /// The open incidents that were taken back and their revisions.
    package var restored: [String: Int]
    /// The fields an incident had in the program that wrote it.
    package var incidentFields: [String]
}
