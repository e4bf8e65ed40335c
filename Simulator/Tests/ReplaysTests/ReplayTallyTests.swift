import Recordings
import Replays
import SimulatedDistrict
import Testing
import ValveModel

@Suite("What became of a replay")
struct ReplayTallyTests {
    /// A report and an alarm of one home, sent at their planned times.
    private static func tally(hasLeft: Bool = true) throws -> ReplayTally {
        let valve = try #require(ValveID("HOME"))
        let area = try #require(Area("370202012"))
        var plan = ReplayPlan(root: "gas/v1", area: area, boot: 9, speed: 10)
        var tally = ReplayTally(
            root: "gas/v1", rescueRoot: "rescue/v1", valves: ["HOME"], speed: 10)
        var report = RecordedReading(line: 1, valve: valve, at: 0)
        report.gas = 1
        var alarm = RecordedReading(line: 2, valve: valve, at: 20_000)
        alarm.alarm = .leak
        for reading in [report, alarm] {
            tally.sent(reading, plan.send(reading), hasLeft: hasLeft)
        }
        return tally
    }

    private static func receipt(_ word: String, seq: Int = 2) -> [UInt8] {
        Array("{\"receipt\":\"\(word)\",\"boot\":9,\"seq\":\(seq)}".utf8)
    }

    @Test("A receipt is timed from the moment its alarm was due, and counts once")
    func receipts() throws {
        var tally = try Self.tally()
        #expect(tally.reports == 1 && tally.alarms == 1 && tally.outstanding == 1)
        // The alarm of 20 s into the recording is due after 2 s at ten times its speed.
        for (word, seq, outstanding) in [("later", 2, 1), ("ack", 7, 1), ("ack", 2, 0)] {
            tally.received(
                topic: "gas/v1/370202012/HOME/receipt", payload: Self.receipt(word, seq: seq),
                at: .seconds(2.25))
            #expect(tally.outstanding == outstanding)
        }
        #expect(tally.receipts.longest == 250 && tally.receipts.count == 1)
    }

    @Test("A refused alarm is neither receipted nor outstanding")
    func refused() throws {
        var tally = try Self.tally()
        tally.received(
            topic: "gas/v1/370202012/HOME/receipt", payload: Self.receipt("nak"), at: .seconds(3))
        #expect(tally.refused == 1 && tally.outstanding == 0 && tally.receipts.count == 0)
    }

    @Test("What no connection could take is lost, not sent")
    func lost() throws {
        let tally = try Self.tally(hasLeft: false)
        #expect(tally.lost == 2 && tally.reports == 0 && tally.outstanding == 0)
    }

    @Test("An incident counts once, and only where a home of the recording is meant")
    func calls() throws {
        var tally = try Self.tally()
        for (kind, valve, incident) in [
            ("new", "OTHER", "1"), ("update", "HOME", "2"), ("new", "HOME", "3"),
            ("takeover", "HOME", "3"),
        ] {
            let body =
                "{\"callout\":\"\(kind)\",\"id\":\"\(incident)\",\"kind\":\"leak\","
                + "\"priority\":\"P1\",\"valve\":\"\(valve)\"}"
            tally.received(
                topic: "rescue/v1/east/callout", payload: Array(body.utf8), at: .seconds(2.5))
        }
        #expect(tally.calledOut.map(\.incident) == ["3"])
        #expect(tally.page.contains("P1 leak HOME, 25 s into the recording"))
    }
}
