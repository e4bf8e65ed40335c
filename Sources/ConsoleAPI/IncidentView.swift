/// An incident as the contract's section 5 shows it: in the API, in the CLI and, with the
/// household's private part, in a call-out.
package struct IncidentView: Decodable, Equatable, Sendable {
    package struct ETA: Decodable, Equatable, Sendable {
        package var seconds: Int
        package var turnout: Int
        package var travel: Int
        package var access: Int
        package var model: String
        /// Seconds of `turnout` that an accepted calibration adds; absent without one.
        package var calibration: Int?
        package init(
            seconds: Int, turnout: Int, travel: Int, access: Int, model: String,
            calibration: Int? = nil
        ) {
            self.seconds = seconds
            self.turnout = turnout
            self.travel = travel
            self.access = access
            self.model = model
            self.calibration = calibration
        }
    }

    package struct Rejection: Decodable, Equatable, Sendable {
        package var team: String
        package var reason: String
        package var seconds: Int?
        package init(team: String, reason: String, seconds: Int?) {
            self.team = team
            self.reason = reason
            self.seconds = seconds
        }
    }

    package struct Call: Decodable, Equatable, Sendable {
        package var team: String?
        package var centre: String
        package var at: String
        package var answer: String?
        package init(team: String?, centre: String, at: String, answer: String?) {
            self.team = team
            self.centre = centre
            self.at = at
            self.answer = answer
        }
    }

    /// A five-minute clock that ran before the present one.
    package struct Milestone: Decodable, Equatable, Sendable {
        package var priority: String
        package var raisedAt: String
        package var arriveBy: String
        package var rescueBy: String
        package init(priority: String, raisedAt: String, arriveBy: String, rescueBy: String) {
            self.priority = priority
            self.raisedAt = raisedAt
            self.arriveBy = arriveBy
            self.rescueBy = rescueBy
        }
    }

    package struct Contact: Decodable, Equatable, Sendable {
        package var role: String
        package var name: String
        package var phone: String
        package init(role: String, name: String, phone: String) {
            self.role = role
            self.name = name
            self.phone = phone
        }
    }

    /// A column of the registry that is not the contract's.
    package struct Further: Decodable, Equatable, Sendable {
        package var column: String
        package var value: String
        package init(column: String, value: String) {
            self.column = column
            self.value = value
        }
    }

    /// A leaking home of an area event that no team is left for.
    package struct UnledHome: Decodable, Equatable, Sendable {
        /// Id of its own incident.
        package var incident: String
        package var valve: String
        package var address: String?
        package var floor: Int?
        package var priority: String
        package var gas: Double?

        package init(incident: String, valve: String, priority: String) {
            self.incident = incident
            self.valve = valve
            self.priority = priority
        }
    }

    /// An alarm set aside by a person for a while.
    package struct Shelf: Decodable, Equatable, Sendable {
        package var until: String
        package var by: String
        package var reason: String
        package init(until: String, by: String, reason: String) {
            self.until = until
            self.by = by
            self.reason = reason
        }
    }

    package var id: String
    package var kind: String
    package var axis: String
    package var findings: [String]
    package var priority: String
    package var state: String
    package var valve: String?
    package var area: String
    package var address: String?
    package var building: String?
    package var riser: String?
    package var floor: Int?
    package var location: LocationView?
    package var located: String?
    package var homeCentre: String?
    package var centre: String?
    package var team: String?
    package var revision: Int
    package var mode: String
    package var raisedAt: String
    package var orderedAt: String?
    package var ackBy: String?
    package var arriveBy: String?
    package var rescueBy: String?
    /// Of a P3: by when somebody is to have been there.
    package var visitBy: String?
    package var seenAt: String?
    package var seenBy: String?
    package var acceptedAt: String?
    package var enrouteAt: String?
    package var onsceneAt: String?
    package var rescueAt: String?
    package var safeAt: String?
    package var closedAt: String?
    package var rescueInferred: Bool
    package var reason: String?
    package var eta: ETA?
    package var inCircle: Bool?
    package var inTime: Bool?
    package var escalation: Int
    package var reasons: [String]
    package var rejected: [Rejection]
    package var gas: Double?
    package var position: String
    package var pressure: Double?
    package var flow: Double?
    package var temp: Double?
    /// Why its kind was raised.
    package var why: ReasonView?
    package var lastHeardAt: String?
    package var entry: String
    package var calls: [Call]
    package var milestones: [Milestone]
    /// Of an area event: `riser`, `building`, `area` or `fleet`.
    package var scope: String?
    /// Of an area event: the kind its valves show.
    package var of: String?
    /// Of an area event: what opened it, such as `many_together` or `building_gas`.
    package var rule: String?
    /// Of an area event: every valve that belongs or belonged to it, in the order of joining.
    package var valves: [String]?
    /// Of an area event: findings of it that still stand.
    package var standing: Int?
    /// Of an area event: when it fell apart.
    package var overAt: String?
    /// Of an area event: leaking homes of it that no team is left for.
    package var unled: [UnledHome]?
    /// State of the alarm after ISA-18.2.
    package var alarmState: String?
    package var shelved: Shelf?
    package var partOf: String?
    package var previous: String?
    package var durable: Bool
    /// Who else was told.
    package var notices: [NoticeView]?
    package var category: String?
    package var accessNote: String?
    package var contacts: [Contact]?
    /// Columns of the registry that only the gas company knows the meaning of, such as who holds a key.
    package var further: [Further]?

    /// An incident of which only the fields that can never be absent are known.
    package init(
        id: String, kind: String, axis: String, priority: String, state: String, area: String,
        revision: Int, mode: String, raisedAt: String, position: String, entry: String
    ) {
        self.id = id
        self.kind = kind
        self.axis = axis
        self.priority = priority
        self.state = state
        self.area = area
        self.revision = revision
        self.mode = mode
        self.raisedAt = raisedAt
        self.position = position
        self.entry = entry
        findings = []
        rescueInferred = false
        escalation = 0
        reasons = []
        rejected = []
        calls = []
        milestones = []
        durable = true
    }
}
