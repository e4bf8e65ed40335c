internal import Incidents
package import ValveModel

/// The form in which the journal keeps a notice, beside its incident.
extension Notice: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("party", party)
        output.list("conditions") { for condition in conditions { output.put(condition.rawValue) } }
        output.field("raisedAt", raisedAt)
        output.field("pressBy", pressBy)
        output.field("pressedBy", pressedBy)
        output.list("ways") { for way in ways { way.write(to: output) } }
        output.field("answeredAt", answeredAt)
        output.field("answeredBy", answeredBy)
        output.field("answer", answer)
        output.field("overAt", overAt)
    }
}

extension Notice.Way: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("medium", medium.rawValue)
        output.field("state", state.rawValue)
        output.field("message", message)
        output.field("failureCount", failureCount)
        output.field("isOver", isOver)
        output.field("isImpossible", isImpossible)
        output.field("at", at)
        output.field("nextAt", nextAt)
        output.field("fault", fault)
    }
}
