/// Whether a run is a success, and if not, why.
package struct Verdict: Equatable, Sendable {
    /// Leaks a minute that a run has to begin at least: the norm's 20 independent alarms in 60 s.
    package static let leaksPerMinute = 20.0

    package private(set) var reasons: [String] = []
    package var passed: Bool { reasons.isEmpty }

    /// - Parameters:
    ///   - limits: of the scenario; nil judges a fleet by what every fleet has to hold.
    ///   - review: what the control room remembers; nil when it is not known.
    ///   - wasAsked: whether it was asked: one that does not answer has not passed.
    package init(
        _ score: Score, _ limits: Thresholds?, of identity: RunIdentity, ending: RunEnding,
        review: ControlRoomReview? = nil, wasAsked: Bool = false
    ) {
        demand(
            ending.isCut != true, "the log has no end: what the rest of the run showed is not known"
        )
        demand(
            review != nil || !wasAsked,
            "the control room was asked what it remembers and did not answer: see above")
        if let limits {
            judge(score, limits, ending)
            judgeTimes(score, limits, ending)
            judgeCallouts(score, limits, identity, ending)
            judgeMemory(review, limits)
        } else {
            judge(score, ending)
        }
        reasons += review?.reasons ?? []
    }

    private mutating func demand(_ holds: Bool, _ reason: @autoclosure () -> String) {
        if !holds { reasons.append(reason()) }
    }

    /// What every fleet has to hold. In a run that was stopped before its end a leak that has not
    /// tripped its valve yet is not held against anybody.
    private mutating func judge(_ score: Score, _ ending: RunEnding) {
        let demanded = Int((Self.leaksPerMinute * ending.seconds / 60).rounded(.down))
        demand(!score.leaks.isEmpty, "no leak was begun: a run without leaks proves nothing")
        demand(
            score.leaks.isEmpty || score.leaks.count >= demanded,
            "only \(score.leaks.count) leaks were begun; \(demanded) are demanded of "
                + "\(Int(ending.seconds)) s")
        demand(
            ending.isWhole || score.leaks.isEmpty || score.growing.count < score.leaks.count,
            "no leak has tripped its valve yet: the run was stopped too early")
        let missed = score.missed + (ending.isWhole ? score.growing : [])
        demand(
            missed.isEmpty, "\(missed.count) leaks were not called out: \(Self.names(missed))")
        let withheld = score.leaks.filter { $0.teamCalled == nil && $0.idleTeam != nil }
        demand(
            withheld.isEmpty,
            "\(withheld.count) leaks had no team although one was idle "
                + "(\(withheld.first?.idleTeam ?? "")): \(Self.names(withheld))")
        let sooner = score.leaks.filter { $0.soonerTeam != nil }
        demand(
            sooner.isEmpty,
            "\(sooner.count) leaks had a nearer team that stayed free "
                + "(\(sooner.first?.soonerTeam ?? "")): \(Self.names(sooner))")
        demand(
            score.outstanding == 0, "\(score.outstanding) alarms never had their receipt")
    }

    /// The leaks a scenario is judged by: those that tripped their valve or were to.
    private static func due(_ score: Score, _ ending: RunEnding) -> [LeakRecord] {
        ending.isWhole ? score.leaks : score.leaks.filter { $0.alarmed != nil }
    }

    /// Found leaks, receipts and teams.
    private mutating func judge(_ score: Score, _ limits: Thresholds, _ ending: RunEnding) {
        let due = Self.due(score, ending)
        let lost = due.filter { $0.calledOut == nil }
        demand(
            Double(due.count - lost.count) >= limits.leaksCalledOut * Double(due.count),
            "\(lost.count) of \(due.count) leaks were not called out: \(Self.names(lost))")
        demand(
            score.outstanding <= limits.receiptsOutstanding,
            "\(score.outstanding) alarms never had their receipt, at most "
                + "\(limits.receiptsOutstanding) may")
        let withheld = due.filter { $0.teamCalled == nil && $0.idleTeam != nil }
        demand(
            withheld.count <= limits.idleTeams,
            "\(withheld.count) leaks had no team although one was idle: \(Self.names(withheld))")
        let sooner = due.filter { $0.soonerTeam != nil }
        demand(
            sooner.count <= limits.soonerTeams,
            "\(sooner.count) leaks had a nearer team that stayed free, at most "
                + "\(limits.soonerTeams) may: \(Self.names(sooner))")
        guard let rate = limits.leaksPerMinute else { return }
        let demanded = max(1, Int((rate * ending.seconds / 60).rounded(.down)))
        demand(
            score.leaks.count >= demanded,
            "\(score.leaks.count) leaks were begun, \(demanded) are demanded")
    }

    /// How long things took.
    private mutating func judgeTimes(_ score: Score, _ limits: Thresholds, _ ending: RunEnding) {
        let leaks = Self.due(score, ending).count
        for (latencies, limit, what) in [
            (score.calloutLatency, limits.calloutP99, "call-outs"),
            (score.receiptLatency, limits.receiptP99, "receipts"),
        ] {
            guard let limit, latencies.count > 0 else { continue }
            let figure = latencies.percentile(0.99)
            demand(
                figure <= limit,
                "\(what) took \(Fixed.text(figure, decimals: 1)) ms (p99), at most "
                    + "\(Fixed.text(limit, decimals: 1)) ms are allowed")
        }
        for (latencies, limit, bound, what) in [
            (score.acceptLatency, limits.accepted, 60.0, "accepted"),
            (score.onsceneLatency, limits.onscene, 180.0, "on scene"),
            (score.rescueLatency, limits.rescue, 300.0, "rescue"),
        ] {
            guard let limit, leaks > 0 else { continue }
            let share = Double(latencies.within(seconds: bound)) / Double(leaks)
            demand(
                share >= limit,
                "\(what) within \(Int(bound)) s for \(Fixed.text(share * 100, decimals: 1)) % of "
                    + "the leaks, \(Fixed.text(limit * 100, decimals: 1)) % are demanded")
        }
    }

    /// What the control room made of it all, asked over its API.
    private mutating func judgeMemory(_ review: ControlRoomReview?, _ limits: Thresholds) {
        if let wanted = limits.areaEvents?.sorted() {
            let found = review?.areaEvents
            demand(
                found == wanted,
                "the area events are \(found.map { "[\($0.joined(separator: ", "))]" } ?? "not known"), "
                    + "[\(wanted.joined(separator: ", "))] are demanded")
        }
        if let most = limits.standingIncidents {
            let found = review?.standing
            demand(
                found.map { $0 <= most } ?? false,
                "\(found.map(String.init) ?? "an unknown number of") incidents of single homes are "
                    + "open, at most \(most) may be")
        }
    }

    /// Whom nobody should have called.
    private mutating func judgeCallouts(
        _ score: Score, _ limits: Thresholds, _ identity: RunIdentity, _ ending: RunEnding
    ) {
        demand(
            score.calloutsWrong.count <= limits.wrongCallouts,
            "\(score.calloutsWrong.count) incidents called somebody out to a sound home, at most "
                + "\(limits.wrongCallouts) may")
        demand(
            score.testCallouts <= limits.testCallouts,
            "\(score.testCallouts) call-outs came of declared tests")
        guard let most = limits.nuisanceCalloutsPerDay else { return }
        let nuisances = score.nuisancePerDay(of: identity, ending)
        demand(
            nuisances <= most,
            "\(Fixed.text(nuisances, decimals: 1)) call-outs a day to homes without a cause, at "
                + "most \(Fixed.text(most, decimals: 1)) may be")
    }

    /// The first few valves; the JSON report has them all.
    private static func names(_ leaks: [LeakRecord]) -> String {
        let first = leaks.prefix(5).map(\.valve).joined(separator: " ")
        return leaks.count > 5 ? first + " …" : first
    }
}
