internal import Foundation
internal import WatchSimulation

/// What the seeds have come to.
struct SimulateReport: Sendable {
    private let wish: SimulateWish
    private var faults = FaultCounts()
    private var failed: [SimulationOutcome] = []
    private var running: Set<UInt64> = []
    private var runCount = 0
    private var steps = 0
    private var messages = 0
    private var alarms = 0
    private var incidents = 0
    private var callouts = 0
    private var virtualMilliseconds: Int64 = 0

    init(_ wish: SimulateWish) { self.wish = wish }

    var isOver: Bool { !failed.isEmpty && !wish.isThorough }

    /// Shows which seeds run: a trap ends the program without another word, and then the last thing
    /// to be read is where to look.
    mutating func begin(_ seed: UInt64) {
        running.insert(seed)
        let now = running.sorted().map(String.init).joined(separator: " and ")
        let line = "\r\(runCount) of \(wish.seedCount) seeds held, \(now) run "
        FileHandle.standardError.write(Data(line.utf8))
    }

    /// Takes the line of progress away.
    private func clear() { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }

    mutating func take(_ outcome: SimulationOutcome) {
        running.remove(outcome.seed)
        runCount += 1
        faults.add(outcome.faults)
        steps += outcome.stepCount
        messages += outcome.messageCount
        alarms += outcome.alarmCount
        incidents += outcome.incidentCount
        callouts += outcome.calloutCount
        virtualMilliseconds += outcome.virtualMilliseconds
        if outcome.violation != nil {
            failed.append(outcome)
            clear()
            print(Self.line(outcome))
        }
    }

    static func line(_ outcome: SimulationOutcome) -> String {
        let digest = String(outcome.digest, radix: 16)
        guard let violation = outcome.violation else {
            return "seed \(outcome.seed): holds; \(outcome.stepCount) steps, "
                + "\(outcome.incidentCount) incidents, digest \(digest)"
        }
        return "seed \(outcome.seed): \(violation.invariant.rawValue) does not hold at "
            + "\(violation.at) ms: \(violation.text)"
    }

    /// Prints everything; the exit status.
    func finish(tookMilliseconds took: Int64, processorMilliseconds used: Int64) -> Int32 {
        clear()
        func ratio(_ milliseconds: Int64) -> Int64 { virtualMilliseconds / max(1, milliseconds) }
        print(
            "\(runCount) seeds of \(wish.valveCount) valves and \(wish.minutes) minutes: "
                + "\(steps) steps, \(messages) messages, \(alarms) alarms, \(incidents) incidents, "
                + "\(callouts) call-outs")
        print(
            "\(virtualMilliseconds / 1_000) s of the district in \(Double(took) / 1_000) s on "
                + "\(wish.jobCount) cores: \(ratio(took)) x real time; "
                + "\(Double(used) / 1_000) s of processor: \(ratio(used)) x for each core")
        var isMissing = false
        for fault in Fault.allCases {
            let count = faults[fault]
            print("  \(fault) \(count)")
            isMissing = isMissing || count == 0
        }
        if let first = failed.min(by: { $0.seed < $1.seed }) {
            print("\(failed.count) of \(runCount) seeds failed; the first:")
            print("  " + Self.line(first))
            print("  play it again: \(command(first.seed))")
            return 1
        }
        if isMissing, runCount >= 50 {
            print(
                "A fault that never happened proves nothing: run more seeds, or mend the weather.")
            return 1
        }
        print("every invariant held")
        return 0
    }

    private func command(_ seed: UInt64) -> String {
        let size =
            (wish.valveCount == 1_000 ? "" : " --valves \(wish.valveCount)")
            + (wish.minutes == 60 ? "" : " --minutes \(wish.minutes)")
        return "swift run -c release gaswatch-simulate --seed \(seed)\(size) --trace"
    }
}
