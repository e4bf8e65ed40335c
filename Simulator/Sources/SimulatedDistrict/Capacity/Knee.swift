/// Finds the rate up to which an installation keeps its promises, and what ended it.
package struct Knee: Equatable, Sendable {
    /// Milliseconds a receipt may take at the 99th percentile: the second that separates the end
    /// of the fail-open rule from its beginning.
    package static let receiptLimit = 1_000.0
    /// Milliseconds the generator may be behind its own plan: a tenth of what it judges by.
    package static let lagLimit = 100.0
    /// Share of the planned messages that have to arrive or be merged into newer ones within the
    /// pause after a step; a report is QoS 0 and may be lost on the way.
    package static let heardShare = 0.99
    /// A single-threaded part above this share of a core has nothing left.
    package static let saturated = 0.9
    /// Each step's rate over the last one's.
    package static let growth = 1.4

    package private(set) var steps: [LoadStep] = []
    /// Why the last step was too much; nil while all was well.
    package private(set) var failure: (part: LoadPart, reason: String)?

    package init() {}

    /// The highest rate that was borne, messages a second.
    package var borne: Double? { (failure == nil ? steps : steps.dropLast()).last?.rate }

    /// Takes a step's measurements; false when it was too much.
    package mutating func note(_ step: LoadStep) -> Bool {
        steps.append(step)
        guard let reason = Self.reason(step) else { return true }
        failure = (Self.part(step), reason)
        return false
    }

    private static func reason(_ step: LoadStep) -> String? {
        func text(_ number: Double) -> String { Fixed.text(number, decimals: 0) }
        if step.lagP99 > lagLimit {
            return "messages left \(text(step.lagP99)) ms behind their plan (p99)"
        }
        if step.receiptsMissing > 0 {
            return "\(step.receiptsMissing) alarms had no receipt at the end of the step"
        }
        if step.receiptP99 > receiptLimit {
            return "receipts took \(text(step.receiptP99)) ms (p99)"
        }
        let taken = step.heard + step.conflated
        if Double(taken) < heardShare * Double(step.planned) {
            return "only \(taken) of \(step.planned) messages were taken in"
        }
        return nil
    }

    private static func part(_ step: LoadStep) -> LoadPart {
        if step.generatorCPU >= saturated { return .generator }
        if step.brokerCPU >= saturated { return .broker }
        if step.daemonCPU >= saturated { return .daemon }
        return .machine
    }

    package static func == (left: Knee, right: Knee) -> Bool {
        left.steps == right.steps && left.failure?.part == right.failure?.part
            && left.failure?.reason == right.failure?.reason
    }

    /// The answer on one page.
    package var page: String {
        var lines = [
            "   rate/s    taken in   receipt p99 ms   lag p99 ms   generator   broker   daemon"
        ]
        for step in steps {
            lines.append(
                cell(step.rate, 9, 0)
                    + cell(Double(step.heard + step.conflated) / step.seconds, 12, 0)
                    + cell(step.receiptP99, 17, 1) + cell(step.lagP99, 13, 1)
                    + cell(step.generatorCPU * 100, 10, 0) + " %"
                    + cell(step.brokerCPU * 100, 7, 0) + " %"
                    + cell(step.daemonCPU * 100, 7, 0) + " %")
        }
        let rate = borne.map { Fixed.text($0, decimals: 0) + " messages a second" } ?? "nothing"
        lines.append("borne: \(rate)")
        if let failure {
            lines.append("gave out first: the \(failure.part.rawValue); \(failure.reason)")
        } else {
            lines.append("nothing gave out at the highest rate that was tried")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func cell(_ number: Double, _ width: Int, _ decimals: Int) -> String {
        let text = Fixed.text(number, decimals: decimals)
        return String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
