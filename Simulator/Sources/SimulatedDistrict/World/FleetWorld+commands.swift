internal import Recordings
internal import ValveModel

/// Commands from the control room. No action opens a valve.
extension FleetWorld {
    mutating func command(_ valve: Int, _ payload: [UInt8], at now: Instant) {
        guard let json = JSONValue(payload), let id = json["id"]?.text,
            let action = json["action"]?.text
        else {
            tally(.unreadable)
            return
        }
        tally(.commands)
        guard valves[valve].online else { return }
        if valves[valve].command == id {
            // A repeat of what is under way or done: say again where it stands.
            result(valve, id: id, valves[valve].commandOutcome, at: now)
            return
        }
        valves[valve].command = id
        switch action {
        case "close":
            if valves[valve].position == .closed {
                result(valve, id: id, .closed, at: now)
            } else {
                result(valve, id: id, .accepted, at: now)
                let delay = dice.subject("commands").between(0.2, 0.8, UInt64(valve))
                agenda.add(.commandedClose(valve: valve, id: id), at: now + delay)
            }
        case "read":
            report(valve, at: now)
            result(valve, id: id, .done, at: now)
        case "selftest": result(valve, id: id, .done, at: now)
        default: result(valve, id: id, .refused, at: now)
        }
    }

    mutating func closeOnCommand(_ valve: Int, id: String, at now: Instant) {
        let isStuck =
            valves[valve].isStuck || valves[valve].leak.map { leaks[$0].closing == .never } ?? false
        if isStuck && valves[valve].position != .closed {
            valves[valve].position = .stuck
            result(valve, id: id, .failed, at: now)
            report(valve, at: now)
        } else {
            close(valve, at: now)
            result(valve, id: id, .closed, at: now)
        }
    }

    private mutating func result(
        _ valve: Int, id: String, _ outcome: CommandOutcome, at now: Instant
    ) {
        valves[valve].commandOutcome = outcome
        tally(.results)
        let position = valves[valve].position.word
        send(
            Publish(
                origin: .valve(valve), topic: topic(valve, "result"),
                payload: JSONText.object { text in
                    text.member("id", id)
                    text.member("outcome", outcome.rawValue)
                    text.member("position", position)
                }, quality: 1, planned: now))
    }
}
