internal import Foundation
internal import WatchSimulation

/// What the command line asks for.
struct SimulateWish: Sendable {
    struct Fault: Error {
        var advice: String
    }

    var seedCount: UInt64 = 100
    var first: UInt64 = 1
    var valveCount = 1_000
    var minutes: Int64 = 60
    var jobCount = ProcessInfo.processInfo.activeProcessorCount
    var isTracing = false
    /// Goes on after a seed that failed, to count how many do.
    var isThorough = false

    init(_ words: [String]) throws(Fault) {
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--trace": isTracing = true
            case "--thorough": isThorough = true
            case "--seeds": seedCount = try Self.number(word, &rest)
            case "--seed":
                first = try Self.number(word, &rest)
                seedCount = 1
            case "--first": first = try Self.number(word, &rest)
            case "--valves": valveCount = Int(try Self.number(word, &rest))
            case "--minutes": minutes = Int64(try Self.number(word, &rest))
            case "--jobs": jobCount = Int(try Self.number(word, &rest))
            default: throw Fault(advice: "there is no option \(word)")
            }
        }
    }

    private static func number(_ word: String, _ rest: inout ArraySlice<String>) throws(Fault)
        -> UInt64
    {
        guard let text = rest.popFirst(), let number = UInt64(text) else {
            throw Fault(advice: "\(word) wants a whole number behind it")
        }
        return number
    }

    func plan(seed: UInt64) -> SimulationPlan {
        var plan = SimulationPlan(seed: seed)
        plan.valveCount = valveCount
        plan.minutes = minutes
        return plan
    }
}
