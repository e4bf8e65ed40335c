internal import Foundation
internal import LinuxPlatform

/// What a text depends on besides the thing it tells of.
struct Surroundings: Sendable {
    var language: Language
    /// The daemon's time where it is known: a wrong clock at a desk must not bend a countdown.
    var now: Instant
    /// Width of the terminal; nil is unlimited.
    var columnsMax: Int?
    var isTerminal: Bool
    var hasColour: Bool

    init(
        language: Language, now: Instant = .local(), columnsMax: Int? = nil,
        isTerminal: Bool = false, hasColour: Bool = false
    ) {
        self.language = language
        self.now = now
        self.columnsMax = columnsMax
        self.isTerminal = isTerminal
        self.hasColour = hasColour
    }

    /// Those of this program's standard output.
    static func standard(
        _ language: Language,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> Surroundings {
        let isTerminal = Terminal.isTerminal(1)
        let asked = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        let refusesColour =
            environment["NO_COLOR"].map { !$0.isEmpty } == true || environment["TERM"] == "dumb"
        return Surroundings(
            language: language, columnsMax: asked ?? (isTerminal ? Terminal.columns(1) : nil),
            isTerminal: isTerminal, hasColour: isTerminal && !refusesColour)
    }

    func say(_ phrase: Phrase) -> String { phrase.text(language) }
}
