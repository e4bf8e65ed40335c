import ConsoleAPI
import Incidents
import Testing
import ValveModel

@testable import ControlRoom

@Suite("What was not accepted is counted and shown")
struct RejectsTests {
    private let times = Timestamps(zoneName: "UTC")

    private func count(
        _ rejects: Rejects, _ reason: String, _ body: [UInt8], topic: String = "t", at: Int64 = 0
    ) {
        let topic = Array(topic.utf8)
        rejects.count(
            .field(reason), topic: topic.span, body: body.span, at: Moment(milliseconds: at))
    }

    @Test("All are counted, the newest five are kept, newest first; the most frequent stands first")
    func samples() throws {
        let rejects = Rejects()
        count(rejects, "b", Array("x".utf8))
        count(rejects, "a", Array("x".utf8))
        for number in 1...7 {
            let text = Array("\(number)".utf8)
            count(rejects, "c", text, topic: "t\(number)", at: Int64(number))
        }
        #expect(rejects.total == 9)
        let views = rejects.views(times)
        #expect(views.map(\.reason) == ["c", "a", "b"])
        #expect(views.map(\.count) == [7, 1, 1])
        #expect(views[0].samples.map(\.excerpt) == ["7", "6", "5", "4", "3"])
        #expect(views[0].samples.first?.at == "1970-01-01T00:00:00.007+00:00")
    }

    @Test("One topic has one sample, so that one sender does not push the others out")
    func oneSender() throws {
        let rejects = Rejects()
        for topic in ["a", "b"] { count(rejects, "r", Array("x".utf8), topic: topic) }
        for number in 1...100 { count(rejects, "r", Array("\(number)".utf8), topic: "flood") }
        let view = try #require(rejects.views(times).first)
        #expect(view.count == 102)
        #expect(view.samples.map(\.topic) == ["flood", "b", "a"])
        #expect(view.samples.first?.excerpt == "100")
    }

    @Test("Unprintable bytes are escaped and a long body is cut")
    func excerpt() throws {
        let rejects = Rejects()
        count(rejects, "r", [0x00, 0x41, 0x0A, 0x1B, 0x7F, 0xE6, 0x7E], topic: "gas/\u{1}/x")
        var sample = try #require(rejects.views(times).first?.samples.first)
        #expect(sample.excerpt == "\\x00A\\x0a\\x1b\\x7f\\xe6~")
        #expect(sample.topic == "gas/\\x01/x")
        count(rejects, "r", [UInt8](repeating: 0x61, count: Rejects.excerptCountMax + 1))
        sample = try #require(rejects.views(times).first?.samples.first)
        #expect(sample.excerpt == String(repeating: "a", count: Rejects.excerptCountMax) + "..")
    }

    @Test(
        "A message on a valve's topic that cannot be accepted is counted by its reason",
        arguments: [
            ("gas/v1/370202010/V1/reading", "{}", "topic_shape"),
            ("gas/v1/37020201/V1/report", "{\"boot\":1,\"seq\":1}", "bad_area"),
            ("gas/v1/370202010/V%201/report", "{\"boot\":1,\"seq\":1}", "bad_valve_id"),
            ("gas/v1/370202010/V1/report", "{\"seq\":1}", "boot_missing"),
            ("gas/v1/370202010/V1/report", "{\"boot\":1,\"seq\":-1}", "seq_invalid"),
            ("gas/v1/370202010/V1/report", "[]", "not_an_object"),
            ("gas/v1/370202010/V1/alarm", "{\"boot\":1,\"seq\":1}", "alarm_missing"),
            ("gas/v1/370202010/V1/result", "{\"id\":\"1\",\"outcome\":\"odd\"}", "result_invalid"),
            ("gas/v1/370202010/V1/link", "{\"boot\":1}", "link_online_missing"),
            ("gas/v1/370202020/V1/link", "{\"online\":true,\"boot\":1}", "area_mismatch"),
            (
                "gas/v1/370202020/V1/alarm", "{\"boot\":1,\"seq\":1,\"alarm\":\"leak\"}",
                "area_mismatch"
            ),
        ])
    func valveSide(topic: String, body: String, reason: String) throws {
        let test = try TestRoom()
        test.deliver(topic, body)
        let views = test.room.rejects().filter { !$0.isOfAbsence }
        #expect(views.map(\.reason) == [reason])
        #expect(views.first?.count == 1)
        #expect(views.first?.samples.first?.topic == topic)
    }

    @Test(
        "A known valve whose area is no area is judged by its registered one and answered where it is"
    )
    func spelledArea() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", seq: 1, area: "37020")
        let receipt = try #require(test.receipt("V1", "ack", seq: 1))
        #expect(receipt.topic == "gas/v1/37020/V1/receipt")
        let callout = try #require(test.callout("V1"))
        #expect(callout.body.contains("\"kind\":\"leak\""))
        #expect(callout.body.contains("\"area\":\"370202010\""))
        let command = try #require(test.sent.first { $0.topic.hasSuffix("/V1/command") })
        #expect(command.topic == "gas/v1/37020/V1/command")
        #expect(test.room.rejects().filter { !$0.isOfAbsence }.map(\.reason) == ["bad_area"])
        test.say("V1", seq: 2)
        #expect(test.receipt("V1", "ack", seq: 2)?.topic == "gas/v1/370202010/V1/receipt")
    }

    @Test(
        "An alarm under a name that no valve can have, or from a stranger without an area, is a visit",
        arguments: ["gas/v1/370202020/SN.17/alarm", "gas/v1/37020/X9/alarm"])
    func nameless(topic: String) throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.deliver(topic, "{\"boot\":1,\"seq\":1,\(TestRoom.leak)}")
        // Its input lies before this one in the same box.
        test.say("V3", seq: 1, "\"alarm\":\"tamper\"", area: "370202020")
        #expect(test.receipt("V3", "ack", seq: 1) != nil)
        try test.settle()
        let raised = test.room.board.open.filter { $0.kind == .suspect }
        #expect(raised.map(\.priority) == [.p3])
    }

    @Test(
        "An alarm on the report topic that cannot be accepted is suspect; a plain report is none",
        arguments: [
            (#"{"boot":1,"alarm":"leak","gas":30}"#, true), (#"{"seq":1,"alarm":"leak"}"#, true),
            (#"{"alarm":"leak","boot":1,"seq":"#, true), (#"{"boot":1,"alarm":"cleared"}"#, false),
            (#"{"boot":1,"gas":30}"#, false),
        ])
    func alarmOnReports(body: String, isSuspect: Bool) throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.deliver("gas/v1/370202010/V1/report", body)
        // The second report of another valve is taken after it; its finding is decided with it.
        for seq in 1...2 { test.say("V2", "report", seq: seq, "\"gas\":12") }
        _ = try #require(test.callout("V2"))
        try test.settle()
        #expect(test.room.board.open(of: "V1").map(\.kind) == (isSuspect ? [.suspect] : []))
        #expect(!test.sent.all.contains { $0.topic.hasSuffix("/V1/receipt") })
    }

    @Test("A mismatch of areas does not keep the alarm from its receipt and its registered place")
    func mismatch() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", seq: 1, area: "370202020")
        let receipt = try #require(test.receipt("V1", "ack", seq: 1))
        #expect(receipt.topic == "gas/v1/370202020/V1/receipt")
        let callout = try #require(test.callout("V1"))
        #expect(callout.body.contains("\"area\":\"370202010\""))
        #expect(test.room.rejects().filter { !$0.isOfAbsence }.map(\.reason) == ["area_mismatch"])
    }

    @Test(
        "Fields that accepted messages did not have are counted last, and in no total"
    )
    func absent() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", "report", seq: 1, "\"gas\":1,\"position\":\"open\",\"battery\":null")
        test.say(
            "V2", "report", seq: 1, "\"gas\":1,\"position\":\"open\",\"battery\":80,\"flow\":0")
        test.say("V3", seq: 1, "\"alarm\":\"tamper\",\"gas\":1", area: "370202020")
        test.deliver("gas/v1/370202010/V1/report", "{\"boot\":1}")
        #expect(test.receipt("V3", "ack", seq: 1) != nil)
        let views = test.room.rejects()
        let counts = views.map { "\($0.reason) \($0.count)" }
        #expect(
            counts == [
                "battery_null 1", "seq_missing 1", "flow_absent 2", "pressure_absent 3",
                "temp_absent 3", "battery_absent 1", "rssi_absent 3", "ts_absent 3",
                "position_absent 1",
            ], "\(counts)")
        #expect(views.allSatisfy { $0.isOfAbsence == $0.samples.isEmpty })
        #expect(test.room.status().counters.first { $0.name == "rejects" }?.count == 2)
    }
}
