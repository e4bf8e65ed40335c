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
            score.unreadable += 1
            return
        }
        score.callouts += 1
        judge(callout, at: now)
        apply(rescue.calledOut(centre: centre, callout, at: now), at: now)
    }

    private mutating func judge(_ callout: Callout, at now: Instant) {
        if let raisedAt = callout.raisedAt, raisedAt < settings.wallStart - 2000 {
            score.calloutsForeign += 1
            return
        }
        let named = callout.valves + (callout.valve.map { [$0] } ?? [])
        for name in named {
            guard let leak = valveNumbers[name].flatMap({ valves[$0].leak }) else { continue }
            if callout.kind == .standdown {
                if callout.state == "closed" { closedLeaks.insert(leak) }
                continue
            }
            score.leakCalledOut(leak, withTeam: callout.team != nil, at: now)
            if callout.valve == name { incidentLeaks[callout.incident] = leak }
        }
        guard callout.calls, callout.priority == "P1" || callout.priority == "P2",
            let name = callout.valve
        else { return }
        let valve = valveNumbers[name]
        let isNuisance = valve.map { falseLeaks.contains($0) } ?? false
        let hasCause = valve.map { valves[$0].leak != nil || causes.contains($0) } ?? false
        // A false leak that the device swears by has to be called out; it is counted beside.
        if isNuisance { score.calloutsNuisance.insert(callout.incident) }
        if hasCause || isNuisance { return }
        if valve.map({ valves[$0].isTest }) ?? false { score.testCallouts += 1 }
        score.calloutsWrong.insert(callout.incident)
    }

    mutating func apply(_ outcomes: [RescueSide.Outcome], at now: Instant) {
        for outcome in outcomes {
            switch outcome {
            case .later(let step, let due): agenda.add(.team(step), at: due)
            case .madeSafe(let name):
                if let valve = valveNumbers[name] { makeSafe(valve, at: now) }
            case .reply(let centre, let reply): say(reply, centre: centre, at: now)
            }
        }
    }

    private mutating func say(_ reply: Reply, centre: Int, at now: Instant) {
        score.replies[reply.word.rawValue, default: 0] += 1
        if let leak = incidentLeaks[reply.incident] {
            score.teamStepped(leak, reply.word, at: now)
        }
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
            score.leaks[index].idleTeam = idle
        }
    }
}
