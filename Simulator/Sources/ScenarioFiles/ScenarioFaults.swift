/// One thing that is wrong in a scenario, and where.
package struct ScenarioFault: Equatable, Sendable, CustomStringConvertible {
    package let place: String
    package let line: Int
    package let message: String

    package var description: String { "\(place):\(line): \(message)" }
}

/// Everything that is wrong in a scenario: it is refused whole.
package struct ScenarioFaults: Error, Equatable, Sendable, CustomStringConvertible {
    package let faults: [ScenarioFault]

    package init(faults: [ScenarioFault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Gathers faults while a file and what it includes are read.
final class FaultList {
    private(set) var faults: [ScenarioFault] = []

    func add(_ place: String, _ line: Int, _ message: String) {
        faults.append(ScenarioFault(place: place, line: line, message: message))
    }
}
