extension IncidentView: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object { writeFields(into: &$0, callout: nil) }
    }

    /// The body of a call-out: the incident and what the centre is asked to do with it.
    package func callout(_ word: String, acceptedBy: String? = nil) -> [UInt8] {
        var writer = JSONWriter(reserving: 2_048)
        writer.object { object in
            writeFields(into: &object, callout: word)
            if word == "standdown" {
                object.field("acceptedBy", acceptedBy)
            }
        }
        return writer.bytes
    }

    private func writeFields(into object: inout JSONWriter, callout: String?) {
        object.field("id", id)
        if let callout { object.field("callout", callout) }
        writeSubject(into: &object)
        writeClocks(into: &object)
        writePlan(into: &object)
        writeCondition(into: &object)
        object.array("calls") { array in
            for call in calls {
                array.object {
                    $0.field("team", call.team)
                    $0.field("centre", call.centre)
                    $0.field("at", call.at)
                    $0.field("answer", call.answer)
                }
            }
        }
        object.array("milestones") { array in
            for milestone in milestones {
                array.object {
                    $0.field("priority", milestone.priority)
                    $0.field("raisedAt", milestone.raisedAt)
                    $0.field("arriveBy", milestone.arriveBy)
                    $0.field("rescueBy", milestone.rescueBy)
                }
            }
        }
        writeEvent(into: &object)
        writeShelf(into: &object)
        object.field("partOf", partOf)
        object.field("previous", previous)
        object.field("durable", durable)
        object.array("notices") { array in
            for notice in notices ?? [] { notice.write(into: &array) }
        }
        writeHousehold(into: &object)
    }

    private func writeSubject(into object: inout JSONWriter) {
        object.field("kind", kind)
        object.field("axis", axis)
        object.field("findings", findings)
        object.field("priority", priority)
        object.field("state", state)
        object.field("valve", valve)
        object.field("area", area)
        object.field("address", address)
        object.field("building", building)
        object.field("riser", riser)
        object.field("floor", floor)
        object.field("location", location)
        object.field("located", located)
        object.field("homeCentre", homeCentre)
        object.field("centre", centre)
        object.field("team", team)
        object.field("revision", revision)
        object.field("mode", mode)
    }

    private func writeClocks(into object: inout JSONWriter) {
        object.field("raisedAt", raisedAt)
        object.field("orderedAt", orderedAt)
        object.field("ackBy", ackBy)
        object.field("arriveBy", arriveBy)
        object.field("rescueBy", rescueBy)
        object.field("visitBy", visitBy)
        object.field("seenAt", seenAt)
        object.field("seenBy", seenBy)
        object.field("acceptedAt", acceptedAt)
        object.field("enrouteAt", enrouteAt)
        object.field("onsceneAt", onsceneAt)
        object.field("rescueAt", rescueAt)
        object.field("safeAt", safeAt)
        object.field("closedAt", closedAt)
        object.field("rescueInferred", rescueInferred)
        object.field("reason", reason)
    }

    private func writePlan(into object: inout JSONWriter) {
        if let eta {
            object.object("eta") {
                $0.field("seconds", eta.seconds)
                $0.field("turnout", eta.turnout)
                $0.field("travel", eta.travel)
                $0.field("access", eta.access)
                $0.field("model", eta.model)
                if let calibration = eta.calibration { $0.field("calibration", calibration) }
            }
        } else {
            object.field("eta", nil as String?)
        }
        object.field("inCircle", inCircle)
        object.field("inTime", inTime)
        object.field("escalation", escalation)
        object.field("reasons", reasons)
        object.array("rejected") { array in
            for rejection in rejected {
                array.object {
                    $0.field("team", rejection.team)
                    $0.field("reason", rejection.reason)
                    $0.field("seconds", rejection.seconds)
                }
            }
        }
    }

    private func writeCondition(into object: inout JSONWriter) {
        object.field("gas", gas)
        object.field("position", position)
        object.field("pressure", pressure)
        object.field("flow", flow)
        object.field("temp", temp)
        object.field("lastHeardAt", lastHeardAt)
        object.field("entry", entry)
        ReasonView.write(why, into: &object)
    }

    /// Only an area event has these members.
    private func writeEvent(into object: inout JSONWriter) {
        guard let scope else { return }
        object.field("scope", scope)
        object.field("of", of)
        object.field("rule", rule)
        object.field("valves", valves ?? [])
        object.field("standing", standing)
        object.field("overAt", overAt)
        object.array("unled") { array in
            for home in unled ?? [] {
                array.object {
                    $0.field("incident", home.incident)
                    $0.field("valve", home.valve)
                    $0.field("address", home.address)
                    $0.field("floor", home.floor)
                    $0.field("priority", home.priority)
                    $0.field("gas", home.gas)
                }
            }
        }
    }

    private func writeShelf(into object: inout JSONWriter) {
        object.field("alarmState", alarmState)
        object.shelf("shelved", shelved)
    }

    private func writeHousehold(into object: inout JSONWriter) {
        if let category { object.field("category", category) }
        if let accessNote { object.field("accessNote", accessNote) }
        if let contacts {
            object.array("contacts") { array in
                for contact in contacts {
                    array.object {
                        $0.field("role", contact.role)
                        $0.field("name", contact.name)
                        $0.field("phone", contact.phone)
                    }
                }
            }
        }
        if let further {
            object.array("further") { array in
                for column in further {
                    array.object {
                        $0.field("column", column.column)
                        $0.field("value", column.value)
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    /// What is set aside: until when, by whom and why.
    mutating func shelf(_ name: StaticString, _ shelf: IncidentView.Shelf?) {
        guard let shelf else { return field(name, nil as String?) }
        object(name) {
            $0.field("until", shelf.until)
            $0.field("by", shelf.by)
            $0.field("reason", shelf.reason)
        }
    }
}
