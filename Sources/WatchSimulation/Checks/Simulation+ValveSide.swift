internal import ControlRoom
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// Checks of what leaves for valves, and of what the broker may forget.
extension Simulation {
    func checkValveSide(_ sent: Sent) throws(Violation) {
        let levels = sent.topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5 else { return }
        let name = String(levels[3])
        if levels[4] == "receipt" {
            try checkReceipt(name, sent)
        } else if levels[4] == "command" {
            try checkCommand(name, sent)
        } else {
            throw violation(.closeOnly, "something was sent by \(sent.topic)")
        }
    }

    private func checkReceipt(_ name: String, _ sent: Sent) throws(Violation) {
        guard let word = Text.string("receipt", in: sent.body) else { return }
        if word == "ack", Text.number("seq", in: sent.body) == nil {
            throw violation(.receiptFits, "\(name) gets an ack for nothing")
        }
        guard
            let boot = Text.number("boot", in: sent.body),
            let sequence = Text.number("seq", in: sent.body), let place = indexByName[name]
        else { return }
        let identity = SimulatedStore.Identity(
            valve: district.homes[place].household.valve, boot: UInt32(boot),
            sequence: UInt32(sequence))
        let what = "\(name) \(boot)/\(sequence)"
        guard let given = checks.given[identity] else {
            if word == "nak" { return }
            throw violation(.receiptFits, "\(word) for \(what), which was never given")
        }
        switch word {
        case "ack":
            let committed = store.withCommitted { $0.alarms[identity] }
            guard let committed, committed <= sent.commitNumber else {
                throw violation(.receiptAfterCommit, "\(what) is receipted and not committed")
            }
            try checkPrompt(identity, given, what)
            guard given.isLeak else { return }
            let isJournalled = store.withCommitted { committed in
                (committed.byValve[name] ?? []).contains { id in
                    guard let known = committed.incidents[id], known.row.mode != "test" else {
                        return false
                    }
                    return known.closedAt.map { $0 >= given.firstAt } ?? true
                }
            }
            guard isJournalled else {
                throw violation(
                    .receiptedLeakIsJournalled, "\(what) is receipted and has no incident")
            }
        case "later":
            count(.laterAnswered)
            checks.later.insert(identity)
            // On a disk that has stood still for a second already, nobody waits another one.
            let stoodStill = time.now - store.lastCommitAt
            guard max(time.now - given.firstInLifeAt, stoodStill) >= 1_000 else {
                throw violation(.receiptFits, "\(what) is told `later` within a second")
            }
        default:
            throw violation(.receiptFits, "\(word) for \(what), which can be read")
        }
    }

    private func checkPrompt(
        _ identity: SimulatedStore.Identity, _ given: Checks.Given, _ what: String
    ) throws(Violation) {
        guard !given.isReceipted else { return }
        checks.given[identity]?.isReceipted = true
        guard given.firstAt > clockwork.disturbedUntil, given.life == clockwork.life,
            given.firstAt == given.firstInLifeAt, time.now - given.firstAt > 500,
            !checks.later.contains(identity)
        else { return }
        throw violation(.alarmIsPrompt, "\(what) waited \(time.now - given.firstAt) ms for nothing")
    }

    private func checkCommand(_ name: String, _ sent: Sent) throws(Violation) {
        guard Text.string("action", in: sent.body) == "close",
            let id = Text.string("id", in: sent.body)
        else { throw violation(.closeOnly, "\(name) is commanded \(Text.brief(sent.body))") }
        guard let room, let place = indexByName[name] else { return }
        let desk = room.loop.withDesk { desk in
            let axes = [Axis.gas, .supply].contains { axis in
                desk.book.incident(
                    in: IncidentBook.Slot(valve: name, axis: axis, isTest: false)) != nil
            }
            return (hasReason: axes, command: desk.commands[name])
        }
        if let command = desk.command {
            // The one before may leave beside its successor, where both were decided in the rounds of
            // one instant: after no thread had run for a while, or as something graver was found.
            let successorAt = command.firstAt.milliseconds - VirtualTime.wallAtStart
            let isJustReplaced =
                (checks.commanded[name]?.id == id && time.now <= clockwork.excusedUntil + 3_000)
                || (command.gravity > 0
                    && (time.now - successorAt <= 3_000 || outcome.faults[.wallStepped] > 0))
            guard command.id == id || isJustReplaced else {
                throw violation(.closeOnly, "\(name) is commanded \(id) beside \(command.id)")
            }
            // Whoever closed the incident a moment ago was as fast as the command.
            let isJustClosed = store.withCommitted { committed in
                (committed.byValve[name] ?? []).contains {
                    (committed.incidents[$0]?.closedAt ?? 0) + 3_000 > time.now
                }
            }
            guard desk.hasReason || isJustClosed || command.by != "gaswatch" else {
                throw violation(.closeOnly, "\(name) is commanded \(id) with nothing open")
            }
        }
        // What leaves beside its successor is known by its id alone.
        let own = desk.command?.id == id ? desk.command : nil
        let (gravity, incident) = (own?.gravity ?? 0, own?.incident)
        try checkOneCommand(name, place, id, desk.command)
        if checks.commanded[name]?.id != id {
            checks.commanded[name] = Checks.Commanded(
                id: id, gravity: gravity, incident: incident, firstAt: time.now, lastAt: time.now,
                life: clockwork.life)
        }
        checks.commanded[name]?.lastAt = time.now
        let firstAt = checks.commanded[name]?.firstAt ?? time.now
        // A clock that was set back lets a restart begin the ten minutes anew.
        guard
            time.now - firstAt <= 620_000 || time.now < clockwork.excusedUntil + 5_000
                || outcome.faults[.wallStepped] > 0
        else {
            throw violation(.closeOnly, "\(name) is still commanded \(id) after ten minutes")
        }
        // What came while the machine slept is older than what it found on waking: the valve's next
        // report, ten seconds later, is the proof.
        let waking: Int64 = 10_000
        if let since = checks.closedSince[place], since > firstAt,
            time.now - since > 4_000, time.now - clockwork.excusedUntil > 4_000,
            since > clockwork.excusedUntil || time.now - clockwork.excusedUntil > 4_000 + waking,
            store.mood == .works,
            time.now > clockwork.slowUntil + 4_000
        {
            throw violation(
                .closeStops, "\(name) has proven that it is closed for \(time.now - since) ms")
        }
    }

    /// While one command runs and nobody has closed its incident, no second one begins but for what is
    /// graver or another incident.
    private func checkOneCommand(
        _ name: String, _ place: Int, _ id: String, _ command: CloseCommand?
    ) throws(Violation) {
        guard let before = checks.commanded[name], before.id != id, let command,
            command.by == "gaswatch", command.gravity <= before.gravity,
            command.incident == before.incident,
            time.now - before.lastAt < 5_500, time.now - before.firstAt < 500_000,
            (checks.closedAt[place] ?? 0) < before.firstAt, before.life == clockwork.life,
            // On a disk that stands still nobody can see here who has closed its incident.
            time.now > clockwork.disturbedUntil
        else { return }
        let now = time.now
        let wasClosed = store.withCommitted { committed in
            (committed.byValve[name] ?? []).contains {
                let known = committed.incidents[$0]
                return (known?.closedAt ?? 0) + 7_000 > now || known?.row.state == "safe"
            }
        }
        if wasClosed { return }
        throw violation(.closeOnly, "\(name) is commanded \(before.id) and \(id) at once")
    }

    /// The broker is about to forget a message of the alarm or the rescue lane.
    func checkAcknowledged(_ parcel: Parcel) throws(Violation) {
        switch parcel.note {
        case .reading(let spoken):
            let identity = identity(spoken)
            let isCommitted = store.withCommitted { $0.alarms[identity] != nil }
            guard isCommitted || checks.later.contains(identity) else {
                throw violation(
                    .pubackAfterCommit,
                    "\(district.homes[spoken.valve].name) \(spoken.boot)/\(spoken.sequence) is "
                        + "acknowledged and not committed")
            }
        case .reply(let reply):
            guard reply.word != "received" else { return }
            let isKnown = store.withCommitted { $0.people.contains(reply.by) }
            let isLate = time.now - store.lastCommitAt >= 1_000
            guard isKnown || isLate else {
                throw violation(
                    .replyAfterCommit,
                    "\(reply.word) of \(reply.team) for \(reply.incident) is acknowledged and not "
                        + "in the history")
            }
        case .link, .garbageAlarm, .other: break
        }
    }
}
