internal import Incidents
package import ValveModel

/// The input that a storm writes most.
extension DeskFinding: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("change", change.rawValue)
        output.field("kind", kind.rawValue)
        output.field("priority", priority.rawValue)
        output.field("isTest", isTest)
        place.write(as: "place", to: output)
        condition.write(as: "condition", to: output)
        closing.write(as: "closing", to: output)
        output.field("cause", cause.rawValue)
        output.field("selfClear", selfClear)
        evidence?.write(as: "evidence", to: output)
        neighbours.write(as: "neighbours", to: output)
    }
}

extension ClosingRules: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("every", every)
        output.field("atMost", atMost)
        output.field("lifeSeconds", lifeSeconds)
    }
}
