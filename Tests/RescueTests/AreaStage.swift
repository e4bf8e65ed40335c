import Foundation
import Incidents
import Rescue
import ValveModel

extension DeskStage {
    /// Homes as in a town of risers of twelve and buildings of sixty, 29,040 in all; every home's
    /// centre is `east` unless it is in an odd area.
    static func town(_ home: Int) -> ValvePlace {
        let area = home / 2_640
        var place = ValvePlace(valve: "H\(home)", area: "37020201\(area % 10)")
        place.building = "B\(home / 60)"
        place.riser = "R\(home / 12 % 5)"
        place.address = "Home \(home)"
        place.floor = home % 12 + 1
        place.latitude = 36.06
        place.longitude = 120.401
        place.homeCentre = area.isMultiple(of: 2) ? "east" : "west"
        return place
    }

    /// A finding of a home of the town.
    mutating func town(
        _ home: Int, _ kind: FindingKind, _ priority: Priority,
        _ change: DeskFinding.Change = .raised, gas: Float? = nil,
        cause: ShutoffCause = .unknown
    ) {
        var condition = Incident.Condition()
        condition.gas = gas
        condition.gasAt = gas.map { _ in now }
        var finding = DeskFinding(
            change, kind, priority, place: Self.town(home), condition: condition)
        finding.cause = cause
        finding.neighbours = Neighbourhood(riser: 12, building: 60, area: 2_640, fleet: 29_040)
        desk.note(finding, at: now)
    }

    /// Every home's finding, one batch.
    mutating func town(_ homes: some Sequence<Int>, _ kind: FindingKind, _ priority: Priority) {
        for home in homes { town(home, kind, priority) }
    }

    /// Open area events, oldest first.
    var events: [Incident] {
        desk.book.open.values.filter { $0.event != nil }.sorted { $0.id < $1.id }
    }

    /// Open incidents of valves.
    var alone: [Incident] { desk.book.open.values.filter { $0.event == nil } }
}

extension [DeskAction] {
    /// Incidents that ended in these actions, by id.
    var closed: [String: Incident] {
        reduce(into: [:]) { closed, action in
            if case .changed(let incident) = action, !incident.isOpen {
                closed[incident.id] = incident
            }
        }
    }

    /// Call-outs of one incident, as `new east`, repeats left out.
    func callouts(of id: String) -> [String] {
        filter { action in
            guard case .callout(let callout) = action else { return false }
            return callout.incident.id == id
        }.callouts
    }

    /// What the journal keeps of parts in area events after these actions, by name.
    var memberships: [String: AreaMembership] {
        reduce(into: [:]) { kept, action in
            switch action {
            case .member(let membership): kept[membership.name] = membership
            case .memberOver(let name): kept[name] = nil
            default: break
            }
        }
    }
}

/// The parts in area events that the journal holds.
struct KeptParts {
    private(set) var parts: [String: AreaMembership] = [:]

    mutating func keep(_ actions: [DeskAction]) {
        for action in actions {
            switch action {
            case .member(let membership): parts[membership.name] = membership
            case .memberOver(let name): parts[name] = nil
            default: break
            }
        }
    }
}

extension DeskStage {
    /// The desk of a start twenty seconds later, from what the journal holds.
    func restarted(_ kept: KeptParts) throws -> DeskStage {
        var next = DeskStage()
        next.now = now + .seconds(20)
        for membership in kept.parts.values {
            let body = try JSONEncoder().encode(membership)
            next.desk.restore(try JSONDecoder().decode(AreaMembership.self, from: body))
        }
        for incident in desk.book.open.values {
            let body = try JSONEncoder().encode(incident)
            next.desk.restore(try JSONDecoder().decode(Incident.self, from: body), at: next.now)
        }
        next.settle()
        return next
    }
}
