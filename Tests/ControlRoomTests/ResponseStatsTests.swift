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
                    raisedAt: raised, record: JournalJSON.of(incident)))
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

    /// Closed incidents of the central centre whose vehicles came 50 s later than estimated.
    private static func late(_ count: Int, before now: Moment) -> [IncidentRow] {
        (1...count).map { number in
            let raised = now - .hours(24 * Int64(number))
            var incident = Incident(
                id: "20261001-\(1_000 + number)", kind: .leak, priority: .p1, mode: .actual,
                place: ValvePlace(valve: "V\(number)", area: "370202010"), at: raised)
            incident.rescueBy = raised + .seconds(300)
            incident.team = "C-1"
            incident.centre = "central"
            incident.calls = [Incident.Call(team: "C-1", centre: "central", at: raised)]
            incident.eta = Incident.ETA(turnout: 60, travel: 40, access: 30, model: "detour")
            incident.acceptedAt = raised + .seconds(10)
            incident.onsceneAt = raised + .seconds(150)
            incident.state = .closed
            incident.closedAt = raised + .seconds(600)
            return IncidentRow(
                id: incident.id, isOpen: false, state: "closed", priority: "P1", kind: "leak",
                mode: "actual", valve: incident.place.valve, area: incident.place.area,
                centre: "central", raisedAt: raised, record: JournalJSON.of(incident))
        }
    }

    @Test("What was measured is applied when somebody accepts it, over a restart, until taken back")
    func calibration() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom(journal)
        var batch = JournalBatch()
        batch.incidents = Self.late(5, before: before.room.clock.now())
        try journal.commit([batch])
        let first = try TestRoom.running(journal)
        let room = first.room
        #expect(try await room.responseStats(days: 30, mode: "actual").calibration[0].applied == 0)
        await #expect(throws: Problem.self) {
            try await room.acceptCalibration(of: "central", CalibrationRequest(by: "王", days: 4))
        }
        await #expect(throws: Problem.self) {
            try await room.acceptCalibration(of: "north", CalibrationRequest(by: "王"))
        }
        let taken = try await room.acceptCalibration(of: "central", CalibrationRequest(by: "王"))
        #expect(taken.hours.map(\.seconds) == [50])
        #expect(taken.hours.map(\.count) == [5])
        first.stop()

        let after = try TestRoom.running(journal)
        defer { after.stop() }
        #expect(after.room.calibrations() == [taken])
        #expect(after.room.status().calibrations == [taken])
        let stats = try await after.room.responseStats(days: 30, mode: "actual")
        #expect(stats.calibration[0].applied == 50)
        #expect(stats.calibration[0].offset == 50)
        after.say("V1", seq: 1)
        _ = try #require(after.callout("V1"))
        let id = try after.incident("V1")
        let eta = try #require(try await after.room.incident(id)?.eta)
        #expect(eta.calibration == 50)
        #expect(eta.turnout == 110)
        let signed = SignedRequest(by: "王")
        #expect(try await after.room.revokeCalibration(of: "central", signed) == taken)
        #expect(after.room.calibrations().isEmpty)
        await #expect(throws: Problem.self) {
            try await after.room.revokeCalibration(of: "central", signed)
        }
    }
}
