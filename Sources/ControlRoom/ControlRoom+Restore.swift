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
    ///
    /// - Parameter new: profiles that take the place of the present ones in the same instant, so that
    ///   no valve is ever judged by a profile that has come to stand at another's number.
    func placeAll(by new: [Profile]? = nil) {
        watch.withDetector { detector in
            if let new {
                profiles.replace(new)
                detector.replaceProfiles(new)
            }
            // Read here, so that of two who place the last has the newest of both.
            let edition = households.current
            for (offset, household) in edition.households.enumerated() {
                guard let household else { continue }
                let valve = ValveIndex(UInt32(offset))
                detector.enrol(through: valve, area: household.area)
                detector.place(
                    valve, area: household.area, riser: edition.riser(valve),
                    building: edition.building(valve),
                    profile: profiles.number(named: household.profile),
                    isRetired: edition.retired.contains(valve))
            }
        }
        // Whoever reads a valve by its face finds its profile in the new table.
        watch.publishAll()
        judgeAreas()
        tellUnknownProfiles(households.current.registered.lazy.map(\.profile))
    }

    /// A name that no profile has is most likely a slip of the pen, and changes what a home is judged
    /// by: somebody has to know.
    private func tellUnknownProfiles(_ names: some Sequence<String>) {
        let known = Set(profiles.all.map(\.name))
        var counts: [String: Int] = [:]
        for name in names where !name.isEmpty && !known.contains(name) {
            counts[name, default: 0] += 1
        }
        let shown = counts.keys.sorted().prefix(5).joined(separator: ", ")
        let words =
            "\(counts.values.reduce(0, +)) homes name a profile that profiles.yaml does not have "
            + "(\(shown)) and are judged by the default one. Mend the registry or the profiles."
        health.set("profile_unknown", counts.isEmpty ? nil : words, at: clock.now())
    }

    func restore(_ saved: JournalRestore) {
        let now = startedAt
        restoreValves(saved)
        restoreFlags(saved)
        var beginning = beginning(saved, at: now)
        let figures = FigureRecord.of(saved.documents, at: now)
        beginning.rates = figures?.rates
        let isWhole = needsWholeStart(saved, at: now)
        loop.state.withLock { state in
            state.desk = RescueDesk(
                beginning, roads: [options.roads].compactMap(\.self),
                tally: figures?.tally?.resumed(at: now), at: now)
            state.tape.begin(beginning, isWhole: isWhole, at: now)
            if isWhole {
                state.batch.documents.append(
                    DocumentRow(
                        collection: "replay", key: "whole",
                        body: JournalJSON.of(["at": now])))
            }
            restoreDrills(saved, &state, at: now)
        }
        latchMembers(saved, apartFrom: latchOpen(saved))
        resume(beginning.commands, at: now)
        watch.publishAll()
    }

    /// A kill may come between the command and the valve's row: that it was commanded is known from the
    /// command itself.
    private func resume(_ commands: [CloseCommand], at now: Moment) {
        watch.withDetector { detector in
            for command in commands where command.until > now {
                guard let valve = loop.index(of: command.valve) else { continue }
                detector.resumeCommand(valve, since: min(command.firstAt, now))
            }
        }
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
    /// every household would raise. An id that a centre knows must not come again for another home. Of
    /// stores that are gone nobody knows how many there were: each minute has a hundred thousand of its own.
    private func newestLostID(at now: Moment) -> String? {
        let offset = times.offsetSeconds(at: now)
        var lost = options.storesSetAside
        if options.isStoreMissing {
            let seconds = now.milliseconds / 1_000 + Int64(offset)
            lost += 1 + Int(seconds % 86_400 / 60)
        }
        guard lost > 0 else { return nil }
        return "\(LocalDate.digits(of: now, offsetSeconds: offset))-\(lost * 100_000)"
    }

    private func restoreValves(_ saved: JournalRestore) {
        var unreadableCount = 0
        watch.withDetector { detector in
            for row in saved.valves {
                guard let valve = households.enrol(row.valve) else { continue }
                detector.enrol(through: valve, area: row.area)
                if !detector.restore(valve, row.state.span, at: startedAt) { unreadableCount += 1 }
            }
            for alarm in saved.alarms {
                guard let valve = households.enrol(alarm.valve) else { continue }
                detector.restoreAlarm(
                    valve, boot: alarm.boot, sequence: alarm.sequence, bodyHash: alarm.bodyHash)
            }
        }
        guard unreadableCount > 0 else { return }
        health.set(
            "row_unreadable",
            "The last state of \(unreadableCount) valves cannot be read, as another version wrote it or "
                + "it is damaged: what is open comes from their incidents, and what takes hours to be "
                + "seen begins anew.", at: startedAt)
    }

    private func restoreFlags(_ saved: JournalRestore) {
        for row in saved.documents where row.collection == "flags" {
            guard let body = row.body, let words = Self.decode([String].self, body),
                let valve = loop.index(of: row.key)
            else { continue }
            shared.restore(unnamed: words, of: valve)
        }
    }

    /// What lives in area events is as open as what has an incident. Of what has one of its own, that
    /// says whether it still holds: the event keeps it until people have settled it.
    private func latchMembers(_ saved: JournalRestore, apartFrom own: Set<String>) {
        for row in saved.documents where row.collection == "member" {
            guard let body = row.body, let part = Self.decode(AreaMembership.self, body),
                part.member.isStanding, !part.member.sign.isTrace,
                !own.contains(
                    AreaMembership.name(
                        part.member.sign.place.valve, part.member.sign.kind)),
                let valve = loop.index(of: part.member.sign.place.valve)
            else { continue }
            let kind = part.member.sign.kind
            watch.withDetector {
                $0.latch(valve, kinds: [kind], current: [kind], leakAt: .distantPast)
            }
        }
    }

    /// Whatever the journal holds open is latched, even when the valve's own state was older.
    ///
    /// - Returns: the kinds of each valve that have an incident, by `AreaMembership.name`.
    private func latchOpen(_ saved: JournalRestore) -> Set<String> {
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
        // In the order of the valves: what is due together comes up in the order it was set in.
        let order = held.sorted { $0.key < $1.key }
        for (valve, incident) in order.flatMap({ valve, all in all.map { (valve, $0) } }) {
            watch.withDetector { detector in
                detector.latch(
                    valve, kinds: incident.kinds, current: incident.current,
                    leakAt: incident.kinds.contains(.leak) ? incident.raisedAt : .distantPast,
                    why: incident.why)
            }
        }
        return Set(
            held.values.joined().flatMap { incident in
                incident.kinds.map { AreaMembership.name(incident.place.valve, $0) }
            })
    }

    /// What the desk goes on with.
    private func beginning(_ saved: JournalRestore, at now: Moment) -> DeskBeginning {
        var beginning = DeskBeginning(
            rules: options.rules, commandPrefix: "c\(now.milliseconds)")
        beginning.roads = options.roads?.identity
        beginning.deliveries = []
        for row in saved.documents { restore(row, &beginning, at: now) }
        for row in saved.closedIncidents.reversed() {
            guard let incident = Self.decode(Incident.self, row.record) else { continue }
            if incident.mode == .exercise {
                loop.state.withLock { $0.drills.desk.restore(incident, at: now) }
            } else {
                beginning.noteClosed(incident.id)
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
                loop.state.withLock { $0.drills.desk.restore(incident, at: now) }
            } else {
                beginning.incidents.append(incident)
            }
            loop.state.withLock { $0.parties.restore(incident, notices, at: now) }
            board.put(incident, notices)
        }
        if let lost = newestLostID(at: now) { beginning.noteClosed(lost) }
        if let reservation = NumberReservation.of(saved.documents) {
            beginning.noteClosed(reservation.newestID(at: now))
            // A drill that a kill has taken may be known to its centre as well.
            if !reservation.isExact {
                loop.state.withLock {
                    $0.drills.desk.noteNumber(
                        reservation.newest(at: now), on: reservation.date)
                }
            }
        }
        return beginning
    }

    private func restore(_ row: DocumentRow, _ beginning: inout DeskBeginning, at now: Moment) {
        guard row.body != nil else { return }
        switch row.collection {
        case "team": read(TeamState.self, row, at: now).map { beginning.teams.append($0) }
        case "command":
            read(CloseCommand.self, row, at: now).map { beginning.commands.append($0) }
        case "road":
            read(RoadClosing.self, row, at: now).map { beginning.closings.append($0) }
        case "post":
            read(StandbyPost.self, row, at: now).map { beginning.standby.append($0) }
        case "calibration":
            read(TravelCalibration.self, row, at: now).map { beginning.calibrations.append($0) }
        case "shelf":
            guard let shelf = read(Shelf.self, row, at: now) else { return }
            beginning.shelves[row.key] = shelf
            services.note(row.key, shelf)
        case "delivery":
            read(Delivery.self, row, at: now).map { beginning.deliveries?.append($0) }
        case "member":
            read(AreaMembership.self, row, at: now).map { beginning.members.append($0) }
        case "test":
            if let window = read(TestWindow.self, row, at: now), window.until > now,
                let valve = loop.index(of: row.key)
            {
                watch.order(.testDeclared(valve, until: window.until))
            }
        default: return
        }
    }

    /// A row that cannot be read is left out, and never silently.
    private func read<Value: Decodable>(
        _ type: Value.Type, _ row: DocumentRow, at now: Moment
    ) -> Value? {
        let value = row.body.flatMap { Self.decode(type, $0) }
        if value == nil {
            health.set(
                "row_unreadable",
                "What the journal keeps as \(row.collection) \(row.key) cannot be read and is left "
                    + "out: look it up with 'gaswatchd db verify' and set it again.", at: now)
        }
        return value
    }

    /// Whether this start writes everything it begins with, so that a replay can begin here: the
    /// first one on a store, and one a month, so that older inputs can be pruned.
    private func needsWholeStart(_ saved: JournalRestore, at now: Moment) -> Bool {
        let row = saved.documents.first { $0.collection == "replay" && $0.key == "whole" }
        // A store that was begun anew after damage has the document and not the entries.
        guard saved.lastSequence > 0, let body = row?.body,
            let last = Self.decode([String: Moment].self, body)?["at"]
        else { return true }
        return now - last >= Self.wholeStartEvery
    }

    /// 30 days: one whole start in 13 of the 400 days that are kept.
    private static let wholeStartEvery = Lapse.hours(24 * 30)

    static func decode<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) -> Value? {
        try? JSONDecoder().decode(type, from: Data(body))
    }
}
