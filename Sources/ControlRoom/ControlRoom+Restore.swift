internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue
internal import Synchronization
internal import ValveModel
internal import ValveWatch

/// What a restart takes back: incidents with their deadlines, teams, commands, tests, the last known
/// state of every valve, and which alarms were taken.
extension ControlRoom {
    /// Tells the watch where every registered valve hangs and what it is judged by.
    func placeAll() {
        let edition = households.current
        watch.withDetector { detector in
            for (offset, household) in edition.households.enumerated() {
                guard let household else { continue }
                let valve = ValveIndex(UInt32(offset))
                detector.enrol(through: valve, area: household.area)
                detector.place(
                    valve, area: household.area, riser: edition.riser(valve),
                    profile: profiles.number(named: household.profile))
            }
        }
    }

    func restore(_ saved: JournalRestore) {
        let now = startedAt
        restoreValves(saved)
        loop.state.withLock { state in
            for row in saved.documents { restore(row, &state, at: now) }
            for row in saved.closedIncidents.reversed() {
                guard let incident = Self.decode(Incident.self, row.record) else { continue }
                if incident.mode == .exercise {
                    state.drills.desk.restore(incident, at: now)
                } else {
                    state.desk.restore(incident, at: now)
                }
                board.put(incident, IncidentRecord.notices(of: row))
            }
            for row in saved.openIncidents {
                guard let incident = Self.decode(Incident.self, row.record) else {
                    // Never silently: an incident that cannot be read is a fault a person must see.
                    health.set(
                        "incident_unreadable",
                        "Incident \(row.id) in the journal cannot be read: look it up with "
                            + "'gaswatchd db verify' and call its centre.", at: now)
                    continue
                }
                let notices = IncidentRecord.notices(of: row)
                if incident.mode == .exercise {
                    state.drills.desk.restore(incident, at: now)
                } else {
                    state.desk.restore(incident, at: now)
                }
                state.parties.restore(incident, notices, at: now)
                board.put(incident, notices)
            }
            restoreDrills(saved, &state, at: now)
        }
        if options.storesSetAside > 0 { keepIdsApart(at: now) }
        latchOpen(saved)
        latchMembers(saved)
        watch.publishAll()
    }

    /// Drills go on with the teams as they stand, and end when they would have.
    private func restoreDrills(
        _ saved: JournalRestore, _ state: inout ControlLoop.State, at now: Moment
    ) {
        for row in saved.documents where row.collection == "drill" {
            guard let body = row.body, let window = Self.decode(DrillWindow.self, body),
                state.drills.holds(row.key)
            else { continue }
            state.drills.limit(row.key, to: window.until)
        }
        for team in state.desk.roster.teams.values.sorted(by: { $0.id < $1.id }) {
            state.drills.desk.mirror(team, at: now)
        }
    }

    /// A hundred thousand ids a day for each store that was lost: three times what a storm over
    /// every household would raise.
    private func keepIdsApart(at now: Moment) {
        let date = LocalDate.digits(of: now, offsetSeconds: times.offsetSeconds(at: now))
        loop.state.withLock { state in
            state.desk.beginIds(after: "\(date)-\(options.storesSetAside * 100_000)")
        }
    }

    private func restoreValves(_ saved: JournalRestore) {
        watch.withDetector { detector in
            for row in saved.valves {
                guard let valve = households.enrol(row.valve) else { continue }
                detector.enrol(through: valve, area: row.area)
                detector.restore(valve, row.state.span, at: startedAt)
            }
            for alarm in saved.alarms {
                guard let valve = households.enrol(alarm.valve) else { continue }
                detector.restoreAlarm(
                    valve, boot: alarm.boot, sequence: alarm.sequence, bodyHash: alarm.bodyHash)
            }
        }
    }

    /// What lives in area events is as open as what has an incident.
    private func latchMembers(_ saved: JournalRestore) {
        for row in saved.documents where row.collection == "member" {
            guard let body = row.body, let part = Self.decode(AreaMembership.self, body),
                part.member.isStanding, !part.member.sign.isTrace,
                let valve = loop.index(of: part.member.sign.place.valve)
            else { continue }
            let kind = part.member.sign.kind
            watch.withDetector {
                $0.latch(valve, kinds: [kind], current: [kind], leakAt: .distantPast)
            }
        }
    }

    /// Whatever the journal holds open is latched, even when the valve's own state was older.
    private func latchOpen(_ saved: JournalRestore) {
        var held: [ValveIndex: [Incident]] = [:]
        for row in saved.openIncidents {
            guard let incident = Self.decode(Incident.self, row.record),
                incident.mode == .actual, !incident.isFinished,
                let valve = loop.index(of: incident.place.valve)
            else { continue }
            held[valve, default: []].append(incident)
        }
        watch.withDetector { detector in
            for row in 0..<detector.count {
                let valve = ValveIndex(UInt32(row))
                detector.forget(valve, except: (held[valve] ?? []).flatMap(\.kinds))
            }
        }
        for (valve, incident) in held.flatMap({ valve, all in all.map { (valve, $0) } }) {
            watch.withDetector { detector in
                detector.latch(
                    valve, kinds: incident.kinds, current: incident.current,
                    leakAt: incident.raisedAt)
            }
        }
    }

    private func restore(_ row: DocumentRow, _ state: inout ControlLoop.State, at now: Moment) {
        guard let body = row.body else { return }
        switch row.collection {
        case "team":
            if let team = Self.decode(TeamState.self, body) { state.desk.restore(team, at: now) }
        case "command":
            if let command = Self.decode(CloseCommand.self, body) {
                state.desk.restore(command, at: now)
            }
        case "road":
            if let closing = Self.decode(RoadClosing.self, body) { state.desk.restore(closing) }
        case "shelf":
            if let shelf = Self.decode(Shelf.self, body) {
                state.desk.restore(shelf, named: row.key, at: now)
            }
        case "member":
            if let part = Self.decode(AreaMembership.self, body) { state.desk.restore(part) }
        case "test":
            if let window = Self.decode(TestWindow.self, body), window.until > now,
                let valve = loop.index(of: row.key)
            {
                watch.order(.testDeclared(valve, until: window.until))
            }
        default: return
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(body))
    }
}
