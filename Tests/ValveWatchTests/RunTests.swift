import Testing
import ValveModel
import ValveWatch

@Suite("In every report for so long")
struct RunTests {
    typealias Step = Story.Step

    /// Reports of one gas value every five minutes.
    static func gas(_ gas: Float, from: Double, to: Double, every: Double = 300) -> [Step] {
        Step.quiet(from: from, to: to, every: every) { $0.gas = gas }
    }

    static func flow(_ flow: Float, from: Double, to: Double, every: Double = 600) -> [Step] {
        Step.quiet(from: from, to: to, every: every) { $0.flow = flow }
    }

    static let seepages: [Story] = [
        Story(
            "3 for thirty minutes",
            gas(3, from: 0, to: 1_500) + [.gas(1_800, 3, "seepage P3")]),
        Story(
            "3 for a millisecond less",
            gas(3, from: 0, to: 1_500) + [.gas(1_799.999, 3), .gas(1_800, 3, "seepage P3")]),
        Story("2.9 for ever", gas(2.9, from: 0, to: 7_200)),
        Story(
            "one report below 3 begins the run anew",
            gas(3, from: 0, to: 1_500) + [.gas(1_600, 2.9)] + gas(3, from: 1_700, to: 3_200)
                + [.gas(3_500, 3, "seepage P3")]),
        Story(
            "5 for ten minutes",
            [.gas(0, 5), .gas(300, 5), .gas(600, 5, "seepage P3")]),
        Story(
            "5 for a millisecond less", [.gas(0, 5), .gas(300, 5), .gas(599.999, 5)]),
        Story("4.9 for ten minutes", [.gas(0, 4.9), .gas(300, 4.9), .gas(600, 4.9)]),
        Story(
            "the higher limit has its own beginning",
            [.gas(0, 3), .gas(300, 5), .gas(600, 5), .gas(900, 5, "seepage P3")]),
        Story(
            "three periods between two reports are no gap",
            [.gas(0, 4), .gas(900, 4), .gas(1_800, 4, "seepage P3")]),
        Story(
            "more than three periods are one",
            [.gas(0, 4), .gas(900, 4), .gas(1_800.001, 4)] + gas(4, from: 2_100, to: 3_300)
                + [.gas(3_600.001, 4, "seepage P3")]),
        Story(
            "a report without gas neither ends nor lengthens it",
            [
                .gas(0, 5), .flow(200, 0), .gas(400, 5), .flow(700, 0),
                .gas(800, 5, "seepage P3"),
            ]),
        Story(
            "preheat readings are left out",
            [
                .gas(0, 5),
                .report(300) {
                    $0.gas = 0
                    $0.flags = .preheat
                },
                .gas(600, 5, "seepage P3"),
            ]),
        Story(
            "only preheat readings are nothing",
            Step.quiet(from: 0, to: 3_600, every: 300) {
                $0.gas = 6
                $0.flags = .preheat
            }),
        Story(
            "a merged reading counts by its highest",
            [
                .gas(0, 5),
                .report(300) {
                    $0.gas = 9
                    $0.mergedCount = 3
                    $0.flags = .conflated
                },
                .gas(600, 5, "seepage P3"),
            ]),
        Story(
            "gone only half a %LEL below, and begun anew by a whole run",
            [
                .gas(0, 5), .gas(300, 5), .gas(600, 5, "seepage P3"), .gas(900, 2.6), .gas(901, 3),
                .gas(1_000, 2.4, "-seepage"), .gas(1_001, 5), .gas(1_301, 5),
                .gas(1_601, 5, "seepage P3"),
            ]),
        Story(
            "a leak ends it and keeps it away until made safe",
            [
                .gas(0, 5), .gas(300, 5), .gas(600, 5, "seepage P3"),
                .gas(700, 25, "leak P1", "-seepage", "close"), .gas(800, 8, "-leak"),
            ] + gas(8, from: 900, to: 3_000)),
    ]

    @Test("Seepage", arguments: seepages)
    func seepage(story: Story) { story.play() }

    static let flows: [Story] = [
        Story(
            "overtime: more than 0.1 for six hours",
            flow(0.11, from: 0, to: 21_000) + [.flow(21_600, 0.11, "overtime P3")]
                + [.flow(22_000, 0.1, "-overtime")]),
        Story("a millisecond less", flow(0.2, from: 0, to: 21_000) + [.flow(21_599.999, 0.2)]),
        Story("0.1 is not more than 0.1", flow(0.1, from: 0, to: 40_000)),
        Story(
            "one report at 0.1 begins it anew",
            flow(0.2, from: 0, to: 21_000) + [.flow(21_300, 0.1)]
                + flow(0.2, from: 21_600, to: 42_600) + [.flow(43_200, 0.2, "overtime P3")]),
        Story(
            "a gap of more than three periods begins it anew",
            flow(0.2, from: 0, to: 21_000) + [.flow(21_900.001, 0.2)]),
        Story(
            "microflow: above zero and never above 0.1 for a day",
            flow(0.1, from: 0, to: 85_800) + [.flow(86_400, 0.004, "microflow P3")]),
        Story(
            "zero once is no microflow",
            flow(0.01, from: 0, to: 43_200) + [.flow(43_300, 0)]
                + flow(0.01, from: 43_800, to: 90_000)),
        Story(
            "a meal begins a microflow anew, but does not end one that was found",
            flow(0.05, from: 0, to: 85_800)
                + [
                    .flow(86_400, 0.05, "microflow P3"), .flow(87_000, 0.8), .flow(87_600, 0.05),
                    .flow(88_200, 0, "-microflow"),
                ]),
        Story(
            "overtime by alarm stays while the flow is there",
            [
                .alarm(0, .overtime, "overtime P3") { $0.flow = 0.05 }, .flow(10, 0.2),
                .flow(20, 0.1, "-overtime"),
            ]),
    ]

    @Test("Overtime and microflow", arguments: flows)
    func flow(story: Story) { story.play() }

    static let consecutive: [Story] = [
        Story(
            "preheat readings of flow and pressure are left out",
            [
                .flow(0, 2.6),
                .report(100) {
                    $0.flow = 0
                    $0.pressure = 7
                    $0.flags = .preheat
                },
                .flow(200, 2.6, "overflow P3"),
                .pressure(300, 7), .pressure(400, 7, "overpressure P2", "close"),
            ]),
        Story(
            "reports without the quantity between do not part two of it",
            [.pressure(0, 6), .gas(100, 0), .pressure(200, 6, "overpressure P2", "close")]),
        Story(
            "pressure with the position not stated is not low",
            Step.quiet(from: 0, to: 900, every: 300) { $0.pressure = 0.1 }),
        Story(
            "exactly three periods apart",
            [.flow(0, 2.6), .flow(900, 2.6, "overflow P3")]),
        Story(
            "an overflow about its limit is one",
            [
                .flow(0, 2.6), .flow(300, 2.6, "overflow P3"), .flow(600, 2.45), .flow(900, 2.6),
                .flow(1_200, 2.6),
            ]),
    ]

    @Test("Two consecutive reports", arguments: consecutive)
    func twice(story: Story) { story.play() }

    @Test("A duplicate never counts, neither as the second nor to lengthen a run")
    func duplicates() {
        let stage = Stage()
        var report = stage.message(at: 0) { $0.gas = 12 }
        stage.note(report)
        report.receivedAt = Stage.moment(10)
        #expect(findings(stage.note(report)) == [])
        #expect(!stage.state().isLeaking)
        let low = Stage()
        var seep = low.message(at: 0) { $0.gas = 5 }
        low.note(seep)
        seep.receivedAt = Stage.moment(600)
        #expect(findings(low.note(seep)) == [])
    }

    @Test("Made safe with gas still there, a seepage needs its whole time again")
    func afterSafe() {
        let stage = Stage()
        stage.send(at: 0) { $0.gas = 25 }
        stage.send(at: 300) { $0.gas = 6 }
        stage.send(at: 600) { $0.gas = 6 }
        stage.obey(.gasSettled(ValveIndex(0)), at: 601)
        #expect(findings(stage.send(at: 900) { $0.gas = 6 }) == [])
        #expect(findings(stage.send(at: 1_200) { $0.gas = 6 }) == [])
        #expect(findings(stage.send(at: 1_500) { $0.gas = 6 }) == ["seepage P3"])
    }

    @Test("A run's finding says since when, a leak how fast gas rises")
    func evidence() throws {
        let stage = Stage()
        for step in 0..<3 { stage.send(at: Double(step) * 300) { $0.gas = 3.5 } }
        for step in 3..<6 { stage.send(at: Double(step) * 300) { $0.gas = 3.5 } }
        let event = stage.send(at: 1_800) { $0.gas = 3.5 }.first { $0.change == .raised }
        let seepage = try #require(event)
        #expect(seepage.since == Stage.moment(0) && seepage.ground == .run)
        #expect(
            seepage.evidence.sentence(.english)
                == "gas at least 3.0 %LEL in every report for 30 min, now 3.5")
        let rising = stage.send(at: 1_860) { $0.gas = 13.5 }.first {
            $0.kind == .leak && $0.change == .raised
        }
        let leak = try #require(rising)
        #expect(leak.ground == .rise && abs(leak.gasRate - 10) < 0.01)
        #expect(
            leak.evidence.sentence(.english)
                == "gas 3.5 then 13.5 %LEL, rising 10.0 a minute: 20 %LEL in 39 s")
    }
}
