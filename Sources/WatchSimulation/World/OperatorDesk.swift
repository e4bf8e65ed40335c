internal import ConsoleAPI
internal import ControlRoom
internal import Incidents
internal import Synchronization
internal import ValveModel

/// What came back of operators' wishes.
final class Answers: Sendable {
    struct Answer: Sendable {
        var by: String
        var isSuccess: Bool
        /// Whether the history must name the person.
        var isSigned: Bool
        var commitNumber: Int
    }

    private let answers = Mutex<[Answer]>([])

    func note(_ answer: Answer) { answers.withLock { $0.append(answer) } }

    func take() -> [Answer] {
        answers.withLock { answers in
            guard !answers.isEmpty else { return [] }
            var taken: [Answer] = []
            swap(&taken, &answers)
            return taken
        }
    }
}

/// The people at the desks.
struct OperatorDesk {
    let answers = Answers()
    var count = 0
    /// Wishes without an answer, by the name under which they were made; when each was made.
    var asked: [String: Int64] = [:]
    /// The team of a wish that says whether it is there: the word counts from when it was taken up.
    var teamAsked: [String: String] = [:]
}

extension Simulation {
    /// Somebody at a desk does something about an open incident.
    func operate(_ room: ControlRoom) {
        let open = room.board.open.filter { $0.mode != .test }.sorted { $0.id < $1.id }
        if isCalm { return finish(open, room) }
        arrangeRoads(room)
        arrangeCalibrations(room)
        guard !open.isEmpty else { return }
        let incident = dice.pick(open)
        var body = StepRequest(by: nextPerson())
        switch dice.below(10) {
        case 0, 1:
            count(.operatorAcknowledged)
            step(.ack, incident.id, body, room)
        case 2:
            body.note = "seen by \(body.by)"
            step(.note, incident.id, body, room)
        case 3 where dice.chance(0.4):
            count(.operatorDispatched)
            body.team = dice.pick(centres.teamIDs)
            body.accepted = dice.chance(0.2)
            step(.dispatch, incident.id, body, room)
        case 4 where dice.chance(0.4):
            count(.operatorAdded)
            body.team = dice.pick(centres.teamIDs)
            body.also = true
            step(.dispatch, incident.id, body, room)
        case 5:
            count(.operatorStale)
            body.revision = 0
            step(.ack, incident.id, body, room)
        case 6: close(incident, body, room)
        case 7: tellParty(incident, room)
        case 8: arrange(room)
        default: setTeam(dice.pick(centres.teamIDs), isAvailable: dice.chance(0.8), room)
        }
        for incident in open where incident.state == .safe && dice.chance(0.3) {
            close(incident, StepRequest(by: nextPerson()), room)
        }
    }

    /// What is arranged beside the incidents.
    private func arrange(_ room: ControlRoom) {
        switch dice.below(5) {
        case 0, 1: beginDrill(room)
        case 2: endDrill(room)
        case 3: closeUnheard(room)
        default: arrangeStandby(room)
        }
    }

    private func close(_ incident: Incident, _ request: StepRequest, _ room: ControlRoom) {
        var body = request
        if incident.state != .safe {
            guard incident.priority > .p2 || dice.chance(0.1) else { return }
            body.reason = "false_alarm"
            body.verifiedBy = nextPerson()
        }
        count(.operatorClosed)
        step(.close, incident.id, body, room)
        if incident.axis == .gas, !isCalm { killAndLeakAgain(incident) }
    }

    /// A kill just after a leak was closed, before its valve's row has been written again, and the
    /// valve leaks once more, or still: with every false alarm and every fifth number of the others,
    /// so that no dice are thrown for it, and twice in a run: a start of the whole room takes its time.
    private func killAndLeakAgain(_ incident: Incident) {
        guard outcome.faults[.killedAfterClosing] < 2,
            let number = Int(incident.id.suffix(4)), incident.state != .safe || number % 5 == 0,
            let valve = indexByName[incident.place.valve]
        else { return }
        count(.killedAfterClosing)
        agenda.plan(.trouble(.crash), at: time.now + 400)
        // What was closed as a false alarm goes on as it is.
        guard incident.state == .safe else { return }
        agenda.plan(.episode(.mended, valve: valve), at: time.now + 500)
        agenda.plan(.episode(.leakAlarm, valve: valve), at: time.now + 100_000)
    }

    /// In the calm the desks bring everything to its end that teams hold or nobody has to be sent to.
    private func finish(_ open: [Incident], _ room: ControlRoom) {
        for incident in open where incident.mode == .actual {
            var body = StepRequest(by: nextPerson())
            if incident.state == .safe {
                step(.close, incident.id, body, room)
            } else if !incident.priority.callsOut {
                body.reason = "handed_over"
                if incident.needsMadeSafe { body.reason = "false_alarm" }
                body.verifiedBy = nextPerson()
                step(.close, incident.id, body, room)
            } else if incident.isWaiting, let team = centres.idle,
                centres.teamIDs.allSatisfy({ id in
                    incident.calls.contains { $0.team == id && $0.answer == .decline }
                })
            {
                // Nobody is left to ask: a person has to persuade somebody.
                body.team = team
                step(.dispatch, incident.id, body, room)
            } else if incident.isHeld, let team = incident.team {
                body.team = team
                step(.safe, incident.id, body, room)
                centres.teams[team]?.busyWith = nil
                centres.teams[team]?.also = []
                centres.teams[team]?.epoch += 1
                if let valve = indexByName[incident.place.valve] { mend(valve) }
            }
        }
        for team in centres.teamIDs { setTeam(team, isAvailable: true, room) }
    }

    func nextPerson() -> String {
        desk.count += 1
        return "o\(desk.count)"
    }

    private func step(
        _ step: IncidentStep, _ incident: String, _ body: StepRequest, _ room: ControlRoom
    ) {
        // Whoever notes or reports something has spoken with the team.
        checks.signs[incident] = time.now
        trace("\(body.by) asks \(step) of \(incident) \(body.team ?? "")")
        ask(.step(step, incident: incident, body), by: body.by, isSigned: true, room)
    }

    private func setTeam(_ team: String, isAvailable: Bool, _ room: ControlRoom) {
        checks.wordOfTeam[team] = time.now
        let by = nextPerson()
        desk.teamAsked[by] = team
        ask(
            .team(team, TeamRequest(by: by, available: isAvailable)), by: by, isSigned: false,
            room)
    }

    func declareTest(_ place: Int, _ room: ControlRoom) {
        let by = nextPerson()
        valves[place].isTesting = true
        ask(
            .declareTest(
                district.homes[place].name, by: by, minutes: 10,
                until: room.clock.now() + .minutes(10)), by: by, isSigned: true, room)
        agenda.plan(.testAlarm(valve: place), at: time.now + 5_000)
        agenda.plan(.episode(.mended, valve: place), at: time.now + 500_000)
    }

    func ask(
        _ wish: ControlRequest.Wish, by name: String, isSigned: Bool, _ room: ControlRoom
    ) {
        desk.asked[name] = time.now
        checks.hasNewInputs = true
        let answers = desk.answers
        let store = store
        room.ask(wish) { result in
            var isSuccess = false
            if case .success = result { isSuccess = true }
            answers.note(
                Answers.Answer(
                    by: name, isSuccess: isSuccess, isSigned: isSigned,
                    commitNumber: store.withCommitted { $0.number }))
        }
    }
}
