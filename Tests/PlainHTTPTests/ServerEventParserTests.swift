import PlainHTTP
import Testing

@Suite("Server-sent events")
struct ServerEventParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var events: [ServerEvent]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "all three fields", text: "id: 7\nevent: incident\ndata: {\"a\":1}\n\n",
            events: [ServerEvent(id: "7", name: "incident", data: "{\"a\":1}")]),
        Case(
            name: "carriage returns", text: "id:7\r\ndata:a\r\rdata:b\r\n\r\n",
            events: [
                ServerEvent(id: "7", name: "message", data: "a"),
                ServerEvent(id: "7", name: "message", data: "b"),
            ]),
        Case(
            name: "several lines of data", text: "data: a\ndata\ndata:  c\n\n",
            events: [ServerEvent(id: nil, name: "message", data: "a\n\n c")]),
        Case(name: "a comment is a heartbeat", text: ":\n: hello\n\n\n", events: []),
        Case(
            name: "no data, no event, and the name is forgotten",
            text: "event: valve\n\ndata: x\n\n",
            events: [ServerEvent(id: nil, name: "message", data: "x")]),
        Case(
            name: "the id stays", text: "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n",
            events: [
                ServerEvent(id: "1", name: "message", data: "a"),
                ServerEvent(id: "1", name: "message", data: "b"),
                ServerEvent(id: nil, name: "message", data: "c"),
            ]),
        Case(
            name: "an id with a zero byte is ignored", text: "id: 1\nid: 2\u{0}\ndata: a\n\n",
            events: [ServerEvent(id: "1", name: "message", data: "a")]),
        Case(
            name: "byte order mark and Chinese", text: "\u{FEFF}data: 泄漏\n\n",
            events: [ServerEvent(id: nil, name: "message", data: "泄漏")]),
        Case(
            name: "unknown fields are ignored", text: "retry: 5\nfoo: bar\ndata: a\n\n",
            events: [ServerEvent(id: nil, name: "message", data: "a")]),
        Case(name: "an unfinished event is none", text: "data: a\n", events: []),
    ]

    @Test("A stream is cut into its events, however the network cuts it", arguments: cases)
    func stream(example: Case) {
        let bytes = Array(example.text.utf8)
        for size in [1, 2, 3, 7, max(1, bytes.count)] {
            var parser = ServerEventParser()
            var events: [ServerEvent] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                events += parser.consume(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(events == example.events, "in pieces of \(size) bytes")
        }
    }

    @Test("A line without end is given up, not gathered for ever")
    func overlong() {
        var parser = ServerEventParser()
        let piece = [UInt8](repeating: 0x61, count: ServerEventParser.lineBytesMax)
        #expect(parser.consume(piece).isEmpty)
        #expect(!parser.isOverlong)
        #expect(parser.consume(Array("a\n\ndata: b\n\n".utf8)).isEmpty)
        #expect(parser.isOverlong)
    }
}
