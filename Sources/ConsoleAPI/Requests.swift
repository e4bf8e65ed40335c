/// What a person does with an incident.
package enum IncidentStep: String, CaseIterable, Sendable {
    case ack, dispatch, accept, enroute, onscene, rescue, safe, close, note, handover, shelve
    case unshelve
}

/// Body of `POST incidents/{id}/{step}`.
package struct StepRequest: Codable, Equatable, Sendable {
    package var by: String
    package var revision: Int?
    package var note: String?
    package var team: String?
    /// For `handover`: the centre that takes it.
    package var centre: String?
    package var also: Bool?
    package var accepted: Bool?
    package var reason: String?
    package var verifiedBy: String?
    /// For `shelve`: for how long, 1 … 480.
    package var minutes: Int?

    package init(by: String) { self.by = by }
}

/// Body of `POST valves/{id}/close` and `POST valves/{id}/test`.
package struct ValveRequest: Codable, Equatable, Sendable {
    package var by: String
    /// Length of a test window, 1 … 240.
    package var minutes: Int?

    package init(by: String, minutes: Int? = nil) {
        self.by = by
        self.minutes = minutes
    }
}

/// Body of `POST drills`.
package struct DrillRequest: Codable, Equatable, Sendable {
    package var by: String
    /// At whose home.
    package var valve: String
    /// After which it ends by itself, 1 … 240; 30 when absent.
    package var minutes: Int?
    /// Kind of finding; `leak` when absent.
    package var kind: String?

    package init(by: String, valve: String) {
        self.by = by
        self.valve = valve
    }
}

/// Body of `POST valves/{id}/service`.
package struct ServiceRequest: Codable, Equatable, Sendable {
    package var by: String
    /// False takes the valve out of service, true back into it.
    package var inService: Bool
    /// For how long it is out, 1 … 43,200.
    package var minutes: Int?
    package var reason: String?

    package init(by: String, inService: Bool, minutes: Int? = nil, reason: String? = nil) {
        self.by = by
        self.inService = inService
        self.minutes = minutes
        self.reason = reason
    }
}

/// Body of `POST teams/{id}`.
package struct TeamRequest: Codable, Equatable, Sendable {
    package var by: String
    package var available: Bool
    package var location: LocationView?

    package init(by: String, available: Bool, location: LocationView? = nil) {
        self.by = by
        self.available = available
        self.location = location
    }
}

/// Answer to `POST valves/{id}/close`.
package struct CommandView: Decodable, Equatable, Sendable, JSONWritable {
    package var id: String
    package var valve: String
    package var action: String
    package var sentAt: String

    package init(id: String, valve: String, action: String, sentAt: String) {
        self.id = id
        self.valve = valve
        self.action = action
        self.sentAt = sentAt
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("id", id)
            object.field("valve", valve)
            object.field("action", action)
            object.field("sentAt", sentAt)
        }
    }
}

/// Answer to `PUT registry`.
package struct RegistryView: Decodable, Equatable, Sendable, JSONWritable {
    package var valves: Int
    package var added: Int
    package var changed: Int
    package var retired: Int

    package init(valves: Int, added: Int, changed: Int, retired: Int) {
        self.valves = valves
        self.added = added
        self.changed = changed
        self.retired = retired
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("valves", valves)
            object.field("added", added)
            object.field("changed", changed)
            object.field("retired", retired)
        }
    }
}
