import Testing
import ValveModel
import ValveWatch

@Suite("Why a finding was raised, in words")
struct EvidenceTests {
    /// What a valve says in turn, and the sentences of what comes of it last.
    struct Story: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var messages: [(at: Double, origin: Origin, fill: Stage.Fill)]
        var kind: FindingKind
        var english: String
        var chinese: String

        init(
            _ name: String, _ kind: FindingKind, _ english: String, _ chinese: String,
            _ messages: (Double, Origin, Stage.Fill)...
        ) {
            testDescription = name
            self.kind = kind
            self.english = english
            self.chinese = chinese
            self.messages = messages
        }
    }

    static let stories: [Story] = [
        Story(
            "two in a row", .leak,
            "gas 12.3 then 13.0 %LEL in two reports in a row, rising 0.7 a minute: 20 %LEL in 10 min",
            "连续两次上报燃气 12.3 、 13.0 %LEL，每分钟上升 0.7：10 分钟后达 20 %LEL",
            (0, .report, { $0.gas = 12.3 }), (60, .report, { $0.gas = 13 })),
        Story(
            "a falling second", .leak, "gas 13.0 then 12.3 %LEL in two reports in a row",
            "连续两次上报燃气 13.0 、 12.3 %LEL",
            (0, .report, { $0.gas = 13 }), (60, .report, { $0.gas = 12.3 })),
        Story(
            "a rise", .leak, "gas 2.0 then 12.0 %LEL, rising 10.0 a minute: 20 %LEL in 48 s",
            "燃气 2.0 升至 12.0 %LEL，每分钟上升 10.0：48 秒后达 20 %LEL",
            (0, .report, { $0.gas = 2 }), (60, .report, { $0.gas = 12 })),
        Story(
            "a rise within a second", .leak,
            "gas 2.0 then 12.0 %LEL, rising by over 100 a minute: 20 %LEL within seconds",
            "燃气 2.0 升至 12.0 %LEL，每分钟上升超过 100：数秒内达 20 %LEL",
            (0, .report, { $0.gas = 2 }), (1, .report, { $0.gas = 12 })),
        Story(
            "once", .leak, "gas 23.5 %LEL", "燃气 23.5 %LEL", (0, .report, { $0.gas = 23.5 })),
        Story(
            "the end of the scale", .leak, "gas at the end of its scale, 100 %LEL or more",
            "燃气已到量程上限（100 %LEL 或更高）", (0, .report, { $0.gas = 100 })),
        Story(
            "gas with another alarm", .leak, "gas 11.0 %LEL with the alarm shock",
            "燃气 11.0 %LEL，同时自报“震动”",
            (
                0, .alarm,
                {
                    $0.gas = 11
                    $0.alarm = .shock
                }
            )),
        Story(
            "the valve's own alarm", .leak, "the valve's alarm leak, gas 9.5 %LEL",
            "阀门自报“泄漏”，燃气 9.5 %LEL",
            (
                0, .alarm,
                {
                    $0.gas = 9.5
                    $0.alarm = .leak
                }
            )),
        Story(
            "a shutoff with its cause", .shutoff, "the valve's alarm shutoff (cause overpressure)",
            "阀门自报“已切断”（原因：超压）",
            (
                0, .alarm,
                {
                    $0.alarm = .shutoff
                    $0.cause = .overpressure
                    $0.position = .closed
                }
            )),
        Story(
            "heat", .heat, "temperature 66.0 °C", "温度 66.0 °C",
            (0, .report, { $0.temperatureTenths = 660 })),
        Story(
            "a rise of heat", .heat,
            "temperature 50.0 °C, rising at least 10.0 °C a minute for 2 min",
            "温度 50.0 °C，已连续2 分钟每分钟升高至少 10.0 °C",
            (0, .report, { $0.temperatureTenths = 200 }),
            (60, .report, { $0.temperatureTenths = 350 }),
            (120, .report, { $0.temperatureTenths = 500 })),
        Story(
            "too much flow", .overflow, "flow 2.60 then 3.00 m³/h in two reports in a row",
            "连续两次上报流量 2.60 、 3.00 m³/h",
            (0, .report, { $0.flow = 2.6 }), (60, .report, { $0.flow = 3 })),
        Story(
            "too much pressure", .overpressure,
            "pressure 6.50 then 7.00 kPa in two reports in a row",
            "连续两次上报压力 6.50 、 7.00 kPa",
            (0, .report, { $0.pressure = 6.5 }), (60, .report, { $0.pressure = 7 })),
        Story(
            "a flag", .endOfLife, "flag end_of_life", "阀门标志 end_of_life",
            (0, .report, { $0.flags = .endOfLife })),
    ]

    @Test("The sentence names the clause, the numbers and their unit", arguments: stories)
    func sentences(_ story: Story) throws {
        let stage = Stage()
        var events: [WatchEvent] = []
        for message in story.messages {
            events += stage.send(message.origin, at: message.at, message.fill)
        }
        let event = try #require(events.last { $0.change == .raised && $0.kind == story.kind })
        #expect(event.evidence.sentence(.english) == story.english)
        #expect(event.evidence.sentence(.chinese) == story.chinese)
    }

    @Test("A level crossed says which gas and how fast it rises")
    func crossed() throws {
        let stage = Stage()
        stage.send(at: 0) { $0.gas = 23 }
        let event = stage.send(at: 60) { $0.gas = 43 }.first { $0.change == .crossed }
        let evidence = try #require(event?.evidence)
        #expect(evidence.sentence(.english) == "gas 43.0 %LEL, rising 20.0 a minute")
    }
}
