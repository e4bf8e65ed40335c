/// A centre and its teams as the run starts.
package struct CentreSetup: Equatable, Sendable {
    package var id: String
    package var teams: [String]

    package init(id: String, teams: [String]) {
        self.id = id
        self.teams = teams
    }
}

/// How the people of the centres behave.
package struct RescueHabits: Equatable, Sendable {
    /// Share of the calls that a team never answers.
    package var silentShare = 0.08
    /// Share of the calls that a team declines.
    package var declineShare = 0.05
    /// Seconds a team takes to accept or decline, from and to.
    package var answerAfter = 3.0...12.0
    /// How many times faster than life teams drive and work.
    package var driveSpeed = 8.0
    /// Seconds of work at the home before it is safe, in life.
    package var workFor = 120.0...300.0

    package init() {}
}
