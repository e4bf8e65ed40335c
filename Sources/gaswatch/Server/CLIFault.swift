internal import ArgumentParser
internal import ConsoleAPI
internal import Foundation
internal import PlainHTTP

/// The exit codes of the contract, after sysexits.
enum ExitStatus: Int32, Sendable {
    case noSuchThing = 1
    case usage = 64
    case badData = 65
    case unreachable = 69
    case tryAgain = 75
    case notPermitted = 77
    case badConfiguration = 78
}

/// Why a command ends without a result: what was wrong, and what to do.
struct CLIFault: Error, Sendable {
    var status: ExitStatus
    var what: Phrase
    var advice: Phrase?

    init(_ status: ExitStatus, _ what: Phrase, _ advice: Phrase? = nil) {
        self.status = status
        self.what = what
        self.advice = advice
    }

    /// - Parameter isChange: whether something may have been changed by what got no answer.
    init(_ fault: HTTPFault, isChange: Bool) {
        let text = fault.description
        switch fault {
        case .badTarget: self.init(.usage, .badServer(text, "--server"), .serverForm)
        case .unreachable: self.init(.unreachable, .unreachable(text), .startDaemon)
        case .notPermitted: self.init(.notPermitted, .notPermitted(text), .joinGroup)
        case .timedOut:
            self.init(.tryAgain, .timedOut(text), isChange ? .lookBeforeRepeating : .tryAgain)
        case .badAnswer: self.init(.unreachable, .badAnswer(text), .checkServer)
        case .cancelled: self.init(.tryAgain, .timedOut(text), .tryAgain)
        }
    }

    /// - Parameter path: what was asked for, for an answer that does not say.
    init(answer: HTTPAnswer, path: String) {
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(answer.body))
        let code = problem?.code ?? "http_\(answer.status)"
        let detail = Self.withoutRoutes(problem?.detail ?? path)
        let said = Phrase.answered(answer.status, code, detail)
        switch answer.status {
        case 409:
            if let problem, let by = problem.by {
                let first = Phrase.somebodyWasFirst(by, problem.at, problem.revision)
                self.init(
                    .noSuchThing,
                    Phrase(
                        "\(said.chinese)\n  \(first.chinese)", "\(said.english)\n  \(first.english)"
                    ), .lookAndRepeat(Self.incident(in: path)))
            } else {
                self.init(.noSuchThing, said, .lookAndRepeat(Self.incident(in: path)))
            }
        case 404 where code == "no_road_there": self.init(.noSuchThing, said, .checkValues)
        case 404:
            // What is missing may be another thing than what was asked of, such as the team of a step.
            let listed = Self.route(advisedIn: problem?.detail) ?? path
            self.init(
                .noSuchThing, problem == nil ? .notFound(path) : said,
                .listFirst(Self.verb(listed)))
        case 401, 403: self.init(.notPermitted, said, .joinGroup)
        case 422 where code == "same_person":
            self.init(.notPermitted, said, .anotherPerson)
        // What stands in the way is a rule, and the sentence says which.
        case 422 where Self.rules.contains(code):
            self.init(.notPermitted, said, .lookAndRepeat(Self.incident(in: path)))
        case 400, 422:
            // What is wrong with a file has its rows, or a code of its own.
            let isOfFile = code.hasPrefix("registry") || problem?.errors?.isEmpty == false
            self.init(isOfFile ? .badData : .usage, said, .checkValues)
        case 413: self.init(.badData, said, .checkValues)
        case 429, 500, 502, 503, 504: self.init(.tryAgain, said, .tryAgain)
        default: self.init(.unreachable, said, .checkServer)
        }
        for row in problem?.errors ?? [] {
            what.chinese += "\n  \(PhraseBook.fileFault(row).chinese)"
            what.english += "\n  \(row)"
        }
    }

    private static let rules: Set<String> = [
        "not_made_safe", "not_verified", "never_shelved", "not_shelved", "in_service",
        "too_few_arrivals", "no_better_post", "no_usable_team", "no_roads", "test_incident",
        "area_event_without_team", "not_open", "not_told",
    ]

    /// The incident that a path names; `nil` for one of something else.
    private static func incident(in path: String) -> String? {
        let words = path.split { $0 == "/" || $0 == "?" }.map(String.init)
        guard let place = words.firstIndex(of: "incidents"), place + 1 < words.count else {
            return nil
        }
        return words[place + 1].removingPercentEncoding
    }

    private static let advice = " List them with GET "

    /// The API advises routes, the command line its own verbs.
    private static func withoutRoutes(_ detail: String) -> String {
        guard let advice = detail.range(of: advice) else { return detail }
        return String(detail[..<advice.lowerBound])
    }

    private static func route(advisedIn detail: String?) -> String? {
        guard let detail, let advice = detail.range(of: advice) else { return nil }
        return String(detail[advice.upperBound...].prefix { $0 != "." })
    }

    /// The verb that lists what a path names.
    private static func verb(_ path: String) -> String {
        let words = path.split { $0 == "/" || $0 == "?" }
        switch words.count > 2 ? words[2] : "" {
        case "valves": return "gaswatch valve list"
        case "incidents", "drills": return "gaswatch incident list"
        case "teams": return "gaswatch team list"
        case "centres", "calibrations": return "gaswatch centre list"
        case "roads": return "gaswatch roads list"
        default: return "gaswatch --help"
        }
    }
}
