/// A centre and its teams as the run starts.
package struct CentreSetup: Equatable, Sendable {
    package var id: String
    package var teams: [String]
    /// Where teams wait, for those of which it is known.
    package var posts: [String: TeamPost] = [:]

    package init(id: String, teams: [String]) {
        self.id = id
        self.teams = teams
    }

    /// Reads `east:E-1,E-2` from the command line; nil when it is not of that form.
    package init?(argument: String) {
        let halves = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else { return nil }
        let teams = halves[1].split(separator: ",").map(String.init)
        if teams.isEmpty { return nil }
        self.init(id: String(halves[0]), teams: teams)
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
