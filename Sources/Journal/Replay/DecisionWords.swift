internal import Incidents
package import Rescue
internal import ValveModel

extension DeskAction {
    /// The action in words, for whoever looks into a difference; `nil` for a changed incident,
    /// which is shown field by field.
    package var words: String? {
        switch self {
        case .changed, .kept: return nil
        case .callout(let callout):
            let whom = callout.team ?? "everybody"
            let again = callout.isRepeat ? " again" : ""
            return "\(callout.word.rawValue)\(again) to \(whom) at \(callout.centre) for "
                + "\(callout.incident.id) revision \(callout.incident.revision)"
                + (callout.reason.map { " (\($0))" } ?? "")
        case .standdownUnknown(let incident, let centre, _, let reason):
            return "standdown to \(centre) for \(incident) (\(reason))"
        case .delivery(let delivery): return "\(delivery.name) on its way"
        case .deliveryOver(let name): return "\(name) not on its way any more"
        case .entry(let entry): return "'\(entry.text)' on \(entry.subject)"
        case .command(let command, let isRepeat):
            return "close \(command.valve)\(isRepeat ? " again" : "") (\(command.id))"
        case .commandOver(let valve): return "no more closing of \(valve)"
        case .team(let team):
            return "\(team.id) \(team.isAvailable ? "available" : "unavailable")"
                + (team.isUnresponsive ? ", unresponsive" : "")
                + (team.holding.map { ", holding \($0)" } ?? "")
        case .teamForgotten(let id): return "\(id) is no team any more"
        case .member(let part): return "\(part.name) in \(part.event ?? "an event to come")"
        case .memberOver(let name): return "\(name) in no event any more"
        case .shelf(let name, let shelf):
            return "\(name) \(shelf == nil ? "not set aside any more" : "set aside")"
        case .road(let closing): return "road \(closing.id) closed"
        case .roadOpened(let id): return "road \(id) opened"
        case .post(let team, let post):
            return "\(team) \(post == nil ? "at no post" : "to its post")"
        case .calibration(let centre, let calibration):
            return "calibration of \(centre) \(calibration == nil ? "taken back" : "accepted")"
        case .centreLink(let centre, let isOnline):
            return "\(centre) \(isOnline ? "on line" : "off line")"
        case .closeDeclined(let valve): return "\(valve) is not commanded any more"
        case .gasSettled(let valve): return "gas of \(valve) begins anew"
        case .axisSettled(let valve, let axis): return "\(axis.word) of \(valve) begins anew"
        }
    }
}

extension DeskInput {
    /// The input in words, without names of people.
    package var words: String {
        switch self {
        case .finding(let finding):
            "finding \(finding.kind.word) \(finding.change.rawValue) at \(finding.place.valve)"
        case .result(let valve, let id, let outcome, _): "result \(outcome) of \(id) by \(valve)"
        case .reply(let reply):
            "reply \(reply.word.rawValue) of \(reply.team ?? reply.centre) to \(reply.incident)"
        case .roster(let centre, _, let lines): "roster of \(centre) with \(lines.count) teams"
        case .centreLink(let centre, let isOnline):
            "\(centre) \(isOnline ? "on line" : "off line")"
        case .rescueConnected: "the centres' broker is there"
        case .rescueLost: "the centres' broker is gone"
        case .valveBroker(let isConnected, let valves):
            isConnected
                ? "the valves' broker is there" : "the valves' broker is gone with \(valves.count)"
        case .serve(let valve, _, _, let lapse):
            "\(valve) \(lapse == nil ? "back in service" : "out of service") by an operator"
        case .rules: "new settings"
        case .roads(let identity): "road graph \(identity ?? "none")"
        case .closeRoad: "a road closed by an operator"
        case .openRoad(let id, _): "road \(id) opened by an operator"
        case .standby(let centre, let posts, _): "\(posts.count) standby posts of \(centre)"
        case .accept(let calibration):
            "calibration of \(calibration.centre) accepted by an operator"
        case .revokeCalibration(let centre, _): "calibration of \(centre) taken back by an operator"
        case .team(let team, let available, _, _):
            "\(team) set \(available ? "available" : "unavailable") by hand"
        case .wish(let act, let incident, _): "\(act.rawValue) of \(incident) by an operator"
        case .moved(let places): "\(places.count) homes named otherwise by the registry"
        case .closeValve(let valve, _, _, _): "closing of \(valve) wanted by an operator"
        }
    }
}
