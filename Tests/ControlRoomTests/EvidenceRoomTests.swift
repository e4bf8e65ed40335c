import ConsoleAPI
import Incidents
import Journal
import Testing
import ValveModel
import ValveWatch

@testable import ControlRoom

@Suite("Why an incident was raised, for whoever reads it")
struct EvidenceRoomTests {
    private static let english =
        "gas 12.3 then 12.0 %LEL in two reports in a row"
    private static let chinese = "连续两次上报燃气 12.3 、 12.0 %LEL"

    private func check(_ room: ControlRoom, _ incident: String) async throws {
        let view = try #require(try await room.incident(incident))
        #expect(view.why == ReasonView(en: Self.english, zh: Self.chinese))
        let timeline = try #require(try await room.timeline(incident))
        let raised = try #require(timeline.first { $0.what == "finding" })
        #expect(raised.text == "leak P1 raised")
        #expect(raised.why == view.why)
        #expect(timeline.contains { $0.what != "finding" && $0.why == nil })
    }

    @Test("The incident and its timeline say what was seen, and still do after a restart")
    func why() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", "report", seq: 1, #""gas":12.3,"position":"open""#)
        before.say("V1", "report", seq: 2, #""gas":12.0,"position":"open""#)
        let callout = try #require(before.callout("V1"))
        #expect(callout.body.contains("\"why\":{\"en\":\"\(Self.english)\""))
        let incident = try before.incident("V1")
        try await check(before.room, incident)
        before.stop()

        let after = try TestRoom(journal)
        defer { after.stop() }
        try await check(after.room, incident)
    }

    @Test("Whoever asks for an incident is shown what its valve measures by now")
    func present() throws {
        let room = try TestRoom(InMemoryJournal())
        defer { room.stop() }
        let raised = Moment(milliseconds: 1_800_000_000_000)
        var incident = Incident(
            id: "20270115-0001", kind: .leak, priority: .p1, mode: .actual,
            place: ValvePlace(valve: "V1", area: "370202010"), at: raised)
        incident.condition.gas = 30
        incident.condition.gasAt = raised
        incident.condition.flow = 0.2
        incident.condition.position = "open"
        var detector = Detector(profiles: [Profile()], capacity: 64, now: raised)
        func view(gas: Float, at lapse: Lapse) -> IncidentView {
            let now = raised + lapse
            var reading = Reading(
                valve: ValveIndex(0), area: .unknown, origin: .report, boot: 1,
                sequence: UInt32(lapse.milliseconds / 1_000 + 10), receivedAt: now)
            reading.gas = gas
            detector.note(reading, at: now)
            let face = ValveFace(of: ValveIndex(0), detector)
            return room.room.incidentViews.present(incident, [], at: now + .seconds(1)) { _ in face
            }
        }
        // What was measured before the revision stays out of it.
        #expect(view(gas: 3, at: .seconds(-5)).gas == 30)
        let later = view(gas: 29.5, at: .seconds(5))
        #expect(later.gas == 29.5 && later.flow == 0.2 && later.position == "open")
        #expect(later.entry == "forbidden")
        #expect(view(gas: 4, at: .seconds(6)).entry == "open", "the air of now")
        #expect(later.lastHeardAt == room.room.incidentViews.times.text(raised + .seconds(5)))
        incident.state = .closed
        #expect(view(gas: 1, at: .seconds(7)).gas == 30)
    }

    @Test("The numbers of a line come back from the journal as they were", arguments: 0..<2)
    func line(_ place: Int) throws {
        var full = Evidence(.shutoff, .alarm)
        full.value = 12.3
        full.before = 0.1
        full.limit = 3
        full.rate = 4.25
        full.lapse = .minutes(30)
        full.position = .stuck
        full.alarm = .shutoff
        full.cause = .remote
        let evidence = [full, Evidence(.suspect, .unreadable)][place]
        let line = HistoryLine(by: "值班员", text: "a \"quote\"", evidence: evidence)
        #expect(HistoryLine(line.json) == line)
    }
}
