internal import ConsoleAPI
internal import ControlRoom
internal import Incidents
internal import Rescue
internal import ValveModel

/// Drills, and the other things that people at desks arrange beside incidents.
extension Simulation {
    func beginDrill(_ room: ControlRoom) {
        count(.drillBegun)
        var request = DrillRequest(by: nextPerson(), valve: dice.pick(district.homes).name)
        request.minutes = 1 + dice.below(8)
        ask(.beginDrill(request), by: request.by, isSigned: true, room)
    }

    func endDrill(_ room: ControlRoom) {
        let running = room.loop.withDrills { $0.book.open.keys.sorted() }
        guard !running.isEmpty else { return }
        count(.drillEnded)
        let by = nextPerson()
        ask(.endDrill(dice.pick(running), by: by), by: by, isSigned: false, room)
    }

    /// A centre's team has a call-out of a drill: some go through the motions.
    func reachInDrill(_ centre: String, _ body: [UInt8]) {
        guard let id = Text.string("id", in: body), let team = Text.string("team", in: body),
            let word = Text.string("callout", in: body), word == "new" || word == "takeover",
            centres.teams[team]?.centre == centre, dice.chance(0.5)
        else { return }
        count(.drillAnswered)
        let revision = Text.number("revision", in: body) ?? 0
        var at = time.now
        for word in ["accept", "onscene", "safe"] {
            at += dice.between(1_000, 60_000)
            let reply =
                "{\"incident\":\"\(id)\",\"team\":\"\(team)\",\"revision\":\(revision),"
                + "\"reply\":\"\(word)\",\"by\":\"d1\"}"
            agenda.plan(
                .published(
                    Parcel(
                        topic: Array("\(Centres.drillRoot)/\(centre)/reply".utf8),
                        body: Array(reply.utf8))), at: at)
        }
    }

    /// A centre's teams are to wait somewhere, or nowhere in particular any more.
    func arrangeStandby(_ room: ControlRoom) {
        count(.standbyArranged)
        let by = nextPerson()
        let centre = dice.pick(district.rules.centres)
        let posts = centre.teams.prefix(dice.below(3)).map { team in
            StandbyPost(
                team: team.id, centre: centre.id, place: near(centre.place), gained: 1, by: by,
                at: room.clock.now())
        }
        ask(.standby(centre.id, posts: posts, by: by), by: by, isSigned: false, room)
    }

    /// Somebody commands a valve to close that has just lost its link: for a quarter of an hour
    /// nothing proves that it has closed.
    func closeUnheard(_ room: ControlRoom) {
        let place = dice.below(valves.count)
        guard valves[place].isConnected, valves[place].leakRate == 0 else { return }
        count(.commandUnheard)
        let by = nextPerson()
        ask(.closeValve(district.homes[place].name, by: by), by: by, isSigned: false, room)
        sayLink(place, boot: valves[place].boot, isOnline: false, after: 1_000)
        valves[place].isConnected = false
        agenda.plan(
            .episode(.back, valve: place), at: time.now + dice.between(700_000, 900_000))
    }

    /// Somebody wants a party told, whatever the rules say, or has its answer by telephone.
    func tellParty(_ incident: Incident, _ room: ControlRoom) {
        let by = nextPerson()
        let party = dice.pick([Parties.fire, Parties.keepers])
        let word = dice.pick(["tell", "answered"])
        ask(
            .party(party, incident: incident.id, PartyRequest(by: by, word: word)), by: by,
            isSigned: false, room)
    }

    /// A place within about a kilometre.
    func near(_ place: Coordinate) -> Coordinate {
        Coordinate(
            latitude: place.latitude + Double(dice.between(-90, 90)) / 10_000,
            longitude: place.longitude + Double(dice.between(-120, 120)) / 10_000)
    }
}
