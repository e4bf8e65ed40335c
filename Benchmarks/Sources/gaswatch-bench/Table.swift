import Foundation

/// Prints outcomes as one table that a document can hold as it is.
enum Table {
    static func header() {
        print("| # | what | target | ours | peer | ratio | rounds | verdict |")
        print("|---|---|---|---|---|---|---|---|")
        fflush(nil)
    }

    static func line(_ outcome: Outcome) {
        let measurement = outcome.measurement
        let cells = [
            measurement.row, measurement.what, text(measurement.target),
            text(outcome.ours, measurement.target),
            outcome.peer.map { text($0, measurement.target) } ?? "–",
            ratio(outcome), "\(outcome.roundsKept) (+\(outcome.roundsDiscarded) discarded)",
            outcome.verdict,
        ]
        print("| " + cells.joined(separator: " | ") + " |")
        fflush(nil)
    }

    private static func text(_ target: Measurement.Target) -> String {
        switch target {
        case .timeRatioMax(let most): "≤ \(most) × the peer's time"
        case .speedRatioMin(let least): "≥ \(least) × the peer's speed"
        case .nanosecondsMax(let most): "≤ \(most) ns"
        case .countMax(let most): "≤ \(Int(most))"
        }
    }

    private static func text(_ spread: Spread, _ target: Measurement.Target) -> String {
        if case .countMax = target { return "\(Int(spread.median))" }
        return String(
            format: "%.2f ns (%.2f–%.2f)", spread.median, spread.low, spread.high)
    }

    private static func ratio(_ outcome: Outcome) -> String {
        guard let ratio = outcome.ratio else { return "–" }
        if case .speedRatioMin = outcome.measurement.target {
            return String(format: "%.2f × speed", 1 / ratio)
        }
        return String(format: "%.2f × time", ratio)
    }
}
