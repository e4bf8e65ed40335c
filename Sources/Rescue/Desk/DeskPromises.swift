internal import Incidents
public import ValveModel

/// What the desk stands to do next, for somebody who checks that it does: for each P1 and P2 that is
/// not finished its deadlines as the incident states them, beside what is really queued for it.
public struct DeskPromises: Sendable {
    /// One unfinished P1 or P2.
    public struct Promise: Sendable {
        /// Id of the incident.
        public var incident: String
        /// Whether the plan still has to find a team that accepts.
        public var isWaiting: Bool
        /// Whether a team has accepted, is not there yet, and has to be looked for in time.
        public var isOnTheWay: Bool
        /// Whether the vehicle is at the building, or the team at the door.
        public var isOnScene: Bool
        /// When the incident says that its next take-over step is due.
        public var ackBy: Moment?
        /// When a queued deadline takes that step: the earliest at or after `ackBy`, as one before
        /// it passes without effect. Of a team on its way, when it is looked for.
        public var stepAt: Moment?
        /// When the rescue has to begin.
        public var rescueBy: Moment?
        /// Whether a restart holds the step back until queued replies have come.
        public var waitsForReplies: Bool
    }

    /// Unfinished P1 and P2 incidents, in no order.
    public var promises: [Promise] = []
    /// The earliest queued deadline of any kind and what it is for; `nil` when none is queued.
    public var earliest: (subject: String, at: Moment)?
}

extension RescueDesk {
    /// The promises as they stand between two batches. A desk that has just been restored has made
    /// none yet: what came due while nobody ran is taken up by its first batch.
    public func promises() -> DeskPromises {
        var all = DeskPromises()
        if area.isRestoring { return all }
        var steps: [String: (from: Moment, at: Moment?)] = [:]
        for incident in book.open.values where incident.mode != .test && !incident.isFinished {
            // One that follows another has the steps of that one.
            if leading(of: incident.id) != incident.id { continue }
            guard incident.isWaiting || (incident.priority.callsOut && incident.isHeld) else {
                continue
            }
            all.promises.append(
                DeskPromises.Promise(
                    incident: incident.id, isWaiting: incident.isWaiting,
                    isOnTheWay: incident.isOnTheWay && rules.silentOnWay != nil,
                    isOnScene: incident.state >= .onscene, ackBy: incident.ackBy,
                    stepAt: nil,
                    rescueBy: incident.rescueBy,
                    waitsForReplies: restart.late.contains(incident.id)))
            if incident.isWaiting, let ackBy = incident.ackBy { steps[incident.id] = (ackBy, nil) }
            if let journey = journeys[incident.id] { steps[incident.id] = (journey.dueAt, nil) }
        }
        if !steps.isEmpty {
            deadlines.forEach { moment, deadline in
                let id: String
                switch deadline {
                case .ladder(let name), .arrival(let name): id = name
                default: return
                }
                guard let step = steps[id], moment >= step.from else { return }
                steps[id]?.at = min(step.at ?? moment, moment)
            }
        }
        for place in all.promises.indices {
            all.promises[place].stepAt = steps[all.promises[place].incident]?.at
        }
        all.earliest = deadlines.first.map { (Self.subject($0.subject), $0.at) }
        return all
    }

    private static func subject(_ deadline: Deadline) -> String {
        switch deadline {
        case .ladder(let id), .overdue(let id), .entry(let id), .word(let id), .arrival(let id):
            "incident \(id)"
        case .delivery(let key): "incident \(key.incident)"
        case .close(let valve, _): "the close command of valve \(valve)"
        case .shelf(let id): "the shelf of \(id)"
        case .area: "the area events"
        case .road(let id): "the closing of road \(id)"
        case .place(let id): "the location of \(id)"
        case .shift: "the next change of shift"
        }
    }
}
