internal import ConsoleAPI
internal import FlatStore
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import ValveModel
internal import ValveWatch

/// Inputs, one at a time, into the desk.
extension ControlLoop {
    func note(_ input: ControlInput, _ state: inout State, at now: Moment) {
        switch input {
        case .watch(let batch): note(batch, &state)
        case .strangerAlarm(let area): noteStranger(area, &state, at: now)
        case .unnamedFlags(let valve, let words):
            guard let name = context.households.name(valve) else { return }
            state.batch.documents.append(
                DocumentRow(
                    collection: "flags", key: name.description, body: JournalJSON.of(words)))
        case .result(let valve, let result):
            tell(
                .result(
                    valve: valve, id: result.id, outcome: result.outcome,
                    position: result.position), &state, at: now)
        case .reply(let reply):
            // A centre that the file names no more speaks for the teams that are still out.
            guard state.desk.roster.speaks(reply.centre) else {
                // Nobody is answered at a centre that does not exist.
                return count(
                    .replyOfUnknownCentre, "\(reply.centre)/reply", reply.incident, at: now)
            }
            tell(.reply(reply), &state, at: now)
            if reply.word == .decline, let team = reply.team { tellTeam(team, &state) }
        case .drillReply(let reply): state.drills.desk.note(reply, at: now)
        case .roster(let centre, let sentAt, let lines):
            noteRoster(lines, of: centre, sentAt: sentAt, &state, at: now)
        case .centreLink(let centre, let isOnline):
            guard state.desk.roster.speaks(centre) else {
                return count(.linkOfUnknownCentre, "\(centre)/link", "\(isOnline)", at: now)
            }
            tell(.centreLink(centre: centre, isOnline: isOnline), &state, at: now)
        case .rescueCursor(let cursor): state.effects.append(.rescueCursor(cursor))
        case .rescueLink(let isConnected):
            noteRescueLink(isConnected, &state, at: now)
            if isConnected { tellAllStandby(&state, at: now) }
        case .rescueWay(let isOpen):
            state.rescueWay.leaves = isOpen
            guard state.rescueWay.comes else { return }
            tell(isOpen ? .rescueConnected : .rescueLost, &state, at: now)
        case .valveLink(let isConnected):
            tell(
                .valveBroker(
                    isConnected: isConnected, valves: isConnected ? [] : valvesOnline), &state,
                at: now)
        case .listening(let isListening):
            context.watch.withDetector {
                if isListening { $0.listenAgain(at: now) } else { $0.goDeaf() }
            }
        case .rules(let rules):
            tell(.rules(rules), &state, at: now)
            state.drills.desk.replace(rules: rules, at: now)
            state.mayHaveMoved = true
            state.effects.append(.ground)
        case .roads(let network, let path):
            state.batch.documents += [RoadFileRecord.row(network, path)].compactMap(\.self)
            state.desk.hold(network)
            tell(.roads(network?.identity), &state, at: now)
            state.drills.desk.take(roads: network)
            state.effects.append(.ground)
        case .partyRules(let rules): state.parties.replace(rules: rules)
        case .noticeReport(let report): state.parties.note(report, at: now)
        case .partyAnswer(let answer): noteAnswer(answer, &state, at: now)
        case .request(let request): carryOut(request, &state, at: now)
        }
    }

    private func noteRoster(
        _ lines: [RosterLine], of centre: String, sentAt: Moment, _ state: inout State,
        at now: Moment
    ) {
        let (foreign, crowded) = (
            state.desk.roster.foreignLineCount, state.desk.roster.crowdedLineCount
        )
        tell(.roster(centre: centre, sentAt: sentAt, lines: lines), &state, at: now)
        if state.desk.roster.centre(centre) == nil {
            countRoster(.rosterOfUnknownCentre, centre, lines, at: now)
        } else if state.desk.roster.foreignLineCount > foreign {
            countRoster(.rosterNamesForeignTeam, centre, lines, at: now)
        } else if state.desk.roster.crowdedLineCount > crowded {
            countRoster(.rosterTooLong, centre, lines, at: now)
        }
    }

    private func noteRescueLink(_ isConnected: Bool, _ state: inout State, at now: Moment) {
        state.rescueWay.comes = isConnected
        tell(isConnected ? .rescueConnected : .rescueLost, &state, at: now)
        if isConnected, !state.rescueWay.leaves { tell(.rescueLost, &state, at: now) }
    }

    /// Names of the valves that are on line as far as their faces say.
    private var valvesOnline: [String] {
        (0..<context.households.index.count).compactMap { row in
            guard context.watch.faces.read(at: row)?.link == .online else { return nil }
            return context.households.name(ValveIndex(UInt32(row)))?.description
        }
    }

    /// Gives the desk an input that it cannot refuse.
    func tell(_ input: DeskInput, _ state: inout State, at now: Moment) {
        do throws(DeskRefusal) {
            try feed(input, &state, at: now)
        } catch {
            preconditionFailure("Only wishes of people can be refused, not \(input).")
        }
    }

    /// A roster that was refused, whole or in part, is listed with what it named.
    private func countRoster(
        _ reason: RescueRefusal, _ centre: String, _ lines: [RosterLine], at now: Moment
    ) {
        count(reason, "\(centre)/roster", lines.map(\.team).joined(separator: " "), at: now)
    }

    private func count(_ reason: RescueRefusal, _ topic: String, _ body: String, at now: Moment) {
        let (topic, body) = (Array(topic.utf8), Array(body.utf8))
        context.rejects.count(.rescue(reason), topic: topic.span, body: body.span, at: now)
    }

    private func note(_ batch: WatchBatch, _ state: inout State) {
        for event in batch.events {
            switch event.change {
            case .alarmTaken: noteAlarm(event, &state)
            case .alarmRepeated: state.effects.append(receipt(event))
            case .recorded:
                let name = context.households.name(event.reading.valve)?.description ?? "?"
                log(
                    "recorded", name, by: nil,
                    "\(event.kind.word) \(event.reading.cause.word), recorded only", &state,
                    at: event.at)
            default: noteFinding(event, &state)
            }
        }
        state.batch.valves.append(contentsOf: batch.valves)
        state.effects.append(.alarmCursor(batch.alarmCursor))
    }

    private func noteAlarm(_ event: WatchEvent, _ state: inout State) {
        let reading = event.reading
        if let name = context.households.name(reading.valve) {
            state.batch.alarms.append(
                AlarmRow(
                    valve: name, area: reading.area, boot: reading.boot,
                    sequence: reading.sequence, bodyHash: reading.bodyHash,
                    receivedAt: reading.receivedAt, alarm: reading.alarm.word))
        }
        state.effects.append(receipt(event))
    }

    private func receipt(_ event: WatchEvent) -> Effect {
        .receipt(
            valve: event.reading.valve, area: event.reading.area, boot: event.reading.boot,
            sequence: event.reading.sequence)
    }

    private func noteFinding(_ event: WatchEvent, _ state: inout State) {
        let change: DeskFinding.Change
        switch event.change {
        case .raised: change = .raised
        case .repeated: change = .repeated
        case .cleared: change = .cleared
        case .priority: change = .priority
        case .crossed: change = .crossed
        case .evidence: change = .evidence
        case .traced: change = .trace
        case .closeWanted: change = .closeWanted
        case .provenClosed: change = .provenClosed
        case .recorded, .alarmTaken, .alarmRepeated: return
        }
        let roster = state.desk.roster
        let place = context.places.place(of: event.reading.valve, area: event.reading.area) {
            roster.homeCentre(of: $0).map { ($0.id, $0.place) }
        }
        let profile = context.profiles.profile(
            context.watch.faces.read(at: event.reading.valve.offset)?.profile ?? 0)
        var finding = DeskFinding(
            change, event.kind, event.priority, isTest: event.isTest, place: place,
            condition: Self.condition(event),
            closing: ClosingRules(profile))
        finding.cause = event.reading.cause
        switch change {
        case .raised, .repeated, .crossed: finding.evidence = event.evidence
        case .priority where event.ground != .message: finding.evidence = event.evidence
        case .cleared: finding.selfClear = profile.selfClear
        default: break
        }
        finding.neighbours = context.households.current.neighbours(
            of: event.reading.valve, area: Area(place.area) ?? .unknown)
        tell(.finding(finding), &state, at: event.at)
        if event.change == .evidence || event.change == .provenClosed {
            state.measured.insert(place.valve)
        }
        if event.change == .raised { state.raised.append(event.reading.valve) }
    }

    private static func condition(_ event: WatchEvent) -> Incident.Condition {
        var condition = Incident.Condition()
        condition.gas = event.gas.isNaN ? nil : event.gas
        condition.gasAt = event.gasAt == .distantPast ? nil : event.gasAt
        condition.isGasRising = event.isGasRising
        condition.flow = event.flow.isNaN ? nil : event.flow
        condition.pressure = event.pressure.isNaN ? nil : event.pressure
        condition.temperature = event.temperature.isNaN ? nil : event.temperature
        condition.position = event.position.word
        condition.heardAt = event.heardAt == .distantPast ? nil : event.heardAt
        return condition
    }

    /// Undecodable alarms from valves that nobody knows are one P3 for their area.
    private func noteStranger(_ area: Area, _ state: inout State, at now: Moment) {
        var place = ValvePlace(valve: "@\(area)", area: area.description)
        place.homeCentre = state.desk.roster.homeCentre(of: place.area)?.id
        let slot = IncidentBook.Slot(valve: place.valve, axis: .gas, isTest: false)
        guard state.desk.book.incident(in: slot) == nil else { return }
        let finding = DeskFinding(
            .raised, .suspect, .p3, place: place, condition: Incident.Condition())
        tell(.finding(finding), &state, at: now)
    }
}
