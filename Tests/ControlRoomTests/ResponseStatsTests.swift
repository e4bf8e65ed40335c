import ConsoleAPI
import Incidents
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Response statistics from the journal")
struct ResponseStatsTests {
    @Test("Open, closed and long closed incidents count, each once, page after page")
    func pages() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom(journal)
        let now = before.room.clock.now()
        var batch = JournalBatch()
        // More than one page, and one that is older than what is asked for.
        for number in 1...450 {
            var place = ValvePlace(valve: "V\(number)", area: "370202010")
            place.homeCentre = "central"
            let raised = now - .hours(number == 450 ? 24 * 31 : Int64(number))
            var incident = Incident(
                id: "20261001-\(1_000 + number)", kind: .leak, priority: .p1, mode: .actual,
                place: place, at: raised)
            incident.rescueBy = raised + .seconds(300)
            incident.acceptedAt = raised + .seconds(number.isMultiple(of: 3) ? 90 : 30)
            incident.state = .closed
            incident.closedAt = raised + .seconds(600)
            batch.incidents.append(
                IncidentRow(
                    id: incident.id, isOpen: false, state: "closed", priority: "P1", kind: "leak",
                    mode: "actual", valve: place.valve, area: place.area, centre: "central",
                    raisedAt: raised, record: ControlLoop.json(incident)))
        }
        try journal.commit([batch])
        let test = try TestRoom.running(journal)
        defer { test.stop() }
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        let stats = try await test.room.responseStats(days: 30, mode: "actual")
        #expect(stats.total.incidents == 450)
        #expect(stats.total.response.due == 449)
        #expect(stats.total.response.inTime == 449 - 149)
        #expect(stats.total.response.median == 30)
        #expect(stats.total.response.p90 == 90)
        #expect(stats.centres.map(\.centre) == ["central"])
        #expect(try await test.room.responseStats(days: 30, mode: "exercise").total.incidents == 0)
    }
}
