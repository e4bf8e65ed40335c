package import ValveModel

extension AreaGroup: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("scope", scope.rawValue)
        output.field("area", area)
        output.field("building", building)
        output.field("riser", riser)
    }
}

extension AreaFacts: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        group.write(as: "group", to: output)
        output.field("family", family.rawValue)
        output.field("of", of.rawValue)
        output.field("cause", cause.rawValue)
        output.field("openedWith", openedWith)
        output.field("openedAt", openedAt)
    }
}

extension AreaRecord: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        facts.write(as: "facts", to: output)
        output.field("valves", valves)
        output.field("standing", standing)
        output.list("unled") { for home in unled { home.write(to: output) } }
        output.field("overAt", overAt)
    }
}

extension AreaRecord.Home: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("incident", incident)
        output.field("valve", valve)
        output.field("address", address)
        output.field("floor", floor)
        output.field("priority", priority.rawValue)
        output.field("gas", gas)
    }
}

extension Neighbourhood: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("riser", riser)
        output.field("building", building)
        output.field("area", area)
        output.field("fleet", fleet)
    }
}
