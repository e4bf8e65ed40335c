import Recordings
import SimulatedDistrict
import Testing
import ValveModel

@Suite("The witness")
struct WitnessTests {
    /// Two teams, one beside the homes and one six kilometres off.
    private static func centre() -> CentreSetup {
        var centre = CentreSetup(id: "east", teams: ["NEAR", "FAR"])
        centre.posts = [
            "NEAR": TeamPost(
                location: Coordinate(latitude: 36.0610, longitude: 120.38), turnout: 60),
            "FAR": TeamPost(
                location: Coordinate(latitude: 36.1150, longitude: 120.38), turnout: 60),
        ]
        return centre
    }

    private static func world() -> FleetWorld {
        var settings = Fleet.settings(seed: 1)
        settings.othersPerMinute = 0
        settings.leaksPerMinute = 0
        settings.rescue.silentShare = 0
        let names = ["SN-1", "SN-2"]
        settings.events = [
            ScenarioEvent(at: 5, what: .leak(.valves(names), flow: 2, closing: .itself))
        ]
        let places = names.compactMap { name in
            ValveID(name).flatMap { valve in
                Area("370202012").map {
                    ValvePlace(
                        valve: valve, area: $0, floor: 4,
                        location: Coordinate(latitude: 36.06, longitude: 120.38))
                }
            }
        }
        return FleetWorld(settings, valves: places, centres: [centre()], keepsFacts: true)
    }

    private static func call(_ world: inout FleetWorld, _ valve: String, _ team: String, at: Double)
    {
        world.received(
            topic: "rescue/v1/east/callout",
            payload: Fleet.callout("new", valve, valve: valve, team: team), at: .seconds(at))
    }

    @Test("A far team for one leak is held against the plan while the near one stays free")
    func sooner() {
        var world = Self.world()
        _ = world.messages(to: .seconds(40))
        Self.call(&world, "SN-1", "FAR", at: 40)
        _ = world.messages(to: .seconds(44))
        #expect(world.score.soonerCount == 0)
        _ = world.messages(to: .seconds(46))
        #expect(world.score.leaks[0].soonerTeam == "NEAR")
        // 0.054° of latitude are 6,005 m; × 1.4 at 30 km/h that is 1,009 s more.
        #expect(abs(world.score.leaks[0].soonerBy - 990) < 20)
    }

    @Test("It is not, where the near team is called for another leak at the same time")
    func exchanged() {
        var world = Self.world()
        _ = world.messages(to: .seconds(40))
        Self.call(&world, "SN-1", "FAR", at: 40)
        _ = world.messages(to: .seconds(41))
        Self.call(&world, "SN-2", "NEAR", at: 41)
        _ = world.messages(to: .seconds(60))
        #expect(world.score.withTeamCount == 2 && world.score.soonerCount == 0)
    }

    @Test("Nor where the near team was the one that was called")
    func nearest() {
        var world = Self.world()
        _ = world.messages(to: .seconds(40))
        Self.call(&world, "SN-1", "NEAR", at: 40)
        _ = world.messages(to: .seconds(60))
        #expect(world.score.soonerCount == 0)
    }

    @Test("The log's facts fold to the very score of the run")
    func folding() {
        var world = Self.world()
        _ = world.messages(to: .seconds(40))
        Self.call(&world, "SN-1", "FAR", at: 40)
        _ = world.messages(to: .seconds(90))
        var folded = Score()
        let facts = world.takeFacts(at: .seconds(90))
        for witnessed in facts {
            #expect(folded.canNote(witnessed.fact))
            folded.note(witnessed.fact, at: .seconds(witnessed.at))
        }
        #expect(folded == world.score)
        #expect(facts.contains { $0.fact == .counted(what: .reports, count: world.score.reports) })
        #expect(world.takeFacts(at: .seconds(91)).isEmpty)
    }

    @Test(
        "The way is the contract's formula",
        arguments: [
            // The same place: turnout, access and three floors.
            (36.06, 120.38, 4, 135.0),
            (36.06, 120.38, 1, 90), (36.06, 120.38, -1, 120),
            // A degree of latitude is 111.195 km: 0.01° at 8.33 m/s × 1.4 are 186.8 s.
            (36.07, 120.38, 1, 277),
        ])
    func travel(latitude: Double, longitude: Double, floor: Int, seconds: Double) {
        let post = TeamPost(
            location: Coordinate(latitude: latitude, longitude: longitude), turnout: 60)
        let home = Coordinate(latitude: 36.06, longitude: 120.38)
        #expect(TravelRule().seconds(from: post, to: home, floor: floor) == seconds)
    }
}

@Suite("The control room's memory")
struct ControlRoomReviewTests {
    /// One leak, called out as incident 7, accepted after 20 s by the witness's clock.
    private static func score() -> Score {
        var score = Score()
        score.note(.leakBegan(leak: 0, valve: "SN-1"), at: .start)
        score.note(.leakTripped(leak: 0), at: .seconds(1))
        score.note(.leakCalledOut(leak: 0, incident: "7", team: "E-1"), at: .seconds(2))
        score.note(
            .reply(incident: "7", team: "E-1", word: "accept", leak: 0), at: .seconds(20))
        return score
    }

    private static func record(
        _ id: String, valve: String = "SN-1", accepted: String = "00:00:20.100",
        state: String = "accepted", durable: Bool = true
    ) -> String {
        """
        {"id":"\(id)","kind":"leak","priority":"P1","state":"\(state)","valve":"\(valve)",
         "durable":\(durable),"acceptedAt":"1970-01-01T\(accepted)Z"}
        """
    }

    private static func review(_ records: [String]) throws -> ControlRoomReview {
        let text = "{\"items\":[" + records.joined(separator: ",") + "],\"next\":null}"
        let answer = try #require(JSONValue(Array(text.utf8)))
        let list = try #require(ControlRoomRecord.list(answer))
        return ControlRoomReview(list, against: score(), wallStart: 0)
    }

    @Test("A room that remembers what happened is not blamed")
    func agrees() throws {
        let review = try Self.review([Self.record("7")])
        #expect(review.reasons.isEmpty && review.incidents == 1 && review.steps == 1)
    }

    @Test("What it forgot, doubled, misdated or keeps only in memory is named")
    func differs() throws {
        for (records, reason) in [
            ([], "1 leaks are not among the control room's incidents: SN-1"),
            (
                [Self.record("7", valve: "SN-2")],
                "1 leaks are not among the control room's incidents: SN-1"
            ),
            (
                [Self.record("7"), Self.record("8")],
                "1 valves have two open incidents on the gas axis: SN-1"
            ),
            (
                [Self.record("7", accepted: "00:00:23.000")],
                "1 steps of teams are recorded at another time than they were said: SN-1 accept"
            ),
            ([Self.record("7", durable: false)], "1 incidents are not on the disk"),
        ] {
            #expect(try Self.review(records).reasons == [reason])
        }
    }

    @Test("An incident that is over is no second open one", arguments: ["closed", "safe"])
    func over(state: String) throws {
        let review = try Self.review([Self.record("7"), Self.record("6", state: state)])
        #expect(review.reasons.isEmpty)
    }

    @Test("A leak that an area event named first is found under its own incident")
    func namedByEvent() throws {
        let event = """
            {"id":"7","kind":"area_event","priority":"P1","state":"raised","valve":null,
             "durable":true}
            """
        #expect(try Self.review([event, Self.record("8")]).reasons.isEmpty)
        #expect(
            try Self.review([event, Self.record("8", valve: "SN-2")]).reasons == [
                "1 leaks are not among the control room's incidents: SN-1"
            ])
    }

    @Test("A step may be the second team's, or implied by a later one")
    func otherTeam() throws {
        var score = Self.score()
        score.note(
            .reply(incident: "7", team: "E-2", word: "enroute", leak: 0), at: .seconds(31))
        let text = "{\"items\":[\(Self.record("7", accepted: "00:00:31.020"))],\"next\":null}"
        let answer = try #require(JSONValue(Array(text.utf8)))
        let list = try #require(ControlRoomRecord.list(answer))
        #expect(ControlRoomReview(list, against: score, wallStart: 0).reasons.isEmpty)
    }
}
