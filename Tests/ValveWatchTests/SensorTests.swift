import Testing
import ValveModel
import ValveWatch

@Suite("Sensor and battery by trend")
struct SensorTests {
    typealias Step = Story.Step
    static let hour = 3_600.0
    static let day = 86_400.0
    static let hourly: @Sendable (inout Profile) -> Void = { $0.reportPeriod = .hours(1) }

    /// Hourly reports of gas that goes to and fro between two values.
    static func swinging(_ low: Float, _ high: Float, days: Double) -> [Step] {
        stride(from: 0, through: days * day, by: 3_600).map { at in
            let gas = Int(at / 3_600) % 2 == 0 ? low : high
            return Step(at: at, act: .message(.report, { $0.gas = gas }), says: [])
        }
    }

    static let stories: [Story] = [
        Story(
            "the same 1.4 for three days, then another value",
            Step.quiet(from: 0, to: 3 * day - hour, every: hour) { $0.gas = 1.4 }
                + [
                    .gas(3 * day, 1.4, "sensor_fault P4"),
                    .gas(3 * day + 600, 1.5, "-sensor_fault"),
                ], profile: hourly),
        Story(
            "rest is not stuck", Step.quiet(from: 0, to: 4 * day, every: hour) { $0.gas = 0 },
            profile: hourly),
        Story(
            "a zero that has drifted",
            swinging(1, 1.2, days: 7).dropLast()
                + [
                    .gas(7 * day, 1.1, "sensor_fault P4"), .gas(7 * day + 60, 0.9, "-sensor_fault"),
                ], profile: hourly
        ),
        Story("below 1 now and then is no drift", swinging(0.9, 1.2, days: 8), profile: hourly),
        Story(
            "three falls that no room allows within an hour",
            [
                .gas(0, 25, "leak P1", "close"), .gas(15, 4, "-leak"),
                .gas(100, 25, "leak P1", "close"), .gas(115, 4, "-leak"),
                .gas(200, 25, "leak P1", "close"), .gas(215, 4, "-leak", "sensor_fault P4"),
                .gas(600, 0), .gas(3_616, 0, "-sensor_fault"),
            ]),
        Story(
            "two falls may be a bump test",
            [
                .gas(0, 25, "leak P1", "close"), .gas(15, 4, "-leak"),
                .gas(100, 25, "leak P1", "close"), .gas(115, 4, "-leak"),
            ]),
        Story(
            "a fall in a minute is an open window",
            [
                .gas(0, 25, "leak P1", "close"), .gas(31, 4, "-leak"),
                .gas(100, 25, "leak P1", "close"), .gas(131, 4, "-leak"),
                .gas(200, 25, "leak P1", "close"), .gas(231, 4, "-leak"),
            ]),
        Story(
            "a warm-up of two hours",
            Step.quiet(from: 0, to: 2 * hour - 300, every: 300) { $0.flags = .preheat }
                + [
                    .report(2 * hour, "sensor_fault P4") { $0.flags = .preheat },
                    .gas(2 * hour + 300, 0, "-sensor_fault"),
                ]),
        Story(
            "the valve's own flag outlives the trend",
            Step.quiet(from: 0, to: 2 * hour - 300, every: 300) { $0.flags = .preheat }
                + [
                    .report(2 * hour, "sensor_fault P4") { $0.flags = [.preheat, .sensorFault] },
                    .report(2 * hour + 1) { $0.flags = .sensorFault },
                    .report(2 * hour + 2) { $0.flags = .unstated },
                    .gas(2 * hour + 300, 0, "-sensor_fault"),
                ]),
    ]

    @Test("A sensor fault by what the sensor shows", arguments: stories)
    func sensor(story: Story) { story.play() }

    static func battery(_ at: Double, _ level: UInt8, _ says: String...) -> Step {
        Step(at: at, act: .message(.report, { $0.battery = level }), says: says)
    }

    static let batteries: [Story] = [
        Story(
            "3 % a day and 30 % left",
            (0..<7).map { battery(Double($0) * day, UInt8(51 - $0 * 3)) }
                + [
                    battery(7 * day, 30), battery(8 * day, 27, "low_battery P4"),
                    battery(9 * day, 24), battery(10 * day, 100, "-low_battery"),
                ]),
        Story(
            "3 % a day and more than two weeks left",
            (0...8).map { battery(Double($0) * day, UInt8(90 - $0 * 3)) }),
        Story(
            "slow enough for months",
            (0...12).map { battery(Double($0) * 30 * day, UInt8(90 - $0 * 3)) }),
        Story(
            "a level that only swings with the temperature",
            (0...60).map { battery(Double($0) * day / 2, $0 % 2 == 0 ? 8 : 11) }),
        Story(
            "the flag comes and goes by itself",
            [
                .report(0, "low_battery P4") { $0.flags = .lowBattery },
                .report(1) { $0.flags = .unstated }, battery(2, 50, "-low_battery"),
            ]),
    ]

    @Test("A battery that will soon be empty", arguments: batteries)
    func battery(story: Story) { story.play() }
}
