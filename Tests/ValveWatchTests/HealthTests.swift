import Testing
import ValveModel
import ValveWatch

@Suite("Health findings")
struct HealthTests {
    static let stories: [Story] = [
        Story("shock", [.alarm(0, .shock, "shock P3"), .gas(300, 0, "-shock")]),
        Story(
            "tamper alarm and flag",
            [
                .alarm(0, .tamper, "tamper P3"), .report(60) { $0.flags = .tamper },
                .gas(300, 0, "-tamper"),
            ]),
        Story(
            "what an alarm showed is gone by its `cleared`, unless a flag still shows it",
            [
                .alarm(0, .tamper, "tamper P3") { $0.flags = .unstated },
                .alarm(10, .cleared) { $0.flags = .tamper },
                .alarm(20, .cleared, "-tamper") { $0.flags = .unstated },
                .alarm(30, .sensorFault, "sensor_fault P4") { $0.flags = .unstated },
                .alarm(40, .cleared, "-sensor_fault") { $0.flags = .unstated },
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

    @Test("Each kind is raised by its alarm or flag and ends without it", arguments: stories)
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
