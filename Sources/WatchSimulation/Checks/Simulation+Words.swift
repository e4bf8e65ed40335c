internal import ControlRoom
internal import Incidents
internal import Rescue
internal import ValveModel

/// Words of teams on their way into the desk, of which some are repeats of long ago.
struct TeamWords {
    /// Another incident of the valve that a late repeat names, as it stood before.
    struct Other {
        var team: String
        var incident: String
        /// The incident that the repeat names.
        var named: String
        var before: IncidentState
        var namedBefore: IncidentState
    }

    var others: [Other] = []
    /// Teams that have said something for the first time: they may mean all of it.
    var fresh: Set<String> = []
}

extension Simulation {
    /// Notes a word just before the room gets it.
    func noteWord(_ reply: Parcel.Reply, _ room: ControlRoom) {
        guard reply.isLate else {
            if repeatsLate { checks.words.fresh.insert(reply.team) }
            return
        }
        count(.replyLate)
        let others = room.loop.withDesk { desk -> [TeamWords.Other] in
            guard let named = desk.book.incident(reply.incident) else { return [] }
            return Axis.allCases.compactMap { axis in
                let slot = IncidentBook.Slot(
                    valve: named.place.valve, axis: axis, isTest: false)
                guard let other = desk.book.incident(in: slot), other.id != named.id,
                    other.state < .accepted
                else { return nil }
                return TeamWords.Other(
                    team: reply.team, incident: other.id, named: named.id, before: other.state,
                    namedBefore: named.state)
            }
        }
        checks.words.others += others
    }

    /// A word that moved nothing where it was meant has moved nothing else either.
    func checkOwnWords(_ room: ControlRoom) throws(Violation) {
        let words = checks.words
        checks.words = TeamWords()
        for other in words.others where !words.fresh.contains(other.team) {
            let (now, named) = room.loop.withDesk {
                ($0.book.incident(other.incident), $0.book.incident(other.named))
            }
            guard let now, now.state >= .accepted, now.team == other.team,
                now.changedBy?.hasPrefix("p") == true,
                named.map({ $0.state == other.namedBefore }) ?? true
            else { continue }
            throw violation(
                .ownWord,
                "\(other.incident) is \(now.state.rawValue) by \(other.team), which only repeated "
                    + "what it had said of \(other.named)")
        }
    }
}
