internal import Yams

/// One mapping of a scenario, read key by key; `finish` names the keys nobody asked for.
final class ScenarioSection {
    let place: String
    let line: Int
    let faults: FaultList
    private let mapping: Node.Mapping
    private var asked: Set<String> = []

    /// Nil, with a fault, when the node is no mapping.
    init?(_ node: Node, _ what: String, place: String, faults: FaultList) {
        let line = node.mark?.line ?? 1
        guard let mapping = node.mapping else {
            faults.add(place, line, "\(what) is no mapping; write it as {key: value}")
            return nil
        }
        self.place = place
        self.line = line
        self.mapping = mapping
        self.faults = faults
    }

    var keys: [String] { mapping.keys.compactMap(\.string) }

    func node(_ key: String) -> Node? {
        asked.insert(key)
        return mapping[Node(key)]
    }

    func has(_ key: String) -> Bool { mapping[Node(key)] != nil }

    func fault(_ key: String, _ message: String) {
        let line = mapping[Node(key)]?.mark?.line ?? line
        faults.add(place, line, "\(key): \(message)")
    }

    func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard let text = node.string, !text.isEmpty else {
            fault(key, "is no text")
            return nil
        }
        return text
    }

    /// A number in a range, with `what` for its unit.
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(key) else { return nil }
        guard let number = Double(text), number.isFinite else {
            fault(key, "\(text) is not a number")
            return nil
        }
        return within(key, number, range)
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text) else {
            fault(key, "\(text) is not a whole number")
            return nil
        }
        guard range.contains(number) else {
            fault(key, "\(number) is outside \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func flag(_ key: String) -> Bool? {
        guard let text = text(key) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            fault(key, "\(text) is neither true nor false")
            return nil
        }
    }

    /// Seconds, as a number or with s, m or h behind it.
    func seconds(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(key) else { return nil }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600]
        let factor = text.last.flatMap { units[$0] }
        let digits = factor == nil ? Substring(text) : text.dropLast()
        guard let number = Double(digits), number.isFinite else {
            fault(key, "\(text) is no time; write 90, 90s, 5m or 1h")
            return nil
        }
        return within(key, number * (factor ?? 1), range)
    }

    private func within(_ key: String, _ number: Double, _ range: ClosedRange<Double>) -> Double? {
        guard range.contains(number) else {
            fault(key, "\(number) is outside \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func section(_ key: String) -> ScenarioSection? {
        node(key).flatMap { ScenarioSection($0, key, place: place, faults: faults) }
    }

    func list(_ key: String) -> [Node] {
        guard let node = node(key) else { return [] }
        guard let sequence = node.sequence else {
            fault(key, "is no list; write [a, b] or lines that begin with -")
            return []
        }
        return Array(sequence)
    }

    /// Faults for the keys that nobody asked for, each with the known ones.
    func finish() {
        for key in keys where !asked.contains(key) {
            fault(key, "is no key here; known are \(asked.sorted().joined(separator: ", "))")
        }
    }
}
