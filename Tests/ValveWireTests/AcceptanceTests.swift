import Testing
import ValveModel

@testable import ValveWire

@Suite("Acceptance of a reading")
struct AcceptanceTests {
    @Test("The contract's example is read whole")
    func example() {
        let decoded = Decoded(contractBody, needsAlarm: true)
        let reading = decoded.reading
        #expect(decoded.refusal == nil && decoded.reasons == [])
        #expect(reading.boot == 12 && reading.sequence == 3401)
        #expect(reading.valveClock == 1_763_884_800_123)
        #expect(reading.gas == 1.2 && reading.flow == 0.18 && reading.pressure == 2.05)
        #expect(reading.temperature == 21.5 && reading.battery == 87 && reading.signalLoss == 71)
        #expect(reading.position == .open && reading.alarm == .leak)
        #expect(reading.cause == .unknown, "a cause belongs to a shutoff only")
        #expect(reading.flags == .tamper)
    }

    @Test("A body cut off inside a number has no identity, for its first digits are another's")
    func cutNumber() {
        let cut = Decoded("{\"boot\":12,\"seq\":34")
        #expect(cut.refusal == .notJSON && cut.boot == 12 && cut.sequence == nil)
        let whole = Decoded("{\"boot\":12,\"seq\":34,")
        #expect(whole.refusal == .notJSON && whole.boot == 12 && whole.sequence == 34)
    }

    static let refusals: [(String, Refusal?)] = [
        ("", .empty), (" ", .notJSON), ("nul", .notJSON), ("[]", .notAnObject),
        ("12", .notAnObject), ("\"x\"", .notAnObject), ("null", .notAnObject), ("[1", .notJSON),
        ("5 x", .notJSON), ("{}", .bootMissing), ("{\"seq\":1}", .bootMissing),
        ("{\"boot\":1}", .sequenceMissing), ("{\"boot\":1,\"seq\":2}", nil),
        (" \n\t\r{ \"boot\" : 1 , \"seq\" : 2 } \n", nil),
        ("{\"boot\":1,\"seq\":2}x", .notJSON), ("{\"boot\":1,\"seq\":2}\u{0}", .notJSON),
        ("{\"boot\":1,\"seq\":2,}", .notJSON), ("{\"boot\":1 \"seq\":2}", .notJSON),
        ("{\"boot\":1,\"seq\":2", .notJSON), ("{boot:1,\"seq\":2}", .notJSON),
        ("{\"boot\":null,\"seq\":2}", .bootInvalid), ("{\"boot\":\"1\",\"seq\":2}", .bootInvalid),
        ("{\"boot\":-1,\"seq\":2}", .bootInvalid), ("{\"boot\":1.5,\"seq\":2}", .bootInvalid),
        ("{\"boot\":4294967296,\"seq\":2}", .bootInvalid), ("{\"boot\":4294967295,\"seq\":2}", nil),
        ("{\"boot\":1,\"seq\":4294967296}", .sequenceInvalid),
        ("{\"boot\":1,\"seq\":true}", .sequenceInvalid),
        ("{\"boot\":1,\"seq\":{\"a\":[1,2]}}", .sequenceInvalid),
        ("{\"boot\":01,\"seq\":2}", .notJSON), ("{\"boot\":+1,\"seq\":2}", .notJSON),
        ("{\"boot\":0,\"seq\":-0}", nil), ("{\"boot\":1e1,\"seq\":2.0}", nil),
        ("{\"boot\":1,\"boot\":1,\"seq\":2}", .identityRepeated),
        ("{\"boot\":1,\"seq\":2,\"seq\":3}", .identityRepeated),
        ("{\"b\\u006fot\":1,\"s\\u0065q\":2}", nil),
        ("{\"boot\\u0000\":1,\"seq\":2}", .bootMissing),
        ("{\"boot\":1,\"seq\":2,\"x\":NaN}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":1.}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":.5}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":1e}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":\"\\x\"}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":\"\\ud800\"}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":\"\\ud83d\\ude00\"}", nil),
        ("{\"boot\":1,\"seq\":2,\"x\":\"a\nb\"}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"\":{\"a\":[[],{}],\"b\":[null,true,false]}}", nil),
        ("{\"boot\":1,\"seq\":2,\"x\":[1,]}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":[}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":tru}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"x\":falsy}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"gas\":x}", .notJSON),
        ("{\"boot\":1,\"seq\":2,\"名\":\"泄漏\"}", nil),
    ]

    @Test("A body is refused only for its text, boot or seq", arguments: refusals)
    func refusal(body: String, expected: Refusal?) {
        #expect(Decoded(body).refusal == expected)
    }

    static let alarms: [(String, Refusal?)] = [
        ("{\"boot\":1,\"seq\":2}", .alarmMissing),
        ("{\"boot\":1,\"seq\":2,\"alarm\":null}", .alarmMissing),
        ("{\"boot\":1,\"seq\":2,\"alarm\":\"\"}", .alarmInvalid),
        ("{\"boot\":1,\"seq\":2,\"alarm\":\"fire\"}", .alarmInvalid),
        ("{\"boot\":1,\"seq\":2,\"alarm\":7}", .alarmInvalid),
        ("{\"boot\":1,\"seq\":2,\"alarm\":\"cleared\"}", nil),
        ("{\"boot\":1,\"seq\":2,\"alarm\":\"le\\u0061k\"}", nil),
        ("{\"boot\":1,\"seq\":2,\"alarm\":\"leak\",\"alarm\":\"leak\"}", .identityRepeated),
    ]

    @Test("The alarm topic needs an alarm of the contract", arguments: alarms)
    func alarmTopic(body: String, expected: Refusal?) {
        #expect(Decoded(body, needsAlarm: true).refusal == expected)
    }

    @Test("An alarm that stands twice in a report leaves it standing, with the last one")
    func twiceInReport() {
        let decoded = Decoded(
            "{\"boot\":1,\"seq\":2,\"alarm\":\"tamper\",\"alarm\":\"leak\",\"gas\":30}")
        #expect(decoded.refusal == nil && decoded.reasons == ["field_repeated"])
        #expect(decoded.reading.alarm == .leak && decoded.reading.gas == 30)
    }

    @Test("A strange alarm on the report topic leaves the rest of the message standing")
    func strangeAlarm() {
        let decoded = Decoded.with("\"alarm\":\"fire\",\"gas\":3")
        #expect(decoded.refusal == nil && decoded.reading.gas == 3)
        #expect(decoded.reasons == ["alarm_wrong_type"])
    }

    @Test("A refused body still tells the boot and seq that could be read")
    func nak() {
        let decoded = Decoded("{\"boot\":12,\"seq\":3401}", needsAlarm: true)
        #expect(decoded.boot == 12 && decoded.sequence == 3401)
        #expect(Decoded("{\"boot\":-1,\"seq\":7}").boot == nil)
        #expect(Decoded("{\"boot\":-1,\"seq\":7}").sequence == 7)
    }

    @Test("Four kilobytes are read, one byte more is too long; nesting ends at 512")
    func sizes() {
        let padding = ReadingDecoder.bodyCountMax - "{\"boot\":1,\"seq\":2}".utf8.count
        let fitting = "{\"boot\":1,\"seq\":2}" + String(repeating: " ", count: padding)
        #expect(Decoded(fitting).refusal == nil)
        #expect(Decoded(fitting + " ").refusal == .tooLong)
        func nested(_ depth: Int) -> String {
            "{\"boot\":1,\"seq\":2,\"x\":" + String(repeating: "[", count: depth)
                + String(repeating: "]", count: depth) + "}"
        }
        #expect(Decoded(nested(511)).refusal == nil)
        #expect(Decoded(nested(513)).refusal == .notJSON)
    }

    static let notUTF8: [[UInt8]] = [
        [0xFF], [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
        [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE4, 0xB8],
    ]

    @Test("Bytes that are no UTF-8 are no JSON", arguments: notUTF8)
    func utf8(bytes: [UInt8]) {
        let body = Array("{\"boot\":1,\"seq\":2,\"x\":\"".utf8) + bytes + Array("\"}".utf8)
        #expect(Decoded(body).refusal == .notJSON)
    }
}
