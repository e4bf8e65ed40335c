/// The page at the end of a run.
package struct SummaryPage: Sendable {
    package let identity: RunIdentity
    package let ending: RunEnding
    package let score: Score
    package let verdict: Verdict
    /// What the control room remembers; nil when it was not asked or did not answer.
    package let review: ControlRoomReview?
    private let wasAsked: Bool

    /// - Parameter limits: of the scenario; nil for a fleet that follows none.
    package init(
        _ score: Score, of identity: RunIdentity, ending: RunEnding, limits: Thresholds?,
        review: ControlRoomReview?, wasAsked: Bool = false
    ) {
        self.wasAsked = wasAsked
        self.identity = identity
        self.ending = ending
        self.score = score
        self.review = review
        verdict = Verdict(
            score, limits, of: identity, ending: ending, review: review, wasAsked: wasAsked)
    }

    /// For a terminal.
    package var text: String {
        "\nGaswatch simulator: \(identity.scenario), \(identity.valves) valves, "
            + "\(Fixed.text(ending.seconds, decimals: 1)) s\n\(body)\(outcome)\n"
    }

    /// What is between its first line and the verdict.
    var body: String {
        let lines =
            traffic + leaks + times + milestones + memory + usage
            + ending.remarks.map { row("remark", $0) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ text: String) -> String {
        "  " + name + String(repeating: " ", count: max(1, 22 - name.count)) + text
    }

    private var traffic: [String] {
        let others = score.otherEvents.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return [
            "messages",
            row("births", "\(score.count(.births))"),
            row("reports", "\(score.reports)"),
            row(
                "alarms",
                "\(score.alarms) distinct, \(score.alarmMessages) messages with repeats"),
            row(
                "receipts",
                "\(score.receipts) ack (\(score.count(.receiptsAgain)) again), "
                    + "\(score.count(.laters)) later, \(score.count(.naks)) nak, "
                    + "\(score.outstanding) outstanding"),
            row(
                "commands",
                "\(score.count(.commands)) received, \(score.count(.results)) results sent"),
            row(
                "garbage",
                "\(score.count(.garbage)) messages sent, \(score.count(.garbageNaks)) nak heard "
                    + "(alarms of known valves only)"),
            row("other events", others.isEmpty ? "none" : others),
        ]
    }

    private var leaks: [String] {
        let withoutTeam = score.calledOutCount - score.withTeamCount
        let sooner = score.leaks.map(\.soonerBy).max() ?? 0
        return [
            "leaks",
            row("begun", "\(score.leaks.count)"),
            row(
                "called out",
                "\(score.calledOutCount), with a team \(score.withTeamCount), all teams taken "
                    + "\(withoutTeam)"),
            row("missed", "\(score.missed.count)"),
            row("still growing", "\(score.growing.count)"),
            row("late (> 1 s)", "\(score.lateCount)"),
            row(
                "could be faster",
                "\(score.soonerCount) had a nearer team that stayed free"
                    + (score.soonerCount > 0
                        ? ", by up to \(Fixed.text(sooner, decimals: 0)) s" : "")),
            row(
                "call-outs",
                "\(score.callouts) messages, \(score.calloutsWrong.count) wrong, "
                    + "\(score.calloutsNuisance.count) for false leaks, "
                    + "\(score.calloutsForeign) of earlier runs"),
            row(
                "nuisance call-outs",
                Fixed.text(score.nuisancePerDay(of: identity, ending), decimals: 1)
                    + " a day of the homes' time"),
        ]
    }

    private var times: [String] {
        [
            "latency from the planned send, ms      p50       p99    p99.99       max   count",
            timeRow("receipt", score.receiptLatency),
            timeRow("call-out", score.calloutLatency),
            timeRow("since the first gas", score.findLatency),
        ]
    }

    private func timeRow(_ name: String, _ latencies: Latencies) -> String {
        let figures = [0.5, 0.99, 0.9999].map(latencies.percentile) + [latencies.longest]
        return row(name, "        ")
            + figures.map { leading(Fixed.text($0, decimals: 1), 10) }.joined()
            + leading("\(latencies.count)", 8)
    }

    private func leading(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private var milestones: [String] {
        let speed = Fixed.text(identity.driveSpeed, decimals: 0)
        return [
            "teams (driving and work \(speed) times as fast as life)",
            milestoneRow("accepted", score.acceptLatency, 60),
            milestoneRow("on scene", score.onsceneLatency, 180),
            milestoneRow("rescue", score.rescueLatency, 300),
        ]
    }

    private func milestoneRow(_ name: String, _ latencies: Latencies, _ limit: Double) -> String {
        row(
            name,
            "\(latencies.count), within \(Int(limit)) s \(latencies.within(seconds: limit)), "
                + "p50 \(Fixed.text(latencies.percentile(0.5) / 1000, decimals: 1)) s")
    }

    private var memory: [String] {
        guard let review else {
            let answer = wasAsked ? "yes, without an answer" : "no: no --server was given"
            return ["control room", row("asked", answer)]
        }
        return [
            "control room",
            row("incidents", "\(review.incidents), \(review.notDurable) not on its disk"),
            row("leaks forgotten", "\(review.leaksForgotten.count)"),
            row("open twice", "\(review.openTwice.count)"),
            row("steps of teams", "\(review.steps), \(review.stepsAstray.count) at another time"),
        ]
    }

    private var usage: [String] {
        let parts = score.course.usage.keys.sorted()
        guard !parts.isEmpty else { return [] }
        return ["usage                       cores mean      most        memory"]
            + parts.compactMap { part in
                score.course.whole(part).map { whole in
                    row(part, "        ")
                        + leading(Fixed.text(whole.cores * 100, decimals: 1) + " %", 10)
                        + leading(Fixed.text(whole.coresMost * 100, decimals: 1) + " %", 10)
                        + leading("\(whole.bytes / 1_000_000) MB", 14)
                }
            }
    }

    private var outcome: String {
        guard verdict.passed else {
            return verdict.reasons.map { "FAILED: \($0)" }.joined(separator: "\n")
        }
        guard !score.leaks.isEmpty else {
            return "PASSED: the scenario demanded no more than was held"
        }
        let which = score.growing.isEmpty ? "every leak" : "every leak that tripped its valve"
        return "PASSED: \(which) was called out and every alarm has its receipt"
    }
}
