package import ValveModel

/// The form in which the journal keeps an incident. It is written with every change, twice.
extension Incident: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("id", id)
        output.field("axis", axis.rawValue)
        output.field("kind", kind.rawValue)
        output.list("kinds") { for kind in kinds { output.put(Int64(kind.rawValue)) } }
        output.list("current") { for kind in current { output.put(Int64(kind.rawValue)) } }
        output.field("priority", priority.rawValue)
        output.field("state", state.rawValue)
        output.field("mode", mode.rawValue)
        place.write(as: "place", to: output)
        output.field("revision", revision)
        why?.write(as: "why", to: output)
        condition.write(as: "condition", to: output)
        output.field("entry", entry.rawValue)
        writeClocks(to: output)
        writeCalls(to: output)
        output.list("milestones") { for clock in milestones { clock.write(to: output) } }
        shelf?.write(as: "shelf", to: output)
        event?.write(as: "event", to: output)
        output.field("partOf", partOf)
        output.field("previous", previous)
        output.field("durable", durable)
    }

    private func writeClocks(to output: any RecordOutput) {
        output.field("raisedAt", raisedAt)
        output.field("clockFrom", clockFrom)
        output.field("orderedAt", orderedAt)
        output.field("ackBy", ackBy)
        output.field("arriveBy", arriveBy)
        output.field("rescueBy", rescueBy)
        output.field("seenAt", seenAt)
        output.field("seenBy", seenBy)
        output.field("acceptedAt", acceptedAt)
        output.field("enrouteAt", enrouteAt)
        output.field("onsceneAt", onsceneAt)
        output.field("rescueAt", rescueAt)
        output.field("rescueInferred", rescueInferred)
        output.field("safeAt", safeAt)
        output.field("safeBy", safeBy)
        output.field("closedAt", closedAt)
        output.field("closedBy", closedBy)
        output.field("reason", reason)
    }

    private func writeCalls(to output: any RecordOutput) {
        output.field("team", team)
        output.field("centre", centre)
        output.field("teamPinned", teamPinned)
        output.field("alsoTeams", alsoTeams)
        output.field("roundFrom", roundFrom)
        output.field("changedBy", changedBy)
        output.field("changedAt", changedAt)
        eta?.write(as: "eta", to: output)
        output.field("inCircle", inCircle)
        output.field("inTime", inTime)
        output.field("escalation", escalation)
        output.field("reasons", reasons)
        output.list("rejected") { for team in rejected { team.write(to: output) } }
        output.list("calls") { for call in calls { call.write(to: output) } }
        output.field("allTold", allTold)
    }
}

extension Incident.Call: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("team", team)
        output.field("centre", centre)
        output.field("at", at)
        output.field("answer", answer?.rawValue)
    }
}

extension Incident.Milestone: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("priority", priority.rawValue)
        output.field("raisedAt", raisedAt)
        output.field("arriveBy", arriveBy)
        output.field("rescueBy", rescueBy)
    }
}

extension Incident.Condition: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("gas", gas)
        output.field("gasAt", gasAt)
        output.field("isGasRising", isGasRising)
        output.field("flow", flow)
        output.field("pressure", pressure)
        output.field("temperature", temperature)
        output.field("position", position)
        output.field("heardAt", heardAt)
    }
}

extension Incident.ETA: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("seconds", seconds)
        output.field("turnout", turnout)
        output.field("travel", travel)
        output.field("access", access)
        output.field("model", model)
        output.field("calibration", calibration)
    }
}

extension Incident.Rejection: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("team", team)
        output.field("reason", reason)
        output.field("seconds", seconds)
    }
}

extension ValvePlace: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("valve", valve)
        output.field("area", area)
        output.field("address", address)
        output.field("building", building)
        output.field("riser", riser)
        output.field("floor", floor)
        output.field("latitude", latitude)
        output.field("longitude", longitude)
        output.field("located", located)
        output.field("homeCentre", homeCentre)
    }
}

extension Shelf: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("until", until)
        output.field("by", by)
        output.field("reason", reason)
        output.field("isService", isService)
    }
}
