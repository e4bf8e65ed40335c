import Testing
import ValveModel
import ValveWatch

@Suite("Supply findings")
struct SupplyTests {
    static let stories: [Story] = [
        Story(
            "overflow in two reports",
            [
                .flow(0, 2.6), .flow(300, 2.6, "overflow P3"), .flow(305, 2.41),
                .flow(310, 2.4, "-overflow"),
            ]),
        Story("2.5 is no overflow", [.flow(0, 2.5), .flow(300, 2.5)]),
        Story("overflow once", [.flow(0, 9), .flow(300, 1), .flow(600, 9)]),
        Story("overflow too far apart", [.flow(0, 9), .flow(901, 9)]),
        Story(
            "overpressure in two reports",
            [
                .pressure(0, 6), .pressure(300, 6, "overpressure P2", "close"),
                .pressure(305, 5.9, "-overpressure"),
            ]),
        Story("overpressure once", [.pressure(0, 6), .pressure(300, 5.9), .pressure(600, 6)]),
        Story(
            "an alarm neither makes a report the second nor keeps it from being it",
            [
                .pressure(0, 7), .alarm(60, .cleared) { $0.pressure = 7 }, .pressure(960, 7),
                .alarm(970, .cleared) { $0.pressure = 2 },
                .pressure(1_000, 7, "overpressure P2", "close"),
            ]),
        Story("overpressure alarm", [.alarm(0, .overpressure, "overpressure P2", "close")]),
        Story(
            "underpressure in two reports",
            [
                .pressure(0, 0.7), .pressure(300, 0.7, "underpressure P3"),
                .pressure(600, 0.84), .pressure(601, 0.85, "-underpressure"),
            ]),
        Story("0.8 is enough", [.pressure(0, 0.79), .pressure(300, 0.8), .pressure(600, 0.79)]),
        Story(
            "underpressure of a closed valve",
            [
                .report(0) {
                    $0.pressure = 0.5
                    $0.position = .closed
                },
                .report(300) {
                    $0.pressure = 0.5
                    $0.position = .closed
                },
            ]),
        Story("underpressure alarm", [.alarm(0, .underpressure, "underpressure P3")]),
        Story(
            "supply lost in two reports",
            [
                .pressure(0, 0.19), .pressure(300, 0.19, "underpressure P3", "supply_loss P3"),
                .pressure(600, 0.2), .pressure(601, 0.25, "-supply_loss"),
            ]),
        Story("supply loss alarm", [.alarm(0, .supplyLoss, "supply_loss P3")]),
        Story(
            "overtime alarm",
            [
                .alarm(0, .overtime, "overtime P3"), .flow(60, 0.2), .flow(120, 0.1, "-overtime"),
            ]),
        Story(
            "pressure not measured is not lost",
            [
                .position(0, .open), .position(300, .open), .flow(600, 0),
            ]),
    ]

    @Test("Each kind is raised by its alarm or two reports", arguments: stories)
    func kinds(story: Story) { story.play() }

    @Test("A report that comes late is confirmed by the next to come")
    func lateIsConfirmed() {
        let stage = Stage()
        for (number, flow, pressure) in [(9, 0, 2), (7, 3, 8)] {
            stage.send(at: Double(10 - number)) {
                $0.sequence = UInt32(number)
                $0.flow = Float(flow)
                $0.pressure = Float(pressure)
            }
        }
        #expect(stage.state().flow == 0 && stage.state().pressure == 2)
        let next = stage.send(at: 60) {
            $0.sequence = 10
            $0.flow = 3
            $0.pressure = 8
        }
        #expect(findings(next) == ["overflow P3", "overpressure P2", "close"])
    }

    @Test("A store that a gateway empties makes no two reports in a row of two apart")
    func store() {
        let stage = Stage()
        for (number, flow, pressure) in [(9, 0, 2), (5, 3, 8), (6, 0, 2), (7, 3, 8), (10, 0, 2)] {
            let found = stage.send(at: Double(number)) {
                $0.sequence = UInt32(number)
                $0.flow = Float(flow)
                $0.pressure = Float(pressure)
            }
            #expect(findings(found) == [], "\(number)")
        }
    }

    @Test("A report that comes late confirms the one before it and ends nothing")
    func late() {
        let stage = Stage()
        stage.send(at: 0) {
            $0.sequence = 9
            $0.flow = 3
            $0.pressure = 6
        }
        let late = stage.send(at: 1) {
            $0.sequence = 8
            $0.flow = 3
            $0.pressure = 6
        }
        #expect(findings(late) == ["overflow P3", "overpressure P2", "close"])
        let calm = stage.send(at: 2) {
            $0.sequence = 7
            $0.flow = 0
            $0.pressure = 2
        }
        #expect(findings(calm) == [])
        #expect(stage.state().flow == 3 && stage.state().pressure == 6)
    }
}
