import Testing
import ValveModel

@testable import ValveWire

@Suite("Topics and link bodies")
struct TopicTests {
    let scheme = TopicScheme(root: "gas/v1")

    @Test("Every channel is known by its whole word, and the name is where it stands")
    func channels() throws {
        for (word, channel) in [
            ("report", ValveChannel.report), ("alarm", .alarm), ("link", .link),
            ("result", .result),
        ] {
            let bytes = Array("gas/v1/370202010/SN-017734/\(word)".utf8)
            let parsed = scheme.parse(bytes.span)
            let topic = try #require(parsed)
            #expect(topic.channel == channel && topic.area?.code == 370_202_010)
            #expect(String(decoding: bytes[topic.valveBounds], as: UTF8.self) == "SN-017734")
            #expect(String(decoding: bytes[topic.areaBounds], as: UTF8.self) == "370202010")
        }
    }

    @Test(
        "A topic of another shape, root or channel is none of ours",
        arguments: [
            "", "gas/v1/", "gas/v1/370202010/x", "gas/v2/370202010/x/report",
            "gas/v1/370202010/x/rxpxxx", "gas/v1/370202010/x/receipt", "gas/v1/370202010/x/command",
            "gas/v1/370202010/x/Report", "gas/v1/370202010/x/report/",
            "gas/v1/370202010/x/y/report",
            "agas/v1/370202010/x/report", "gas/v1/370202010/x/",
            "gas/v1/370202010/x/longer-than-eight",
        ])
    func strange(topic: String) {
        let isOurs = scheme.parse(Array(topic.utf8).span) != nil
        #expect(!isOurs)
    }

    @Test(
        "A bad area leaves the topic readable without one",
        arguments: [
            "37020201", "3702020100", "37020201x", "", "+",
        ])
    func badArea(area: String) throws {
        let parsed = scheme.parse(Array("gas/v1/\(area)/x/alarm".utf8).span)
        let topic = try #require(parsed)
        #expect(topic.area == nil && topic.channel == .alarm)
    }

    @Test("A valve's name has 1 to 32 characters of the contract")
    func names() {
        for good in ["a", "SN-017734", "A_z-9", String(repeating: "x", count: 32)] {
            #expect(ValveID(good) != nil)
        }
        for bad in ["", "a b", "a/b", "阀", "a.b", String(repeating: "x", count: 33), "a\u{0}"] {
            #expect(ValveID(bad) == nil)
        }
    }

    @Test("Receipts, commands and subscriptions stand under the root")
    func outward() throws {
        let valve = try #require(ValveID("SN-1"))
        let area = Area(code: 12)
        #expect(
            scheme.receipt(level: area.description, valve: valve) == "gas/v1/000000012/SN-1/receipt"
        )
        #expect(
            scheme.command(level: area.description, valve: valve) == "gas/v1/000000012/SN-1/command"
        )
        #expect(scheme.alarmFilter == "gas/v1/+/+/alarm")
    }

    static let links: [(String, LinkBody?, Refusal?)] = [
        ("{\"online\":true,\"boot\":12}", LinkBody(online: true, boot: 12), nil),
        (" {\"boot\":0,\"online\":false,\"x\":[1]} ", LinkBody(online: false, boot: 0), nil),
        ("{\"boot\":1}", nil, .onlineMissing), ("{\"online\":1,\"boot\":1}", nil, .onlineMissing),
        ("{\"online\":true}", nil, .bootMissing),
        ("{\"online\":true,\"boot\":-1}", nil, .bootInvalid),
        ("{\"online\":true,\"boot\":null}", nil, .bootInvalid), ("", nil, .empty),
        ("{\"online\":true,\"boot\":1}x", nil, .notJSON), ("[]", nil, .notAnObject),
        ("{\"online\":true,", nil, .notJSON),
        ("{\"online\":true,\"boot\":1,\"boot\":\"x\"}", nil, .bootInvalid),
    ]

    @Test("A link body says online and boot, or why it is refused", arguments: links)
    func link(text: String, body: LinkBody?, refusal: Refusal?) {
        switch LinkBody.decode(Array(text.utf8).span) {
        case .success(let read): #expect(read == body)
        case .failure(let reason): #expect(reason == refusal && body == nil)
        }
    }
}
