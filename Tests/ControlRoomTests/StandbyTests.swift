import ConsoleAPI
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Standby posts of a centre")
struct StandbyTests {
    /// Both teams wait at their centres; ten homes lie where neither comes in five minutes.
    private static func far() throws -> [Household] {
        try (1...10).map { number in
            var household = Household(
                valve: try #require(ValveID("F\(number)")), area: try #require(Area("370202010")),
                location: Coordinate(latitude: 36.10, longitude: 120.356))
            household.floor = 1
            return household
        }
    }

    @Test("What is advised is applied when it is switched on, told to the centre, kept, and ended")
    func switched() async throws {
        let journal = InMemoryJournal()
        let first = try TestRoom.running(journal, households: try Self.far())
        let advice = try await first.room.standby(busy: 30)
        #expect(advice.standby.before == 0)
        let best = try #require(advice.standby.moves.first)
        #expect(best.gained.rounded() == 7)
        #expect(best.lat == 36.10)
        #expect(advice.centres.allSatisfy { !$0.on })
        await #expect(throws: Problem.self) {
            try await first.room.switchStandby(of: "north", StandbyRequest(by: "王", on: true))
        }
        let on = try await first.room.switchStandby(
            of: "central", StandbyRequest(by: "王", on: true))
        #expect(on.on && on.posts.map(\.team) == ["C-1"])
        #expect(on.posts.first?.reached == false)
        let told = try #require(
            first.sent.first { $0.topic == "rescue/v1/central/standby" })
        #expect(told.body.contains("\"team\":\"C-1\""))
        first.stop()

        let after = try TestRoom.running(journal, households: try Self.far())
        defer { after.stop() }
        // The broker may have forgotten what it retained.
        _ = try #require(after.sent.first { $0.topic == "rescue/v1/central/standby" })
        let team = try #require(after.room.teams(ListFilter()).first { $0.id == "C-1" })
        #expect(team.post?.lat == 36.10 && team.atPost == false)
        let there = try await after.room.change(
            team: "C-1",
            TeamRequest(by: "王", available: true, location: .init(lat: 36.10, lon: 120.356)))
        #expect(there.atPost == true && there.countedFrom == "post")
        let off = try await after.room.switchStandby(
            of: "central", StandbyRequest(by: "王", on: false))
        #expect(!off.on && off.posts.isEmpty)
        #expect(after.room.teams(ListFilter()).allSatisfy { $0.post == nil })
    }
}
