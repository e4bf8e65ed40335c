import Testing

@Suite("The desk's door")
struct DeskDoorTests {
    /// What the control room may use of the desk beside its door: all of it only reads, but for
    /// the end of a round, the time zone, which the tape keeps with each round, and road graphs
    /// that an input names.
    private static let allowed: Set<Substring> = [
        "book", "calibrations", "closings", "commands", "coverageTeams", "hold", "isDue",
        "newestClosing",
        "nextDeadline", "roads", "roadsEdition", "roster", "rules", "settle", "shelves", "take",
        "learnedRates", "standby", "tally", "travelModel", "unheard", "placesInUse", "isRestoring",
        "wordless",
        "utcOffsetSeconds",
    ]

    @Test("Whatever changes the desk goes through `ControlLoop.feed`, or a replay could not see it")
    func oneDoor() {
        var useCount = 0
        for file in Tree.swiftFiles(under: "Sources/ControlRoom") {
            for line in file.lines {
                for use in line.split(separator: "state.desk.").dropFirst() {
                    useCount += 1
                    let member = use.prefix { $0.isLetter }
                    #expect(
                        Self.allowed.contains(member),
                        """
                        \(file.path) uses desk.\(member): give it to the desk as a DeskInput by \
                        `feed`, so that it is journalled and can be played again.
                        """)
                }
            }
        }
        #expect(useCount > 10)
    }
}
