/// The page at the end of a run.
package struct SummaryPage: Sendable {
    package var score: Score
    package var verdict: Verdict
    package var valveCount: Int
    package var seconds: Double
    package var driveSpeed: Double
    /// Lines of whoever drove the run: what did not leave, links lost.
    package var remarks: [String] = []

    package init(
        score: Score, verdict: Verdict, valveCount: Int, seconds: Double, driveSpeed: Double
    ) {
        self.score = score
        self.verdict = verdict
        self.valveCount = valveCount
        self.seconds = seconds
        self.driveSpeed = driveSpeed
    }

    package var text: String {
        let lines =
            ["", "Gaswatch simulator: \(valveCount) valves, \(Fixed.text(seconds, decimals: 1)) s"]
            + traffic + leaks + times + milestones + remarks.map { row("remark", $0) } + [ending]
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
            row("births", "\(score.births)"),
            row("reports", "\(score.reports)"),
            row(
                "alarms",
                "\(score.alarms) distinct, \(score.alarmMessages) messages with repeats"),
            row(
                "receipts",
                "\(score.receipts) ack (\(score.receiptsTwice) again), \(score.laters) later, "
                    + "\(score.naks) nak, \(score.outstanding) outstanding"),
            row("commands", "\(score.commands) received, \(score.results) results sent"),
            row("garbage", "\(score.garbage) messages sent, \(score.garbageNaks) nak for it"),
            row("other events", others.isEmpty ? "none" : others),
        ]
    }

    private var leaks: [String] {
        let withoutTeam = score.calledOutCount - score.withTeamCount
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
                "call-outs",
                "\(score.callouts) messages, \(score.calloutsWrong.count) wrong, "
                    + "\(score.calloutsNuisance.count) for false leaks, "
                    + "\(score.calloutsForeign) of earlier runs"),
        ]
    }

    private var times: [String] {
        [
            "latency from the planned send, ms        p50        p99        max   count",
            timeRow("receipt", score.receiptLatency),
            timeRow("call-out", score.calloutLatency),
        ]
    }

    private func timeRow(_ name: String, _ latencies: Latencies) -> String {
        row(name, "            ")
            + [latencies.percentile(0.5), latencies.percentile(0.99), latencies.longest]
            .map { leading(Fixed.text($0, decimals: 1), 11) }.joined()
            + leading("\(latencies.count)", 8)
    }

    private func leading(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private var milestones: [String] {
        [
            "teams (driving and work \(Fixed.text(driveSpeed, decimals: 0)) times as fast as life)",
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

    private var ending: String {
        guard !verdict.passed else {
            guard !score.leaks.isEmpty else {
                return "PASSED: the scenario demanded no more than was held"
            }
            let which = score.growing.isEmpty ? "every leak" : "every leak that tripped its valve"
            return "PASSED: \(which) was called out and every alarm has its receipt"
        }
        return verdict.reasons.map { "FAILED: \($0)" }.joined(separator: "\n")
    }
}
