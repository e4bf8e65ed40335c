import Testing
import ValveModel
import ValveWatch

@Suite("Gas findings")
struct GasTests {
    @Test("Small steps are a rise together; noise, a fall and a plateau are none")
    func creeping() {
        let table: [([Float], [Bool])] = [
            ([0.5, 0.69, 0.88, 1.07, 1.26], [false, false, true, true, true]),
            ([1, 1.2, 1.4], [false, false, true]),
            ([1, 1.1, 1, 1.1, 1, 1.1], [false, false, false, false, false, false]),
            // What stays for less than five seconds is a sensor's step.
            ([1, 1.3, 1.3, 1.3, 1.4], [false, true, true, true, true]),
            ([1, 1.3, 1.3, 1.2], [false, true, true, false]),
            ([3, 5], [false, true]),
        ]
        for (readings, rising) in table {
            let stage = Stage()
            for (number, gas) in readings.enumerated() {
                stage.send(at: Double(number) / 2) { $0.gas = gas }
                #expect(stage.state().isGasRising == rising[number], "\(readings), \(number)")
            }
        }
    }

    @Test(
        "A sensor that repeats itself twice a second shows a rise of a tenth a second; one that stands, none"
    )
    func quantised() {
        let stage = Stage()
        var rising: [Bool] = []
        for number in 0..<90 {
            stage.send(at: Double(number) / 2) { $0.gas = 0.5 + Float(number / 2) / 10 }
            rising.append(stage.state().isGasRising)
        }
        #expect(rising.dropFirst(6).allSatisfy { $0 }, "\(rising)")
        for number in 0..<12 {
            stage.send(at: 45 + Double(number) / 2) { $0.gas = 4.9 }
        }
        #expect(!stage.state().isGasRising)
        // By the minute a reading is held against the one before.
        let slow = Stage()
        for (number, gas) in [Float(1), 1.1, 1.2, 1.3, 1.6, 1.6].enumerated() {
            slow.send(at: Double(number) * 60) { $0.gas = gas }
            #expect(slow.state().isGasRising == (number == 4))
        }
    }

    static let leaks: [Story] = [
        Story("alarm leak without any measurement", [.alarm(0, .leak, "leak P1", "close")]),
        Story(
            "alarm shutoff with cause leak",
            [
                .alarm(0, .shutoff, "leak P1", "close") { $0.cause = .leak }
            ]),
        Story(
            "any alarm with gas at 10",
            [
                .alarm(0, .tamper, "leak P1", "tamper P3", "close") { $0.gas = 10 }
            ]),
        Story(
            "an alarm with gas below 10 is no leak",
            [
                .alarm(0, .tamper, "tamper P3") { $0.gas = 9.9 }
            ]),
        Story(
            "two consecutive reports at 10",
            [
                .gas(0, 10), .gas(300, 10, "leak P1", "close"),
            ]),
        Story(
            "a rise of exactly four a minute, whatever its decimals are in binary",
            [.gas(0, 6.4), .gas(60, 10.4, "leak P1", "close")]),
        Story("a rise of a tenth less", [.gas(0, 6.5), .gas(60, 10.4)]),
        Story("a report below 10 between", [.gas(0, 11), .gas(30, 9.9), .gas(60, 11)]),
        Story(
            "a report without gas between does not part them",
            [
                .gas(0, 10), .flow(100, 0.1), .gas(300, 10, "leak P1", "close"),
            ]),
        Story("exactly three periods apart", [.gas(0, 10), .gas(900, 10, "leak P1", "close")]),
        Story("more than three periods apart", [.gas(0, 10), .gas(900.001, 10)]),
        Story("another period of the profile", [.gas(0, 10), .gas(181, 10)]) {
            $0.reportPeriod = .seconds(60)
        },
        Story("a rise of 4 a minute to 10", [.gas(0, 6), .gas(60, 10, "leak P1", "close")]),
        Story("a rise of less than 4 a minute", [.gas(0, 6.1), .gas(60, 10)]),
        Story("a fast rise that ends below 10", [.gas(0, 0), .gas(60, 9.9)]),
        Story("a rise from a reading too long ago", [.gas(0, 0), .gas(901, 15)]),
        Story("the first report of all at 19.9", [.gas(0, 19.9)]),
        Story("one report at 20", [.gas(0, 20, "leak P1", "close")]),
        Story(
            "preheat readings are left out",
            [
                .report(0) {
                    $0.gas = 50
                    $0.flags = .preheat
                },
                .report(1) {
                    $0.gas = 50
                    $0.flags = .preheat
                },
                .gas(2, 11),
                .report(3) {
                    $0.gas = 50
                    $0.flags = .preheat
                },
            ]),
        Story(
            "an alarm of another kind with gas at 10 during preheat is a leak",
            [
                .alarm(0, .shock, "leak P1", "shock P3", "close") {
                    $0.gas = 30
                    $0.flags = .preheat
                }
            ]),
        Story(
            "a leak alarm during preheat is a leak",
            [
                .alarm(0, .leak, "leak P1", "close") { $0.flags = .preheat }
            ]),
        Story(
            "an alarm on the report topic is an alarm",
            [
                .report(0, "leak P1", "close") { $0.alarm = .leak }
            ]),
        Story(
            "gone with a reading below 10, and back again",
            [
                .gas(0, 25, "leak P1", "close"), .gas(10, 5, "-leak"),
                .gas(20, 25, "leak P1", "close"),
            ]),
        Story(
            "cleared marks it gone",
            [
                .alarm(0, .leak, "leak P1", "close"), .alarm(5, .cleared, "-leak"),
            ]),
        Story(
            "cleared with gas still there does not",
            [
                .alarm(0, .leak, "leak P1", "close") { $0.gas = 30 },
                .alarm(5, .cleared) { $0.gas = 30 },
            ]),
        Story(
            "a new alarm of a leak that holds repeats it",
            [
                .alarm(0, .leak, "leak P1", "close"), .alarm(5, .leak, "+leak"),
            ]),
        Story(
            "gas crossing 20, 40 and 60 asks for attention, each once",
            [
                .alarm(0, .leak, "leak P1", "close") { $0.gas = 15 },
                .gas(5, 19.9), .gas(10, 20, "crossed"), .gas(15, 39), .gas(20, 61, "crossed"),
                .gas(25, 80),
            ]),
        Story(
            "and again once it has fallen 2 %LEL below the level, but not for noise at it",
            [
                .alarm(0, .leak, "leak P1", "close") { $0.gas = 15 }, .gas(5, 21, "crossed"),
                .gas(10, 18.1), .gas(15, 20.5), .gas(20, 17.9), .gas(25, 19.9),
                .gas(30, 20, "crossed"), .gas(35, 65, "crossed"), .gas(40, 37),
                .gas(45, 45, "crossed"), .gas(50, 61, "crossed"),
            ]),
    ]

    @Test("A leak is raised by each clause and by nothing less", arguments: leaks)
    func leak(story: Story) { story.play() }

    static let heats: [Story] = [
        Story("65 °C", [.temperature(0, 65, "heat P1", "close")]),
        Story("64.9 °C", [.temperature(0, 64.9)]),
        Story(
            "10 a minute for two minutes",
            [
                .temperature(0, 20), .temperature(60, 30), .temperature(119.9, 40),
                .temperature(180, 51, "heat P1", "close"),
            ]),
        Story(
            "a pause in the rise begins anew",
            [
                .temperature(0, 20), .temperature(60, 30), .temperature(90, 30),
                .temperature(150, 40), .temperature(209, 50),
            ]),
        Story(
            "less than 10 a minute",
            [
                .temperature(0, 20), .temperature(60, 29.9), .temperature(120, 39.8),
                .temperature(180, 49.7),
            ]),
        Story(
            "one long step of five minutes",
            [
                .temperature(0, 10), .temperature(300, 60, "heat P1", "close"),
            ]),
        Story(
            "gone below",
            [
                .temperature(0, 70, "heat P1", "close"), .temperature(300, 30, "-heat"),
            ]),
        Story(
            "not measured is not cold",
            [
                .temperature(0, 70, "heat P1", "close"), .gas(60, 1),
            ]),
    ]

    /// Temperatures of a room that warms by so many degrees a minute, as a sensor shows it that knows
    /// steps of `step` only; seconds until heat is raised, if it is within six minutes.
    private func secondsToHeat(
        _ perMinute: Double, every seconds: Double, step: Double, from: Double = 20.9
    ) -> Double? {
        let stage = Stage()
        for number in 0...Int(360 / seconds) {
            let at = Double(number) * seconds
            let truth = from + perMinute * at / 60
            let shown = min((truth / step).rounded(.down) * step, 64)
            let said = stage.send(at: at) {
                $0.temperatureTenths = Int16((shown * 10 + 1e-6).rounded(.down))
            }
            if findings(said).contains("heat P1") { return at }
        }
        return nil
    }

    @Test(
        "A rise of the limit is heat after two minutes, however coarse the sensor and short the period",
        arguments: [
            (10.0, 15.0, 0.1), (10, 5, 0.1), (10, 60, 1), (10.5, 5, 1), (11, 5, 0.5), (12, 7, 1),
            (15, 1, 1),
        ])
    func heatRise(perMinute: Double, seconds: Double, step: Double) throws {
        let found = try #require(secondsToHeat(perMinute, every: seconds, step: step))
        // A run begins with a step that keeps up, which a coarse sensor shows a step later.
        #expect((120...(120 + 60 * step / 10 + 2 * seconds)).contains(found), "\(found) s")
    }

    @Test(
        "A slower rise is none", arguments: [(9.0, 15.0, 0.1), (9.7, 5, 0.1), (9, 5, 1), (5, 1, 1)])
    func slowRise(perMinute: Double, seconds: Double, step: Double) {
        #expect(secondsToHeat(perMinute, every: seconds, step: step) == nil)
    }

    @Test("What leaps and stands is no rise")
    func leap() {
        let stage = Stage()
        stage.send(at: 0) { $0.temperatureTenths = 200 }
        for number in 1..<40 {
            let said = stage.send(at: Double(number) * 5) {
                $0.temperatureTenths = Int16(450 + number / 10)
            }
            #expect(said.isEmpty)
        }
    }

    @Test("Heat is raised by temperature and by its rise", arguments: heats)
    func heat(story: Story) { story.play() }

    @Test("An alarm older than the newest report is evaluated, leak and heat alike")
    func oldAlarm() {
        let stage = Stage()
        stage.send(at: 0) { $0.boot = 7 }
        #expect(
            findings(stage.send(.alarm, at: 1) { $0.alarm = .leak }) == ["leak P1", "close"])
        stage.obey(.gasSettled(ValveIndex(0)), at: 2)
        let heat = stage.send(.alarm, at: 3) {
            $0.alarm = .tamper
            $0.temperatureTenths = 800
        }
        #expect(findings(heat).contains("heat P1"))
    }

    @Test("Consecutive is by arrival: a report that comes late confirms and overwrites nothing")
    func lateConfirms() {
        let stage = Stage()
        stage.send(at: 0) {
            $0.sequence = 9
            $0.gas = 11
        }
        let low = stage.send(at: 1) {
            $0.sequence = 7
            $0.gas = 2
        }
        #expect(findings(low) == [])
        let late = stage.send(at: 2) {
            $0.sequence = 8
            $0.gas = 12
        }
        #expect(findings(late) == ["leak P1", "close"])
        #expect(stage.state().gas == 11)
    }

    @Test("A report that comes late is confirmed by the next to come, newest or late")
    func lateIsConfirmed() {
        for second: UInt32 in [8, 10] {
            let stage = Stage()
            func report(_ number: UInt32, _ gas: Float, at seconds: Double) -> [String] {
                findings(
                    stage.send(at: seconds) {
                        $0.sequence = number
                        $0.gas = gas
                    })
            }
            #expect(report(9, 9, at: 0) == [])
            #expect(report(7, 12, at: 1) == [])
            #expect(report(second, 12, at: 60) == ["leak P1", "close"])
            #expect(stage.state().gas == (second == 10 ? 12 : 9))
        }
        let apart = Stage()
        for (number, gas, at) in [(9, 9, 0), (7, 12, 1), (10, 9, 60), (8, 12, 61)] {
            #expect(
                findings(
                    apart.send(at: Double(at)) {
                        $0.sequence = UInt32(number)
                        $0.gas = Float(gas)
                    }) == [], "A newest report with less stands between them.")
        }
    }

    @Test("A store that a gateway empties makes no leak of reports apart, nor of one sent twice")
    func store() {
        let stage = Stage()
        func report(_ number: UInt32, _ gas: Float, body: UInt64? = nil, at seconds: Double) {
            let found = stage.send(at: seconds) {
                $0.sequence = number
                $0.gas = gas
                if let body { $0.bodyHash = body }
            }
            #expect(findings(found) == [], "\(number) at \(seconds)")
        }
        report(100, 0.5, at: 0)
        report(90, 12, at: 1)
        report(91, 1, at: 1)
        report(92, 12.5, at: 1)
        report(101, 9.5, at: 60)
        report(102, 12, body: 7_000, at: 120)
        report(103, 9.5, at: 180)
        for number: UInt32 in 104...110 { report(number, 9.5, at: 180 + Double(number)) }
        report(102, 12, body: 7_000, at: 300)
        report(111, 12, at: 330)
    }

    @Test("An alarm with less gas stands between no two reports, and none makes two of one")
    func alarmBetween() {
        let stage = Stage()
        #expect(findings(stage.send(at: 0) { $0.gas = 12 }) == [])
        for second in [100.0, 200] {
            let alarm = stage.send(.alarm, at: second) {
                $0.alarm = .tamper
                $0.gas = 9
            }
            #expect(!findings(alarm).contains("leak P1"))
        }
        #expect(findings(stage.send(at: 300) { $0.gas = 12 }).contains("leak P1"))
        let calm = Stage()
        #expect(findings(calm.send(at: 0) { $0.gas = 12 }) == [])
        for (origin, second) in [(Origin.alarm, 100.0), (.report, 200), (.alarm, 300)] {
            calm.send(origin, at: second) {
                $0.alarm = origin == .alarm ? .tamper : .none
                $0.gas = 9
            }
        }
        #expect(!findings(calm.send(at: 400) { $0.gas = 12 }).contains("leak P1"))
    }

    @Test("A report that comes late is judged for heat as it is for gas")
    func lateReport() {
        let stage = Stage()
        stage.send(at: 0) {
            $0.sequence = 9
            $0.temperatureTenths = 200
        }
        let late = stage.send(at: 1) {
            $0.sequence = 8
            $0.temperatureTenths = 700
        }
        #expect(findings(late).contains("heat P1"))
        #expect(stage.state().temperatureTenths == 200)
    }

    @Test("After the incident was made safe the next exceedance is a new leak")
    func settled() {
        let stage = Stage()
        #expect(findings(stage.send(at: 0) { $0.gas = 30 }) == ["leak P1", "close"])
        #expect(findings(stage.send(at: 5) { $0.gas = 30 }) == [])
        stage.obey(.gasSettled(ValveIndex(0)), at: 6)
        #expect(!stage.state().isLeaking)
        #expect(findings(stage.send(at: 10) { $0.gas = 30 }) == ["leak P1", "close"])
        stage.obey(.axisSettled(ValveIndex(0), .gas), at: 12)
        #expect(stage.state().latched.isEmpty)
    }

    @Test(
        "A leak that a device calls below our limit is gone when gas is low for any device, or cleared"
    )
    func calledLow() throws {
        let stage = Stage()
        let alarm = stage.send(.alarm, at: 0) {
            ($0.alarm, $0.gas, $0.position) = (.leak, 6, .open)
        }
        #expect(findings(alarm).contains("leak P1"))
        for (second, gas) in [(15.0, Float(6)), (30, 9), (45, 3)] {
            #expect(!findings(stage.send(at: second) { $0.gas = gas }).contains("-leak"), "\(gas)")
        }
        let after = Stage(now: 50)
        try #require(after.restore(stage.record()))
        #expect(
            !findings(after.send(at: 60) { ($0.sequence, $0.gas) = (200, 4) }).contains("-leak"))
        #expect(
            findings(after.send(at: 75) { ($0.sequence, $0.gas) = (201, 2.9) }).contains("-leak"))
        #expect(findings(stage.send(.alarm, at: 60) { $0.alarm = .cleared }).contains("-leak"))

        // A device that has called it at our own limit, or measures nothing, is taken at ours.
        for gas in [Float(12), .nan] {
            let high = Stage()
            high.send(.alarm, at: 0) { ($0.alarm, $0.gas) = (.leak, gas) }
            #expect(findings(high.send(at: 30) { $0.gas = 9 }).contains("-leak"), "\(gas)")
        }
    }
}
