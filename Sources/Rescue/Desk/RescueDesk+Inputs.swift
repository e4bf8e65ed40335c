public import Incidents
public import ValveModel

/// Everything that can reach the desk, beside the passing of time: what the journal keeps so that
/// each decision can be made again from it.
///
/// A case that was ever written is never renamed or given another meaning: journals hold it for
/// 400 days.
public enum DeskInput: Codable, Equatable, Sendable {
    /// A finding of the watch.
    case finding(DeskFinding)
    /// What a valve said of a command.
    case result(valve: String, id: String, outcome: String, position: String?)
    /// What a centre or team answered.
    case reply(DeskReply)
    /// A centre's roster message.
    case roster(centre: String, sentAt: Moment, lines: [RosterLine])
    /// A centre's link topic or last will.
    case centreLink(centre: String, isOnline: Bool)
    /// The rescue broker's session is there.
    case rescueConnected
    /// The rescue broker's session is gone.
    case rescueLost
    /// The valves' broker came or went; the valves that were on line when it went.
    case valveBroker(isConnected: Bool, valves: [String])
    /// New settings.
    case rules(RescueRules)
    /// Another road graph by its identity, or none.
    case roads(String?)
    /// An operator wants a road closed.
    case closeRoad(RoadWish)
    /// An operator opens a closed road.
    case openRoad(String, by: String)
    /// A team's availability, set by hand.
    case team(String, available: Bool, place: Coordinate?, by: String)
    /// What an operator, or a person at a centre's desk, asks for an incident.
    case wish(DeskAct, incident: String, DeskWish)
    /// An operator takes a valve out of service for a time, or back into it.
    case serve(String, by: String, reason: String, lapse: Lapse?)
    /// An operator accepts what was measured of a centre's arrivals.
    case accept(TravelCalibration)
    /// An operator takes an accepted calibration back.
    case revokeCalibration(String, by: String)
    /// An operator switches the standby posts of a centre on, or off with none.
    case standby(String, posts: [StandbyPost], by: String)
    /// The registry, or the centres' areas, say other places of valves of which something is open.
    case moved([ValvePlace])
    /// An operator wants a valve closed.
    case closeValve(String, area: String, by: String, ClosingRules)
}

/// What a person does with an incident, in the words of the API.
public enum DeskAct: String, Codable, Sendable {
    case ack, dispatch, accept, enroute, onscene, rescue, safe, close, note, shelve, unshelve
    case handover
}

extension RescueDesk {
    /// Notes an input. The one door: whatever changes the desk comes through here or by `settle`,
    /// so that both can be journalled and played again.
    public mutating func take(_ input: DeskInput, at now: Moment) throws(DeskRefusal) {
        switch input {
        case .finding(let finding): note(finding, at: now)
        case .result(let valve, let id, let outcome, let position):
            noteResult(valve: valve, id: id, outcome: outcome, position: position, at: now)
        case .reply(let reply): note(reply, at: now)
        case .roster(let centre, let sentAt, let lines):
            noteRoster(lines, from: centre, sentAt: sentAt, at: now)
        case .centreLink(let centre, let isOnline):
            noteCentreLink(centre, isOnline: isOnline, at: now)
        case .rescueConnected: rescueConnected(at: now)
        case .rescueLost: outgoing.hasRoad = false
        case .valveBroker(let isConnected, let valves):
            noteValveBroker(isConnected: isConnected, valves: valves, at: now)
        case .rules(let rules): replace(rules: rules, at: now)
        case .roads(let identity):
            roads.take(named: identity)
            needsPlan = true
        case .closeRoad(let wish): _ = try close(wish, at: now)
        case .openRoad(let id, let name): _ = try open(road: id, by: name, at: now)
        case .team(let team, let available, let place, let name):
            try set(team: team, available: available, place: place, by: name, at: now)
        case .wish(let act, let incident, let wish): try carryOut(act, incident, wish, at: now)
        case .serve(let valve, let name, let reason, let lapse):
            try serve(valve, by: name, reason: reason, for: lapse, at: now)
        case .accept(let calibration): try accept(calibration, at: now)
        case .revokeCalibration(let centre, let name):
            try revokeCalibration(of: centre, by: name, at: now)
        case .standby(let centre, let posts, let name):
            try take(standby: posts, of: centre, by: name, at: now)
        case .moved(let places): move(places, at: now)
        case .closeValve(let valve, let area, let name, let closing):
            startClosing(valve: valve, area: area, by: name, closing, at: now)
        }
    }

    private mutating func carryOut(
        _ act: DeskAct, _ incident: String, _ wish: DeskWish, at now: Moment
    ) throws(DeskRefusal) {
        switch act {
        case .ack: try acknowledge(incident, wish, at: now)
        case .dispatch: try dispatch(incident, wish, at: now)
        case .accept: try step(.accept, incident, wish, at: now)
        case .enroute: try step(.enroute, incident, wish, at: now)
        case .onscene: try step(.onscene, incident, wish, at: now)
        case .rescue: try step(.rescue, incident, wish, at: now)
        case .safe: try step(.safe, incident, wish, at: now)
        case .close: try close(incident, wish, at: now)
        case .note: try addNote(incident, wish, at: now)
        case .shelve: try shelve(incident, wish, for: wish.lapse ?? .zero, at: now)
        case .unshelve: try unshelve(incident, wish, at: now)
        case .handover: try handOver(incident, wish, at: now)
        }
    }

    /// Whether `settle` would do anything at `now` without a further input.
    public func isDue(at now: Moment) -> Bool { nextDeadline.map { $0 <= now } ?? false }
}
