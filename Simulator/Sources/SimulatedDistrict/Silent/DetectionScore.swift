package import Recordings

/// What findings were worth, by the truth of the recording that they were found in.
package struct DetectionScore: Equatable, Sendable {
    /// Findings of one home within this are one call-out: about as long as a team is there, during
    /// which a further one joins the open incident and calls nobody anew.
    package static let joined: Int64 = 1_800_000

    package private(set) var leaks = 0
    package private(set) var found = 0
    /// Leaks found while the air held less than 20 %LEL.
    package private(set) var foundBefore20 = 0
    /// Seconds from a leak's beginning to its finding, ascending.
    package private(set) var delays: [Double] = []
    /// P1 and P2 where there was no leak: each, and as call-outs.
    package private(set) var falseFindings = 0
    package private(set) var falseCallouts = 0
    /// P3 and P4, which take no team.
    package private(set) var visits = 0
    private let years: Double

    /// - Parameter findings: the lines of a backtest, in the order of time.
    package init(_ truth: SilentTruth, findings: [JSONValue]) {
        // From its leak on a home's findings belong to the leak, which nobody settles here.
        let lost = truth.leaks.reduce(0) {
            $0 + truth.seconds - Double($1.begins - truth.start) / 1_000
        }
        years = (Double(truth.homes) * truth.seconds - lost) / 86_400 / 365.25
        leaks = truth.leaks.count
        let open = Dictionary(truth.leaks.map { ($0.valve, $0) }) { first, _ in first }
        var detected: Set<String> = []
        var lastFalse: [String: Int64] = [:]
        for finding in findings {
            guard let valve = finding["valve"]?.text, let at = finding["at"]?.number,
                let priority = finding["priority"]?.text
            else { continue }
            guard priority == "P1" || priority == "P2" else {
                visits += 1
                continue
            }
            let at64 = Int64(at)
            if let leak = open[valve], at64 >= leak.begins {
                // Found after it has ended is missed.
                if detected.insert(valve).inserted, at64 <= leak.ends { note(leak, at: at64) }
                continue
            }
            falseFindings += 1
            if lastFalse[valve].map({ at64 - $0 > Self.joined }) ?? true { falseCallouts += 1 }
            lastFalse[valve] = at64
        }
        delays.sort()
    }

    private mutating func note(_ leak: SilentTruth.Leak, at: Int64) {
        found += 1
        let delay = Double(at - leak.begins) / 1_000
        delays.append(delay)
        if delay < leak.to20 { foundBefore20 += 1 }
    }

    private func delay(_ share: Double) -> String {
        guard !delays.isEmpty else { return "–" }
        let place = min(delays.count - 1, Int(share * Double(delays.count)))
        return "\(Fixed.text(delays[place], decimals: 0)) s"
    }

    /// The score as a row of the table in `Docs/detection.md`.
    package func row(_ label: String) -> String {
        let found = leaks == 0 ? "–" : "\(found) of \(leaks)"
        let before = leaks == 0 ? "–" : "\(foundBefore20)"
        let missed = leaks == 0 ? "–" : "\(leaks - self.found)"
        let perYear = years > 0 ? Fixed.text(Double(falseCallouts) / years, decimals: 1) : "–"
        return "| \(label) | \(found) | \(missed) | \(before) | \(delay(0.5)) | \(delay(0.95)) "
            + "| \(falseFindings) | \(falseCallouts) | \(perYear) | \(visits) |"
    }

    /// The head of that table.
    package static let header = """
        | what | found | missed | before 20 %LEL | median | 95 % | false P1/P2 | false call-outs \
        | a valve-year | P3/P4 |
        |---|---|---|---|---|---|---|---|---|---|
        """
}
