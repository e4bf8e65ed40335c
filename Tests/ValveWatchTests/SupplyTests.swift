import Testing
import ValveModel
import ValveWatch

@Suite("Supply and health findings")
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
        Story("shock", [.alarm(0, .shock, "shock P3"), .gas(300, 0, "-shock")]),
        Story(
            "tamper alarm and flag",
            [
                .alarm(0, .tamper, "tamper P3"), .report(60) { $0.flags = .tamper },
                .gas(300, 0, "-tamper"),
            ]),
        Story(
            "battery",
            [
                .report(0, "low_battery P4") { $0.flags = .lowBattery },
                .gas(60, 0, "-low_battery"),
            ]),
        Story(
            "sensor",
            [
                .alarm(0, .sensorFault, "sensor_fault P4"),
                .report(60) { $0.flags = .sensorFault }, .gas(90, 0, "-sensor_fault"),
            ]),
        Story(
            "life and power",
            [
                .report(0, "power_loss P4", "end_of_life P4") {
                    $0.flags = [.endOfLife, .powerLoss]
                }
            ]),
        Story(
            "flags that mean nothing by themselves",
            [
                .report(0) { $0.flags = [.magnet, .clockError, .selftestFailed, .unnamed] }
            ]),
        Story("a battery of 1 % without its flag", [.report(0) { $0.battery = 1 }]),
    ]

    @Test("Each kind is raised by its alarm, flag or two reports", arguments: stories)
    func kinds(story: Story) { story.play() }

    @Test("A settled axis is raised again only after its condition was gone")
    func axisSettled() {
        let stage = Stage()
        stage.send(at: 0) { $0.flags = .tamper }
        stage.obey(.axisSettled(ValveIndex(0), .health), at: 1)
        #expect(stage.state().latched.isEmpty)
        #expect(findings(stage.send(at: 2) { $0.flags = .tamper }) == [])
        #expect(findings(stage.send(at: 3)) == ["-tamper"])
        #expect(findings(stage.send(at: 4) { $0.flags = .tamper }) == ["tamper P3"])
    }
}
