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

    /// The first few valves; the JSON report has them all.
    private static func names(_ leaks: [LeakRecord]) -> String {
        let first = leaks.prefix(5).map(\.valve).joined(separator: " ")
        return leaks.count > 5 ? first + " …" : first
    }
}
