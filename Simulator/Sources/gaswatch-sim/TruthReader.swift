internal import ArgumentParser
internal import FoundationEssentials
internal import SimulatedDistrict

/// Folds a truth log into the score it stands for.
struct TruthReader {
    /// A run as its log tells it.
    struct LoggedRun {
        var identity: RunIdentity
        var score: Score
        var ending: RunEnding
    }

    /// - Throws: exit code 65, when the log is damaged, with the line in the message.
    static func read(_ path: String) throws -> LoggedRun {
        let lines = try WholeFile.bytes(path).split(separator: 0x0A)
        let decoder = JSONDecoder()
        guard let first = lines.first,
            let identity = try? decoder.decode(RunIdentity.self, from: Data(first))
        else {
            throw refusal(path, 1, "is not the first line of a truth log; write one with --truth")
        }
        var score = Score()
        var last = 0.0
        for (index, line) in lines.enumerated().dropFirst() {
            if index == lines.count - 1,
                let ending = try? decoder.decode(RunEnding.self, from: Data(line))
            {
                return LoggedRun(identity: identity, score: score, ending: ending)
            }
            guard let witnessed = try? decoder.decode(WitnessedFact.self, from: Data(line)),
                score.canNote(witnessed.fact), abs(witnessed.at) < longest
            else {
                // A run that was killed leaves a line half written at the end.
                if index == lines.count - 1 { break }
                throw refusal(path, index + 1, "is no fact of this run")
            }
            last = witnessed.at
            score.note(witnessed.fact, at: .seconds(witnessed.at))
        }
        return LoggedRun(
            identity: identity, score: score,
            ending: .cut(after: last))
    }

    /// Ten years in seconds; no run lasts longer, and an instant holds it.
    private static let longest = 315_576_000.0

    private static func refusal(_ path: String, _ line: Int, _ problem: String) -> ExitCode {
        Console.complain("\(path), line \(line): it \(problem).")
        return ExitCode(65)
    }
}
