import Testing
import ValveModel

@testable import ValveWire

@Suite("Fields of a reading")
struct FieldTests {
    nonisolated static var measured: [(String, KeyPath<Reading, Float>, Float?, String?)] {
        [
            ("\"gas\":0", \.gas, 0, nil), ("\"gas\":100", \.gas, 100, nil),
            ("\"gas\":100.1", \.gas, 100, nil), ("\"gas\":1e9", \.gas, 100, nil),
            ("\"gas\":-0.1", \.gas, 0, nil), ("\"gas\":-5", \.gas, 0, nil),
            ("\"gas\":-5.1", \.gas, nil, "gas_out_of_range"),
            ("\"gas\":null", \.gas, nil, "gas_null"),
            ("\"gas\":\"3\"", \.gas, nil, "gas_wrong_type"),
            ("\"gas\":true", \.gas, nil, "gas_wrong_type"),
            ("\"gas\":[1]", \.gas, nil, "gas_wrong_type"), ("\"gas\":1.25E+1", \.gas, 12.5, nil),
            ("\"gas\":0.30000000000000004", \.gas, 0.3, nil),
            ("\"gas\":125000000000000000000e-19", \.gas, 12.5, nil), ("\"GAS\":3", \.gas, nil, nil),
            ("\"flow\":0", \.flow, 0, nil), ("\"flow\":25", \.flow, 25, nil),
            ("\"flow\":25.1", \.flow, nil, "flow_out_of_range"),
            ("\"flow\":-0.1", \.flow, nil, "flow_out_of_range"),
            ("\"pressure\":-5", \.pressure, -5, nil), ("\"pressure\":20", \.pressure, 20, nil),
            ("\"pressure\":20.1", \.pressure, nil, "pressure_out_of_range"),
            ("\"pressure\":-5.1", \.pressure, nil, "pressure_out_of_range"),
            ("\"temp\":-40", \.temperature, -40, nil), ("\"temp\":125", \.temperature, 125, nil),
            ("\"temp\":64.96", \.temperature, 64.9, nil),
            ("\"temp\":21.55", \.temperature, 21.5, nil),
            ("\"temp\":125.1", \.temperature, nil, "temp_out_of_range"),
            ("\"temp\":{}", \.temperature, nil, "temp_wrong_type"),
        ]
    }

    @Test("A measurement is taken inside its range; outside it is not measured, never zero")
    func measurement() {
        for (members, path, value, reason) in Self.measured {
            let decoded = Decoded.with(members)
            #expect(decoded.refusal == nil, "\(members)")
            let read = decoded.reading[keyPath: path]
            #expect(value.map { read == $0 } ?? read.isNaN, "\(members) is \(read)")
            #expect(decoded.reasons == (reason.map { [$0] } ?? []), "\(members)")
        }
    }

    static let whole: [(String, Int, String?)] = [
        ("\"battery\":0", 0, nil), ("\"battery\":100", 100, nil),
        ("\"battery\":101", 255, "battery_out_of_range"),
        ("\"battery\":-1", 255, "battery_out_of_range"),
        ("\"battery\":null", 255, "battery_null"), ("\"battery\":\"9\"", 255, "battery_wrong_type"),
        ("\"rssi\":-150", 150, nil), ("\"rssi\":0", 0, nil),
        ("\"rssi\":1", 255, "rssi_out_of_range"), ("\"rssi\":-151", 255, "rssi_out_of_range"),
    ]

    @Test("Battery and signal keep their absent value outside their range", arguments: whole)
    func bytes(members: String, value: Int, reason: String?) {
        let decoded = Decoded.with(members)
        let read =
            members.contains("rssi") ? decoded.reading.signalLoss : decoded.reading.battery
        #expect(Int(read) == value && decoded.reasons == (reason.map { [$0] } ?? []))
    }

    @Test("Every word of the contract is read, plain and escaped, and no other")
    func words() {
        for position in Position.allCases {
            #expect(Decoded.with("\"position\":\"\(position.word)\"").reading.position == position)
        }
        for alarm in Alarm.allCases where alarm != .none {
            #expect(Decoded.with("\"alarm\":\"\(alarm.word)\"").reading.alarm == alarm)
        }
        for cause in ShutoffCause.allCases where cause != .unknown {
            let decoded = Decoded.with("\"alarm\":\"shutoff\",\"cause\":\"\(cause.word)\"")
            #expect(decoded.reading.cause == cause)
        }
        for (flag, word) in ReadingFlags.named {
            #expect(Decoded.with("\"flags\":[\"\(word)\"]").reading.flags == flag)
        }
        #expect(Decoded.with("\"position\":\"\\u006fpen\"").reading.position == .open)
        for word in ["Open", "open ", "ope", "open\\u0000", "openopenopenopenopen"] {
            let decoded = Decoded.with("\"position\":\"\(word)\"")
            #expect(decoded.reading.position == .unknown)
            #expect(decoded.reasons == ["position_wrong_type"])
        }
        #expect(Decoded.with("\"position\":null").reasons == ["position_null"])
    }

    @Test("Fields that a message does not have are told apart from those with nothing in them")
    func absent() {
        var decoder = ReadingDecoder()
        func absent(_ text: String) -> [String] {
            let body = Array("{\"boot\":1,\"seq\":2\(text)}".utf8)
            var reading = Reading(
                valve: ValveIndex(0), area: .unknown, origin: .report, receivedAt: .distantPast)
            _ = decoder.decode(body.span, needsAlarm: false, into: &reading)
            return FieldFaults.fields.prefix(FieldFaults.measuredCount).enumerated()
                .filter { decoder.absentFields & 1 << $0.offset != 0 }.map { "\($0.element)" }
        }
        let all = ["gas", "flow", "pressure", "temp", "battery", "rssi", "ts", "position"]
        #expect(absent("") == all)
        #expect(absent(",\"alarm\":\"leak\",\"flags\":[],\"test\":true") == all)
        for name in all {
            #expect(absent(",\"\(name)\":null") == all.filter { $0 != name })
            #expect(absent(",\"\(name)\":[1e9]") == all.filter { $0 != name })
        }
    }

    @Test("Unknown flags are kept, bounded in number and length; other types are counted")
    func flags() {
        let decoded = Decoded.with("\"flags\":[\"tamper\",\"damp\",\"\\u6f6e\",3]")
        #expect(decoded.reading.flags == [.tamper, .unnamed])
        #expect(decoded.unnamed == ["damp", "潮"] && decoded.reasons == ["flags_wrong_type"])
        let many = (0..<40).map { "\"f\($0)\"" }.joined(separator: ",")
        #expect(Decoded.with("\"flags\":[\(many)]").unnamed.count == 8)
        #expect(Decoded.with("\"flags\":[]").reading.flags == [])
        // Flags that are not there are not "no flags".
        #expect(Decoded.with("\"flags\":null").reading.flags == .unstated)
        #expect(Decoded.with("\"flags\":7").reading.flags == .unstated)
        #expect(Decoded.with("\"gas\":1").reading.flags == .unstated)
        #expect(Decoded.with("\"flags\":null").reasons == ["flags_null"])
        #expect(Decoded.with("\"flags\":\"tamper\"").reasons == ["flags_wrong_type"])
    }

    @Test("test is true only when it says true")
    func test() {
        #expect(Decoded.with("\"test\":true,\"flags\":[]").reading.flags == .test)
        #expect(Decoded.with("\"test\":false,\"flags\":[]").reading.flags == [])
        #expect(Decoded.with("\"test\":null").reasons == ["test_null"])
        #expect(Decoded.with("\"test\":1").reasons == ["test_wrong_type"])
    }

    @Test("Of an optional field that comes twice the last stands, and it is counted")
    func repeated() {
        let gas = Decoded.with("\"gas\":30,\"gas\":null")
        #expect(gas.reading.gas.isNaN && gas.reasons == ["gas_null", "field_repeated"])
        let position = Decoded.with("\"position\":\"closed\",\"position\":9")
        #expect(position.reading.position == .unknown)
        let flags = Decoded.with("\"flags\":[\"tamper\",\"damp\"],\"flags\":[\"magnet\"]")
        #expect(flags.reading.flags == .magnet && flags.unnamed == [])
    }

    @Test("The valve's clock takes every whole number that fits")
    func clock() {
        #expect(Decoded.with("\"ts\":-5").reading.valveClock == -5)
        #expect(Decoded.with("\"ts\":1.7638848e12").reading.valveClock == 1_763_884_800_000)
        #expect(Decoded.with("\"ts\":1e300").reasons == ["ts_out_of_range"])
        #expect(Decoded.with("\"ts\":\"now\"").reading.valveClock == Reading.clockAbsent)
    }

    @Test("Each packed constant is its text")
    func packed() {
        let constants: [(UInt64, String)] = [
            (PackedWords.boot, "boot"), (PackedWords.seq, "seq"), (PackedWords.ts, "ts"),
            (PackedWords.gas, "gas"), (PackedWords.flow, "flow"),
            (PackedWords.pressure, "pressure"), (PackedWords.temp, "temp"),
            (PackedWords.battery, "battery"), (PackedWords.rssi, "rssi"),
            (PackedWords.position, "position"), (PackedWords.alarm, "alarm"),
            (PackedWords.cause, "cause"), (PackedWords.flags, "flags"),
            (PackedWords.test, "test"), (PackedWords.online, "online"),
            (PackedWords.report, "report"), (PackedWords.result, "result"),
            (PackedWords.link, "link"),
        ]
        for (constant, text) in constants {
            let packed = text.utf8.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            #expect(constant == packed, "\(text)")
        }
    }
}
