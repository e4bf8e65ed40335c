internal import ControlRoom
internal import Incidents
internal import Journal
internal import Rescue

/// Checks of what leaves for centres.
extension Simulation {
    func checkRescueSide(_ sent: Sent) throws(Violation) {
        let levels = sent.topic.split(separator: "/", omittingEmptySubsequences: false)
        let isDrillTopic = sent.topic.hasPrefix(Centres.drillRoot)
        if levels.last == "standby" { return }
        try checkApart(sent, isDrillTopic: isDrillTopic)
        if levels.last == "notice" { return try checkNotice(sent, String(levels[2])) }
        outcome.calloutCount += 1
        guard let id = Text.string("id", in: sent.body),
            let word = Text.string("callout", in: sent.body)
        else { throw violation(.calloutAfterCommit, "a call-out without an id: \(sent.topic)") }
        if word == "standdown", let team = Text.string("team", in: sent.body) {
            checks.claims[Checks.Claim(incident: id, team: team)] = nil
        }
        // An area event is many valves; a stand-down from an incident that nobody knows names none.
        let event = Text.string("scope", in: sent.body).map { _ in "an area event" }
        guard let valve = Text.string("valve", in: sent.body) ?? event else { return }
        if Text.string("mode", in: sent.body) == "test" {
            throw violation(.testIsSilent, "\(id) is a test and goes to \(sent.topic)")
        }
        if let before = checks.calledOut[id], before != valve {
            throw violation(.oneIdentity, "\(id) means \(before) and \(valve)")
        }
        checks.calledOut[id] = valve
        if Text.isTrue("durable", in: sent.body) {
            let revision = Int(Text.number("revision", in: sent.body) ?? 0)
            let committed = store.withCommitted { $0.incidents[id]?.revision }
            guard let committed, committed >= revision else {
                throw violation(
                    .calloutAfterCommit,
                    "\(word) of \(id) r\(revision) leaves; r\(committed ?? 0) is committed")
            }
        } else {
            count(.calledOutUndurable)
        }
        guard word == "new" || word == "takeover", !isDrillTopic else { return }
        checks.toldAt[id] = time.now
        try checkOneIdentity(id, valve, Text.string("axis", in: sent.body) ?? "")
    }

    /// No other incident of the valve's axis that was called out may be open and before `safe`.
    private func checkOneIdentity(_ id: String, _ valve: String, _ axis: String) throws(Violation) {
        let calledOut = checks.calledOut
        let other = store.withCommitted { committed in
            (committed.byValve[valve] ?? []).first { other in
                guard other != id, calledOut[other] != nil,
                    let row = committed.incidents[other]?.row
                else { return false }
                return row.isOpen && row.state != "safe" && row.mode != "test"
                    && Text.string("axis", in: row.record) == axis
            }
        }
        // The book may have closed it a commit ago.
        guard let other, let room,
            let open = room.loop.withDesk({ $0.book.incident(other) }), !open.isFinished
        else { return }
        throw violation(.oneIdentity, "\(valve) is called out as \(id) and as \(other)")
    }
}
