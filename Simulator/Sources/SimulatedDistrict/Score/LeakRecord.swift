/// The truth about one leak, and what became of it.
package struct LeakRecord: Equatable, Sendable {
    package var valve: String
    package var begun: Instant
    /// When the valve's first alarm was planned to leave.
    package var alarmed: Instant?
    package var receipt: Instant?
    package var calledOut: Instant?
    package var teamCalled: Instant?
    package var accepted: Instant?
    package var onscene: Instant?
    package var rescue: Instant?
    package var safe: Instant?
    /// The incident it was called out as, and the team that was called first.
    package var incident: String?
    package var team: String?
    /// A team that stood idle while this leak had been called out without one.
    package var idleTeam: String?
    /// A team that stayed free and would have been there sooner than the one called first.
    package var soonerTeam: String?
    /// By how many seconds.
    package var soonerBy = 0.0

    /// Every step that a team said it took, in order: a team whose accept lost, or that was diverted,
    /// leaves its word here as well.
    package var said: [StepSaid] = []

    /// A step of a team, when it was said.
    package struct StepSaid: Equatable, Sendable {
        package var word: Reply.Word
        package var at: Instant
    }

    package init(valve: String, begun: Instant) {
        self.valve = valve
        self.begun = begun
    }
}
