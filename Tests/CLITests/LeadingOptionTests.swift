import Testing

@testable import gaswatch

@Suite("Options in front of the verb")
struct LeadingOptionTests {
    @Test(
        "Shared options in front of the verb mean the same as behind it",
        arguments: [
            (["--server", "unix:/a", "status"], ["status", "--server", "unix:/a"]),
            (
                ["--server=unix:/a", "-o", "json", "valve", "list"],
                ["valve", "list", "--server=unix:/a", "-o", "json"]
            ),
            (
                ["--lang", "zh", "incident", "note", "--", "-x"],
                ["incident", "note", "--lang", "zh", "--", "-x"]
            ),
            (["status", "--server", "unix:/a"], ["status", "--server", "unix:/a"]),
            (["--lang", "zh", "incident"], ["incident"]),
            (["--help"], ["--help"]),
            (["--server", "unix:/a"], ["--server", "unix:/a"]),
        ])
    func moved(given: [String], meant: [String]) {
        #expect(LeadingOptions.moved(given) == meant)
    }
}
