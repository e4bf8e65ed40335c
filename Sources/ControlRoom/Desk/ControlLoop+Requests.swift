internal import ConsoleAPI
internal import Incidents
internal import Journal
internal import Rescue
internal import RingBuffer
internal import ValveModel
internal import ValveWatch

/// What people ask for over the API, in the same order as everything else.
extension ControlLoop {
    func carryOut(_ request: ControlRequest, _ state: inout State, at now: Moment) {
        do throws(DeskRefusal) {
            let subject = try wish(request.wish, &state, at: now)
            state.answers.append(PendingAnswer(request: request, subject: subject))
        } catch {
            request.answer(.failure(problem(error, request.wish, state)))
        }
    }

    private func wish(
        _ wish: ControlRequest.Wish, _ state: inout State, at now: Moment
    ) throws(DeskRefusal) -> AnswerSubject {
        switch wish {
        case .step(let step, let incident, let body):
            try take(step, incident, body, &state, at: now)
            return .incident(incident)
        case .closeValve(let valve, let name):
            let place = index(of: valve).map { index in
                context.watch.faces.read(at: index.offset)?.area
                    ?? context.households.current.household(index)?.area ?? .unknown
            }
            let profile = context.profiles.profile(
                index(of: valve).flatMap { context.watch.faces.read(at: $0.offset)?.profile }
                    ?? 0)
            let closing = ClosingRules(profile)
            let area = (place ?? .unknown).description
            try feed(.closeValve(valve, area: area, by: name, closing), &state, at: now)
            return state.desk.commands[valve].map { .command($0) } ?? .nothing
        case .declareTest(let valve, let name, let minutes, let until):
            declareTest(valve, by: name, minutes: minutes, until: until, &state, at: now)
            return .nothing
        case .beginDrill(let body):
            return .incident(try beginDrill(body, &state, at: now))
        case .endDrill(let incident, let name):
            try state.drills.desk.endDrill(incident, by: name, at: now)
            return .incident(incident)
        case .party(let party, let incident, let body):
            try noteParty(incident, party, body, &state, at: now)
            return .incident(incident)
        case .serve(let valve, let body):
            let lapse = body.inService ? nil : Self.lapse(ofMinutes: body.minutes)
            try feed(
                .serve(valve, by: body.by, reason: body.reason ?? "", lapse: lapse), &state,
                at: now)
            return .nothing
        case .team(let team, let body):
            let place = body.location.map { Coordinate(latitude: $0.lat, longitude: $0.lon) }
            try feed(
                .team(team, available: body.available, place: place, by: body.by), &state,
                at: now)
            return .team(team)
        case .closeRoad(let body):
            try feed(.closeRoad(body.wish), &state, at: now)
            return state.desk.newestClosing.map { .road($0) } ?? .nothing
        case .openRoad(let id, let name):
            let closing = state.desk.closings[id]
            try feed(.openRoad(id, by: name), &state, at: now)
            return closing.map { .road($0) } ?? .nothing
        case .accept(let calibration):
            try feed(.accept(calibration), &state, at: now)
            return state.desk.calibrations[calibration.centre].map { .calibration($0) } ?? .nothing
        case .revoke(let centre, let name):
            let calibration = state.desk.calibrations[centre]
            try feed(.revokeCalibration(centre, by: name), &state, at: now)
            return calibration.map { .calibration($0) } ?? .nothing
        case .standby(let centre, let posts, let name):
            try feed(.standby(centre, posts: posts, by: name), &state, at: now)
            return .standby(centre: centre)
        case .registry(let count, let name, let documents):
            state.batch.documents += documents
            state.mayHaveMoved = true
            log(
                "registry", "registry", by: name, "replaced: \(count) valves", &state, at: now)
            return .nothing
        }
    }

    private func take(
        _ step: IncidentStep, _ incident: String, _ body: StepRequest, _ state: inout State,
        at now: Moment
    ) throws(DeskRefusal) {
        var wish = DeskWish(by: body.by)
        wish.revision = body.revision
        wish.note = body.note
        wish.team = body.team
        wish.centre = body.centre
        wish.also = body.also ?? false
        wish.accepted = body.accepted ?? false
        wish.reason = body.reason
        wish.verifiedBy = body.verifiedBy
        wish.lapse = Self.lapse(ofMinutes: body.minutes)
        let act: DeskAct =
            switch step {
            case .ack: .ack
            case .dispatch: .dispatch
            case .accept: .accept
            case .enroute: .enroute
            case .onscene: .onscene
            case .rescue: .rescue
            case .safe: .safe
            case .close: .close
            case .note: .note
            case .shelve: .shelve
            case .unshelve: .unshelve
            case .handover: .handover
            }
        let input = DeskInput.wish(act, incident: incident, wish)
        if state.drills.holds(incident) {
            try state.drills.desk.take(input, at: now)
        } else {
            try feed(input, &state, at: now)
        }
    }

    /// Any whole number may be asked for. The desk refuses what is beyond thirty days; a year is so, and
    /// fits.
    private static func lapse(ofMinutes count: Int?) -> Lapse {
        .minutes(Int64(min(max(count ?? 0, 0), 366 * 24 * 60)))
    }

    private func declareTest(
        _ valve: String, by name: String, minutes: Int, until: Moment, _ state: inout State,
        at now: Moment
    ) {
        guard let index = index(of: valve) else { return }
        state.batch.documents.append(
            DocumentRow(
                collection: "test", key: valve,
                body: JournalJSON.of(TestWindow(until: until, by: name))))
        log("test", valve, by: name, "test declared for \(minutes) minutes", &state, at: now)
        context.watch.order(.testDeclared(index, until: until))
        state.effects.append(.valve(index))
    }

    /// Answers what was carried out, once it is on disk.
    func answer(_ state: inout State, at now: Moment) {
        for pending in state.answers {
            let answer = pending.request.answer
            let result: ControlAnswer
            switch pending.subject {
            case .incident(let id):
                guard
                    let incident = state.desk.book.incident(id)
                        ?? state.drills.desk.book.incident(id) ?? closed(id, state)
                else {
                    answer(.failure(.notFound("incident", id)))
                    continue
                }
                result = .incident(
                    context.views.view(incident, state.parties.notices(of: id), .masked))
            case .team(let id):
                guard let team = state.desk.roster.teams[id] else {
                    // New settings of the same round have taken it away.
                    answer(.failure(.notFound("team", id)))
                    continue
                }
                result = .team(
                    RosterView.view(team, of: state.desk, context.times, at: now))
            case .command(let command):
                result = .command(
                    CommandView(
                        id: command.id, valve: command.valve, action: "close",
                        sentAt: context.times.text(command.firstAt)))
            case .road(let closing): result = .road(RoadClosingViews.view(closing, context.times))
            case .calibration(let calibration):
                result = .calibration(CalibrationViews.view(calibration, context.times))
            case .standby(let centre):
                result = .standby(
                    StandbyViews.view(centre, of: state.desk, context.times, at: now))
            case .nothing: result = .done
            }
            state.effects.append(
                .answer { isDurable in
                    answer(isDurable ? .success(result) : .failure(Self.notStored))
                })
        }
        state.answers.removeAll(keepingCapacity: true)
    }

    /// A closed incident has left the book; its last change stands in this batch's effects.
    private func closed(_ id: String, _ state: State) -> Incident? {
        for effect in state.effects.reversed() {
            if case .incident(let incident, _) = effect, incident.id == id { return incident }
        }
        return nil
    }

    private static let notStored = Problem.unavailable(
        "It was done but could not be stored within five seconds. Look at the health of the journal "
            + "and ask again before repeating it.")

    /// A person, or the watch itself, and when.
    private static func words(who name: String?, at time: String?) -> String {
        let who = name.map { $0 == RescueDesk.ourselves ? "the watch (a finding or the plan)" : $0 }
        return (who ?? "the watch") + (time.map { " at \($0)" } ?? "")
    }

    private func problem(
        _ refusal: DeskRefusal, _ wish: ControlRequest.Wish, _ state: State
    ) -> Problem {
        switch refusal {
        case .noSuchIncident:
            if case .step(_, let id, let body) = wish {
                // Readers still see it open until the commit that closes it.
                if let closed = state.closed(id) {
                    return .closed(
                        id, revision: closed.revision, by: closed.closedBy,
                        at: context.times.text(closed.closedAt), asked: body.revision)
                }
                var problem = Problem.notFound("incident", id)
                problem.detail = "There is no open incident \(id)."
                return problem
            }
            if case .endDrill(let id, _) = wish { return .notFound("drill", id) }
            return .notFound("incident", "")
        case .noSuchTeam(let id): return .notFound("team", id)
        case .noSuchRoad:
            return Problem(
                status: 404, code: "no_road_there", title: "No such road",
                detail: "No road of the graph lies there.")
        case .noSuchClosing(let id):
            return Problem(
                status: 404, code: "not_found", title: "No such closed road",
                detail: "No road is closed as \(id). List them with GET /api/v1/roads.")
        case .noSuchParty(let id): return .notFound("party", id)
        case .noSuchCentre(let id): return .notFound("centre", id)
        case .noSuchCalibration(let id): return .notFound("calibration", id)
        case .revision(let now, let by, let at):
            var problem = Problem(
                status: 409, code: "revision_conflict", title: "Somebody was first",
                detail: "The incident is at revision \(now) now, changed by "
                    + Self.words(who: by, at: context.times.text(at))
                    + ". Read it again, then decide.")
            problem.revision = now
            problem.by = by
            problem.at = context.times.text(at)
            return problem
        case .first(let code, let by, let at):
            var problem = Problem(
                status: 409, code: code, title: "Somebody was first",
                detail: "Nothing was changed: " + Self.words(ofFirst: code, by: by))
            // What a busy team holds is an incident and no person.
            if code != "team_holds_another" { problem.by = by }
            problem.at = context.times.text(at)
            return problem
        case .invalid(let code, let advice):
            return Problem(
                status: 422, code: code, title: "Not possible like this", detail: advice)
        }
    }
}

extension ControlLoop {
    /// Why somebody else's decision stands in the way, and what can be done.
    private static func words(ofFirst code: String, by: String?) -> String {
        switch code {
        case "team_holds_another": return "the team holds \(by ?? "another incident")."
        case "not_called": return "the team is not called to it. Dispatch it first."
        case "centre_has_it" where by == nil: return "that centre is called already."
        default: return by.map { "\($0) was first." } ?? "it is not possible now (\(code))."
        }
    }
}

/// A declared test as the journal keeps it.
struct TestWindow: Codable, Sendable {
    var until: Moment
    var by: String
}
