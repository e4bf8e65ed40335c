/// The rescue side: what centres hear and say.
extension FleetWorld {
    /// Seconds a leak may be without a team while one is idle: enough for the call-out on its way
    /// and for a plan that is just being made.
    private static let idleSeconds = 5.0

    mutating func calledOut(centreID: String, _ payload: [UInt8], at now: Instant) {
        guard let centre = rescue.centres.firstIndex(where: { $0.id == centreID }),
            !silentCentres.contains(centre)
        else { return }
        guard let callout = Callout(payload) else {
            tally(.unreadable)
            return
        }
        judge(callout, at: now)
        apply(rescue.calledOut(centre: centre, callout, at: now), at: now)
    }

    private mutating func judge(_ callout: Callout, at now: Instant) {
        let worth = worth(of: callout)
        tell(
            .callout(
                incident: callout.incident, kind: callout.kind.rawValue, valve: callout.valve,
                team: callout.team, worth: worth),
            at: now)
        guard worth != .foreign else { return }
        for name in callout.valves + (callout.valve.map { [$0] } ?? []) {
            guard let leak = valveNumbers[name].flatMap({ valves[$0].leak }) else { continue }
            if callout.kind == .standdown {
                if callout.state == "closed" { closedLeaks.insert(leak) }
                continue
            }
            if callout.valve == name { incidentLeaks[callout.incident] = leak }
            if let team = callout.team, score.leaks[leak].teamCalled == nil {
                seekSooner(leak, than: team, at: now)
            }
            tell(
                .leakCalledOut(leak: leak, incident: callout.incident, team: callout.team),
                at: now)
        }
    }

    private func worth(of callout: Callout) -> Fact.Worth {
        if let raisedAt = callout.raisedAt, raisedAt < settings.wallStart - 2000 {
            return .foreign
        }
        guard callout.calls, callout.priority == "P1" || callout.priority == "P2",
            let name = callout.valve
        else { return .unjudged }
        guard let valve = valveNumbers[name] else { return .wrong }
        if falseLeaks.contains(valve) { return .nuisance }
        if valves[valve].leak != nil || causes.contains(valve) { return .caused }
        return valves[valve].isTest ? .test : .wrong
    }

    mutating func apply(_ outcomes: [RescueSide.Outcome], at now: Instant) {
        for outcome in outcomes {
            switch outcome {
            case .later(let step, let due): agenda.add(.team(step), at: due)
            case .atTheDoor(let name):
                if let valve = valveNumbers[name] { airHome(valve, at: now) }
            case .madeSafe(let name):
                if let valve = valveNumbers[name] { makeSafe(valve, at: now) }
            case .reply(let centre, let reply): say(reply, centre: centre, at: now)
            }
        }
    }

    private mutating func say(_ reply: Reply, centre: Int, at now: Instant) {
        tell(
            .reply(
                incident: reply.incident, team: reply.team, word: reply.word.rawValue,
                leak: incidentLeaks[reply.incident]),
            at: now)
        let wall = settings.wallStart + now.microseconds / 1000
        send(
            Publish(
                origin: .centre(centre),
                topic: "\(settings.rescueRoot)/\(rescue.centres[centre].id)/reply",
                payload: JSONText.object { text in
                    text.member("incident", reply.incident)
                    if let team = reply.team { text.member("team", team) }
                    text.member("revision", reply.revision)
                    text.member("reply", reply.word.rawValue)
                    text.member("by", reply.by)
                    text.member("ts", wall)
                }, quality: 1, planned: now))
    }

    /// Once a second: is a leak without a team while one has nothing to do?
    mutating func checkIdleTeams(at now: Instant) {
        agenda.add(.idleCheck, at: now + 1)
        guard let idle = rescue.idleTeam(for: Self.idleSeconds, at: now) else { return }
        for index in score.leaks.indices {
            let leak = score.leaks[index]
            guard leak.teamCalled == nil, leak.idleTeam == nil, !closedLeaks.contains(index),
                let calledOut = leak.calledOut, now - calledOut >= Self.idleSeconds
            else { continue }
            tell(.idle(leak: index, team: idle), at: now)
        }
    }
}
