package import Recordings
internal import ValveModel

/// What the findings of a recording without a leak would bring an operator each day: new incidents,
/// those apart that a device alarms on by itself, whoever saw it first.
package struct NuisanceScore: Equatable, Sendable {
    /// Gas incidents on which the device itself alarmed.
    package private(set) var byDevices = 0
    /// P1 to P3 incidents that our rules opened, by kind.
    package private(set) var byRules: [String: Int] = [:]
    /// What a day is told for: the households of the programme.
    static let fleet = 29_000.0
    private let homes: Int
    private let days: Double

    /// - Parameter findings: the lines of a backtest, in the order of time.
    package init(_ truth: SilentTruth, findings: [JSONValue]) {
        homes = truth.homes
        days = truth.seconds / 86_400
        let own = Dictionary(grouping: truth.alarms, by: \.valve)
        var open: [String: Int64] = [:]
        for finding in findings {
            guard let at = finding["at"]?.number, let priority = finding["priority"]?.text,
                priority != "P4", let word = finding["kind"]?.text,
                let kind = FindingKind(word: word)
            else { continue }
            // One open incident a valve and axis, for about as long as somebody is there.
            let valve = finding["valve"]?.text ?? "area"
            let slot = "\(valve) \(kind.axis.word)"
            let time = Int64(at)
            let before = open.updateValue(time, forKey: slot)
            if let before, time - before <= DetectionScore.joined { continue }
            let isDevices =
                kind.axis == .gas
                && own[valve]?.contains { abs($0.at - time) <= DetectionScore.joined } ?? false
            if isDevices {
                byDevices += 1
            } else {
                byRules[word, default: 0] += 1
            }
        }
    }

    /// New P1 to P3 incidents of our rules a day in 29,000 homes.
    package var perDay: Double { perDay(byRules.values.reduce(0, +)) }

    private func perDay(_ count: Int) -> Double {
        days > 0 && homes > 0 ? Double(count) / days / Double(homes) * Self.fleet : 0
    }

    /// The score as a row of the table in `Docs/detection.md`.
    package func row(_ label: String) -> String {
        let kinds = byRules.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let own = Fixed.text(perDay(byDevices), decimals: 0)
        return "| \(label) | \(homes) | \(Fixed.text(days, decimals: 1)) | \(own) "
            + "| \(Fixed.text(perDay, decimals: 1)) | \(kinds.isEmpty ? "–" : kinds) |"
    }

    /// The head of that table.
    package static let header = """
        | what | homes | days | devices' own leak alarms, a day in 29,000 homes \
        | new P1–P3 of our rules, a day in 29,000 homes | seen, by kind |
        |---|---|---|---|---|---|
        """
}
