internal import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// Who else is told: the parties' desk behind the rescue desk, in the same batch and the same commit.
extension ControlLoop {
    /// Runs what the desk decided through the parties' desk; what follows for them.
    func tellParties(
        of actions: [DeskAction], _ state: inout State, at now: Moment
    ) -> [PartyAction] {
        for case .changed(let incident) in actions { state.parties.note(incident, at: now) }
        // Measurements change no revision, and yet they may be what somebody has to be told of.
        for valve in state.measured {
            let slot = IncidentBook.Slot(valve: valve, axis: .gas, isTest: false)
            if let incident = state.desk.book.incident(in: slot) {
                state.parties.note(incident, at: now)
            }
        }
        state.measured.removeAll(keepingCapacity: true)
        return state.parties.settle(at: now)
    }

    func take(_ action: PartyAction, _ state: inout State, at now: Moment) {
        switch action {
        case .send(let message): state.effects.append(.notice(message))
        case .entry(let entry):
            log(entry.kind, entry.subject, by: entry.by, entry.text, &state, at: now)
        case .changed(let known, let notices):
            // The desk's own change of this batch has written the row with these notices.
            guard !state.batch.incidents.contains(where: { $0.id == known.id }) else { return }
            let incident =
                state.desk.book.incident(known.id)
                ?? state.drills.desk.book.incident(known.id) ?? known
            state.batch.incidents.append(Self.row(of: incident, notices))
            state.effects.append(.incident(incident, notices))
        }
    }

    /// What a person has to do because a party was not reached, or waits for a press.
    func judgeParties(_ state: State, at now: Moment) {
        let waiting = Self.names(state.parties.waiting)
        context.health.set(
            "party_waits_for_press",
            waiting.map {
                "Waiting for a duty officer: \($0). "
                    + "Decide: gaswatch incident tell ID --party NAME."
            }, at: now)
        let unreached = Self.names(state.parties.unreached)
        context.health.set(
            "party_unreached",
            unreached.map {
                "Told by every way and nobody has answered: \($0). Telephone, then note it: "
                    + "gaswatch incident answered ID --party NAME."
            }, at: now)
    }

    /// A few of them by name; the rest as a number.
    private static func names(_ names: Set<NoticeName>) -> String? {
        guard !names.isEmpty else { return nil }
        let shown = names.sorted().prefix(5).map { "\($0.party) of \($0.incident)" }
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        return shown.joined(separator: ", ") + more
    }

    /// What somebody at a desk, or a gateway, says of a notice.
    func noteParty(
        _ incident: String, _ party: String, _ body: PartyRequest, _ state: inout State,
        at now: Moment
    ) throws(DeskRefusal) {
        func report(_ outcome: NoticeReport.Outcome) {
            state.parties.note(
                NoticeReport(
                    incident: incident, party: party,
                    medium: body.medium.flatMap { NoticeMedium(rawValue: $0) },
                    number: body.number, outcome: outcome), at: now)
        }
        guard state.parties.rules.party(party) != nil else { throw .noSuchParty(party) }
        if body.word == "tell" {
            do throws(PartyRefusal) {
                try state.parties.tell(incident, party, by: body.by, at: now)
            } catch {
                throw .invalid(
                    code: "not_open",
                    "Nobody can be told of \(incident): it is over, a test, or calls no team out.")
            }
            return
        }
        guard state.parties.notices(of: incident).contains(where: { $0.party == party }) else {
            throw .invalid(code: "not_told", "\(party) was not told of \(incident).")
        }
        switch body.word {
        case "delivered": report(.delivered)
        case "failed": report(.failed(body.note ?? "the gateway could not deliver it"))
        default:
            guard state.parties.answer(incident, party, by: body.by, body.note, at: now) else {
                throw .invalid(
                    code: "not_told", "\(party) waits for a press and was not told yet.")
            }
        }
    }

    /// An answer from a party's own topic. A drill's topic answers drills, and nothing else does.
    func noteAnswer(_ answer: PartyAnswer, _ state: inout State, at now: Moment) {
        let name = answer.by ?? answer.party
        let wanted = answer.isDrill ? IncidentMode.exercise : .actual
        guard state.parties.mode(of: answer.incident) == wanted,
            state.parties.answer(answer.incident, answer.party, by: name, answer.text, at: now)
        else {
            return log(
                "note", answer.incident, by: name,
                "\(answer.party) answered what it was not told", &state, at: now)
        }
    }
}
