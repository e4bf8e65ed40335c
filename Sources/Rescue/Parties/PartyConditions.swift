internal import Incidents
internal import ValveModel

/// Which conditions hold for an incident, as far as it says so itself.
extension PartyLimits {
    /// The conditions that need neither time nor neighbours.
    func conditions(of incident: Incident) -> Set<PartyCondition> {
        var found: Set<PartyCondition> = []
        if incident.kinds.contains(.leak) { found.insert(.leak) }
        if incident.kinds.contains(.shutoffFailed) { found.insert(.shutoffFailed) }
        if incident.kinds.contains(.overpressure) { found.insert(.overpressure) }
        if incident.kinds.contains(.heat) { found.insert(.heat) }
        // A P4 event, such as a power cut or a lost link, is a work list and nobody's emergency.
        if incident.kinds.contains(.areaEvent), incident.priority <= .p3 {
            found.insert(.areaEvent)
        }
        if incident.priority == .p1, incident.inCircle == false { found.insert(.outOfCircle) }
        if incident.priority.callsOut, incident.inTime == false { found.insert(.nobodyInTime) }
        if incident.axis == .gas, let gas = incident.condition.gas, gas >= gasHigh {
            found.insert(.gasHigh)
        }
        return found
    }

    /// Whether gas is at a dangerous height and the valve is not proven closed.
    func isDangerous(_ incident: Incident) -> Bool {
        guard incident.axis == .gas, let gas = incident.condition.gas, gas >= gasUnproven else {
            return false
        }
        // The condition is of the newest reading, received with or after the alarm.
        let isTight = (incident.condition.flow ?? 0) <= Self.tightFlow
        return !(incident.condition.position == "closed" && isTight)
    }

    /// m³/h at or below which a closed valve counts as tight (contract, section 4, Proven closed).
    static let tightFlow: Float = 0.02
}

extension Incident {
    /// Whether anybody beside the centres may ever have to be told of it.
    var mayConcernParties: Bool {
        mode != .test && (priority.callsOut || kinds.contains(.areaEvent))
    }

    /// The building whose leaking homes count together; `nil` where none is known, or where this
    /// home does not leak.
    var leakingBuilding: String? {
        guard needsMadeSafe, !isFinished, let building = place.building else { return nil }
        return "\(mode.rawValue)|\(place.area)|\(building)"
    }
}
