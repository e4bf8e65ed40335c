package import ConsoleAPI
internal import Incidents
internal import LinuxPlatform
internal import Synchronization
internal import ValveModel

/// What people change: each call returns after the commit.
extension ControlRoom {
    func ask(_ wish: ControlRequest.Wish) async throws(Problem) -> ControlAnswer {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<ControlAnswer, Problem>, Never>) in
            ask(wish) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Asks the control loop, which answers on its own thread or the journal's.
    package func ask(
        _ wish: ControlRequest.Wish,
        _ answer: @escaping @Sendable (Result<ControlAnswer, Problem>) -> Void
    ) {
        mailbox.post(.request(ControlRequest(wish: wish, answer: answer)))
    }

    static let wrongAnswer = Problem(
        status: 500, code: "internal", title: "The daemon answered something else",
        detail: "This is a fault of the program: report it with the daemon's log.")

    package func take(_ step: IncidentStep, on incident: String, _ request: StepRequest)
        async throws(Problem) -> IncidentView
    {
        if board.incident(incident)?.isOpen != true, let closed = try await self.incident(incident),
            closed.state == "closed"
        {
            // Who closed it is remembered of the newest.
            throw .closed(
                incident, revision: closed.revision, by: board.incident(incident)?.closedBy,
                at: closed.closedAt, asked: request.revision)
        }
        guard
            case .incident(let view) = try await ask(
                .step(step, incident: incident, request))
        else { throw Self.wrongAnswer }
        return view
    }

    package func beginDrill(_ request: DrillRequest) async throws(Problem) -> IncidentView {
        guard valve(request.valve) != nil else { throw .notFound("valve", request.valve) }
        guard case .incident(let view) = try await ask(.beginDrill(request)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    package func endDrill(_ incident: String, by name: String) async throws(Problem)
        -> IncidentView
    {
        guard case .incident(let view) = try await ask(.endDrill(incident, by: name)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    package func notify(
        party: String, of incident: String, _ request: PartyRequest
    ) async throws(Problem) -> IncidentView {
        guard
            case .incident(let view) = try await ask(
                .party(party, incident: incident, request))
        else { throw Self.wrongAnswer }
        return view
    }

    package func close(valve: String, _ request: ValveRequest) async throws(Problem)
        -> CommandView
    {
        guard self.valve(valve) != nil else { throw .notFound("valve", valve) }
        guard case .command(let view) = try await ask(.closeValve(valve, by: request.by)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    package func declareTest(valve: String, _ request: ValveRequest) async throws(Problem)
        -> ValveView
    {
        guard self.valve(valve) != nil else { throw .notFound("valve", valve) }
        guard let minutes = request.minutes, RequestRanges.testMinutes.contains(minutes) else {
            throw .invalid("minutes has to be 1 to 240: the length of the test window.")
        }
        let until = clock.now() + .minutes(Int64(minutes))
        _ = try await ask(
            .declareTest(valve, by: request.by, minutes: minutes, until: until))
        guard var view = self.valve(valve) else { throw .notFound("valve", valve) }
        // The watch publishes the window with its next round; the answer already says it.
        view.testUntil = times.text(until) as String
        return view
    }

    package func serve(valve: String, _ request: ServiceRequest) async throws(Problem)
        -> ValveView
    {
        guard let name = self.valve(valve)?.id else { throw .notFound("valve", valve) }
        _ = try await ask(.serve(name, request))
        guard let view = self.valve(valve) else { throw .notFound("valve", valve) }
        return view
    }

    package func change(team: String, _ request: TeamRequest) async throws(Problem) -> TeamView {
        if let place = request.location,
            !Coordinate(latitude: place.lat, longitude: place.lon).isValid
        {
            throw .invalid("location is not a place on earth: lat −90 … 90, lon −180 … 180.")
        }
        guard case .team(let view) = try await ask(.team(team, request)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    package func replaceRegistry(
        _ csv: [UInt8], mayRetireMost: Bool, by name: String
    ) async throws(Problem) -> RegistryView {
        let (list, faults) = ports.readRegistry(csv)
        guard faults.isEmpty else {
            var problem = Problem(
                status: 422, code: "registry_invalid", title: "The registry was not taken",
                detail: (faults.count == 1
                    ? "1 fault; nothing was changed. Mend the row, or import with "
                    : "\(faults.count) faults; nothing was changed. Mend the rows, or import with ")
                    + "--skip-bad.")
            problem.errors = Array(faults.prefix(100))
            throw problem
        }
        // A register of nobody would retire everybody: no district means that.
        guard !list.isEmpty else {
            throw Problem(
                status: 422, code: "registry_empty", title: "The registry was not taken",
                detail: "It has not one household; nothing was changed. "
                    + "Send the rows that are to be in force, all of them.")
        }
        if !mayRetireMost { try refuseRetiringMost(list) }
        let difference: Households.Difference
        do {
            difference = try registryTurn.withLock { _ in
                try ports.storeRegistry(list)
                return households.replace(list)
            }
        } catch {
            throw .unavailable(
                "The registry file cannot be replaced: \(error) Where the daemon may not write, trying "
                    + "again does not help: name a place in registry: where it may.")
        }
        noteRoom(difference)
        placeAll()
        liveCoverage.ask()
        _ = try await ask(
            .registry(count: list.count, by: name, documents: registryDocuments()))
        health.set("registry_missing", nil, at: clock.now())
        return RegistryView(
            valves: difference.count, added: difference.added, changed: difference.changed,
            retired: difference.retired)
    }

    /// Half a district is left out by the wrong file, or by one that was cut off: its leaks would be
    /// called out without an address.
    private func refuseRetiringMost(_ list: [Household]) throws(Problem) {
        let edition = households.current
        let leftOut = edition.registeredCount - edition.registered(among: list)
        guard leftOut > Self.retiredAtOnceMax, leftOut * 2 > edition.registeredCount else { return }
        throw Problem(
            status: 422, code: "registry_retires_most", title: "The registry was not taken",
            detail: "It leaves out \(leftOut) of the \(edition.registeredCount) valves in force; "
                + "nothing was changed. Send all rows that are to be in force, or say that it is "
                + "meant: --retire-most, in a query retire=most.")
    }

    /// A street's worth: fewer are looked through by hand.
    private static let retiredAtOnceMax = 100
}
