internal import ControlRoom
internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// A restart: what stands is what the journal holds, and what stood before.
extension Simulation {
    func checkRestart(_ room: ControlRoom) throws(Violation) {
        let rows = store.withCommitted { committed in
            committed.incidents.values.map(\.row).filter { $0.isOpen && $0.mode != "exercise" }
        }
        let open = room.loop.withDesk { $0.book.open }
        guard rows.count == open.count else {
            throw violation(
                .restartKeeps,
                "\(rows.count) incidents are open in the journal, \(open.count) stand")
        }
        let now = room.clock.now()
        for row in rows {
            guard let incident = open[row.id] else {
                throw violation(.restartKeeps, "\(row.id) is open in the journal and gone")
            }
            guard
                let saved = try? JSONDecoder().decode(Incident.self, from: Data(row.record))
            else { throw violation(.restartKeeps, "\(row.id) cannot be read") }
            if let field = Self.difference(saved, incident, at: now, district.rules) {
                throw violation(.restartKeeps, "\(row.id) differs in \(field) from the journal")
            }
        }
        try checkDrills(room)
        if let before = checks.deskAtEnd { try compare(before, room, at: now) }
        checks.deskAtEnd = nil
    }

    /// A drill goes on over a restart, with its clocks and teams.
    private func checkDrills(_ room: ControlRoom) throws(Violation) {
        defer { checks.drillsAtEnd = nil }
        guard let before = checks.drillsAtEnd else { return }
        let now = room.clock.now()
        let after = room.loop.withDrills { $0.book.open }
        let isAtWork = room.loop.withDesk { desk in
            desk.roster.teams.mapValues { $0.holding != nil || !$0.isAvailable }
        }
        for (id, incident) in before.book.open {
            // Who is at actual work leaves the drill with the start.
            let teams = incident.alsoTeams + [incident.team].compactMap(\.self)
            if teams.contains(where: { isAtWork[$0] ?? true }) { continue }
            guard let other = after[id] else {
                throw violation(.drillStaysApart, "drill \(id) ran and is gone")
            }
            if let field = Self.difference(incident, other, at: now, district.rules) {
                throw violation(.drillStaysApart, "drill \(id) differs in \(field) from before")
            }
        }
    }

    /// The desk as it stood at the end, all of it on disk, against the desk that stands now.
    private func compare(
        _ before: RescueDesk, _ room: ControlRoom, at now: Moment
    ) throws(Violation) {
        let after = room.loop.withDesk { $0 }
        for (id, incident) in before.book.open {
            guard let other = after.book.open[id] else {
                throw violation(.restartKeeps, "\(id) was open and is gone")
            }
            if let field = Self.difference(incident, other, at: now, district.rules) {
                throw violation(.restartKeeps, "\(id) differs in \(field) from before")
            }
        }
        for (id, team) in before.roster.teams {
            // A shift may have turned meanwhile.
            let isSameShift =
                before.isOnShift(id, at: checks.endedAt) == after.isOnShift(id, at: now)
            guard let other = after.roster.teams[id],
                !isSameShift || other.isAvailable == team.isAvailable,
                other.isUnresponsive == team.isUnresponsive, other.holding == team.holding,
                other.place == team.place
            else {
                throw violation(
                    .restartKeeps,
                    "team \(id) held \(team.holding ?? "-") and holds "
                        + "\(after.roster.teams[id]?.holding ?? "-"), or is not as before")
            }
        }
        let closings = before.closings.filter { $0.value.until > now }
        guard closings == after.closings.filter({ closings[$0.key] != nil }) else {
            throw violation(.restartKeeps, "closed roads are not as before")
        }
        guard before.calibrations == after.calibrations else {
            throw violation(.restartKeeps, "the accepted calibrations are not as before")
        }
        let (told, goesOn) = (before.keptDeliveries, after.keptDeliveries)
        guard told.map(\.name) == goesOn.map(\.name) else {
            throw violation(
                .restartKeeps,
                "on their way were \(told.map(\.name)), and are \(goesOn.map(\.name))")
        }
        var commands = before.commands.filter { $0.value.until > now }
        // A clock that was set back brings the end in, and nothing moves it out.
        for (valve, command) in commands {
            commands[valve]?.until = min(command.until, after.commands[valve]?.until ?? now)
        }
        for (valve, command) in commands where after.commands[valve] != command {
            let other = after.commands[valve].map { "\($0)" } ?? "nothing"
            throw violation(.restartKeeps, "the close command \(command) is \(other)")
        }
    }

    /// The first field in which two forms of an incident differ. Deadlines may be brought in to their
    /// original length, by a clock that was set back, and nothing else may move them; measurements
    /// are telemetry and may be a minute old.
    static func difference(
        _ saved: Incident, _ now: Incident, at moment: Moment, _ rules: RescueRules
    ) -> String? {
        if saved.state != now.state { return "state" }
        if saved.priority != now.priority { return "priority" }
        if saved.kind != now.kind || saved.kinds != now.kinds { return "kinds" }
        if saved.current != now.current { return "current" }
        if saved.team != now.team { return "team" }
        if saved.alsoTeams != now.alsoTeams { return "alsoTeams" }
        if saved.teamPinned != now.teamPinned { return "teamPinned" }
        if saved.seenAt != now.seenAt || saved.seenBy != now.seenBy { return "seen" }
        if saved.acceptedAt != now.acceptedAt { return "acceptedAt" }
        if saved.onsceneAt != now.onsceneAt { return "onsceneAt" }
        if saved.safeAt != now.safeAt { return "safeAt" }
        if saved.raisedAt != now.raisedAt || saved.clockFrom != now.clockFrom { return "raisedAt" }
        if saved.revision != now.revision { return "revision" }
        if saved.milestones != now.milestones { return "milestones" }
        if now.arriveBy != saved.arriveBy.map({ min($0, moment + rules.arrival) }) {
            return "arriveBy"
        }
        if now.rescueBy != saved.rescueBy.map({ min($0, moment + rules.rescue) }) {
            return "rescueBy"
        }
        // The window of a call-out is kept. The next step of an incident that nobody could be called
        // to is not journalled each time: it comes with the start.
        if saved.isWaiting, let team = saved.team,
            let call = saved.calls.last(where: { $0.team == team }),
            call.isOpen, call.answer != .silent,
            now.ackBy
                != saved.ackBy.map({
                    min(
                        $0,
                        moment
                            + (Self.isOverdue(min(call.at, moment), now)
                                ? .seconds(60) : rules.ackWindow))
                })
        {
            return "ackBy (\(saved.ackBy?.milliseconds ?? 0), \(now.ackBy?.milliseconds ?? 0))"
        }
        let calls = zip(saved.calls, now.calls).allSatisfy { left, right in
            left.team == right.team && left.centre == right.centre
                && min(left.at, moment) == right.at && left.answer == right.answer
        }
        return calls && saved.calls.count == now.calls.count ? nil : "calls"
    }

    /// Whether a call-out was made after the time of the rescue had passed.
    private static func isOverdue(_ call: Moment, _ incident: Incident) -> Bool {
        incident.rescueBy.map { call >= $0 } ?? false
    }
}
