/// Whether a run is a success, and if not, why.
package struct Verdict: Equatable, Sendable {
    /// Leaks a minute that a run has to begin at least: the norm's 20 independent alarms in 60 s.
    package static let leaksPerMinute = 20.0

    package let reasons: [String]
    package var passed: Bool { reasons.isEmpty }

    /// Judges a score after a run of so many seconds. In a run that was stopped before its end
    /// (`isWhole` false) a leak that has not tripped its valve yet is not held against anybody.
    package init(_ score: Score, ranFor seconds: Double, isWhole: Bool = true) {
        var reasons: [String] = []
        let demanded = Int((Self.leaksPerMinute * seconds / 60).rounded(.down))
        if score.leaks.isEmpty {
            reasons.append("no leak was begun: a run without leaks proves nothing")
        } else if score.leaks.count < demanded {
            reasons.append(
                "only \(score.leaks.count) leaks were begun; \(demanded) are demanded of "
                    + "\(Int(seconds)) s")
        }
        if !isWhole && !score.leaks.isEmpty && score.growing.count == score.leaks.count {
            reasons.append("no leak has tripped its valve yet: the run was stopped too early")
        }
        let missed = score.missed + (isWhole ? score.growing : [])
        if !missed.isEmpty {
            reasons.append("\(missed.count) leaks were not called out: \(Self.names(missed))")
        }
        let withheld = score.leaks.filter { $0.teamCalled == nil && $0.idleTeam != nil }
        if !withheld.isEmpty {
            let team = withheld[0].idleTeam ?? ""
            reasons.append(
                "\(withheld.count) leaks had no team although one was idle (\(team)): "
                    + Self.names(withheld))
        }
        if score.outstanding > 0 {
            reasons.append("\(score.outstanding) alarms never had their receipt")
        }
        self.reasons = reasons
    }

    /// Judges a scenario by the thresholds it wrote down. Wrong call-outs count, test alarms never
    /// call anybody, and shares are of the leaks that tripped their valve or were to.
    package init(
        _ score: Score, _ limits: Thresholds, ranFor seconds: Double, isWhole: Bool
    ) {
        var reasons: [String] = []
        func demand(_ holds: Bool, _ reason: @autoclosure () -> String) {
            if !holds { reasons.append(reason()) }
        }
        let due = isWhole ? score.leaks : score.leaks.filter { $0.alarmed != nil }
        let found = due.count { $0.calledOut != nil }
        let lost = due.filter { $0.calledOut == nil }
        demand(
            Double(found) >= limits.leaksCalledOut * Double(due.count),
            "\(lost.count) of \(due.count) leaks were not called out: \(Self.names(lost))")
        demand(
            score.outstanding <= limits.receiptsOutstanding,
            "\(score.outstanding) alarms never had their receipt, at most "
                + "\(limits.receiptsOutstanding) may")
        demand(
            score.calloutsWrong.count <= limits.wrongCallouts,
            "\(score.calloutsWrong.count) incidents called somebody out to a sound home, at most "
                + "\(limits.wrongCallouts) may")
        demand(
            score.testCallouts <= limits.testCallouts,
            "\(score.testCallouts) call-outs came of declared tests")
        let withheld = due.filter { $0.teamCalled == nil && $0.idleTeam != nil }
        demand(
            withheld.count <= limits.idleTeams,
            "\(withheld.count) leaks had no team although one was idle: \(Self.names(withheld))")
        func most(_ latencies: Latencies, _ limit: Double?, _ what: String) {
            guard let limit, latencies.count > 0 else { return }
            let figure = latencies.percentile(0.99)
            demand(
                figure <= limit,
                "\(what) took \(Fixed.text(figure, decimals: 1)) ms (p99), at most "
                    + "\(Fixed.text(limit, decimals: 1)) ms are allowed")
        }
        most(score.calloutLatency, limits.calloutP99, "call-outs")
        most(score.receiptLatency, limits.receiptP99, "receipts")
        func share(_ latencies: Latencies, _ limit: Double?, within bound: Double, _ what: String) {
            guard let limit, !due.isEmpty else { return }
            let share = Double(latencies.within(seconds: bound)) / Double(due.count)
            demand(
                share >= limit,
                "\(what) within \(Int(bound)) s for \(Fixed.text(share * 100, decimals: 1)) % of "
                    + "the leaks, \(Fixed.text(limit * 100, decimals: 1)) % are demanded")
        }
        share(score.acceptLatency, limits.accepted, within: 60, "accepted")
        share(score.onsceneLatency, limits.onscene, within: 180, "on scene")
        share(score.rescueLatency, limits.rescue, within: 300, "rescue")
        if let rate = limits.leaksPerMinute {
            let demanded = Int((rate * seconds / 60).rounded(.down))
            demand(
                score.leaks.count >= demanded && !score.leaks.isEmpty,
                "\(score.leaks.count) leaks were begun, \(max(1, demanded)) are demanded")
        }
        self.reasons = reasons
    }

    /// The first few valves; the JSON report has them all.
    private static func names(_ leaks: [LeakRecord]) -> String {
        let first = leaks.prefix(5).map(\.valve).joined(separator: " ")
        return leaks.count > 5 ? first + " …" : first
    }
}
