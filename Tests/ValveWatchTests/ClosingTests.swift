import Testing
import ValveModel
import ValveWatch

@Suite("Closing")
struct ClosingTests {
    static let failures: [Story] = [
        Story(
            "commanded, and open more than 10 s later",
            [
                .position(0, .open), .commanded(1), .position(11, .open),
                .position(11.001, .open, "shutoff_failed P1"),
            ]),
        Story(
            "closed by hand, with a report between the word and the deed",
            [
                .position(0, .open),
                .alarm(10, .shutoff, "recorded shutoff") {
                    $0.cause = .manual
                    $0.position = .moving
                },
                .position(11, .moving), .position(12, .closed), .sweep(16), .position(20, .closed),
            ]),
        Story(
            "a lost supply that closes it a moment after it said so is one shutoff",
            [
                .position(0, .open),
                .alarm(10, .shutoff, "shutoff P3") {
                    $0.cause = .supplyLoss
                    $0.position = .open
                },
                .position(11, .moving), .position(12, .closed), .sweep(16), .position(20, .closed),
            ]),
        Story(
            "commanded, and flow more than 10 s later",
            [
                .commanded(0), .flow(10.5, 0.03, "shutoff_failed P1"),
            ]),
        Story("flow of 0.02 is shut", [.commanded(0), .flow(20, 0.02)]),
        Story("no position and no flow prove nothing", [.commanded(0), .gas(20, 1)]),
        Story(
            "commanded and stuck",
            [
                .commanded(0), .position(20, .stuck, "shutoff_failed P1"),
            ]),
        Story(
            "commanded and still moving",
            [
                .commanded(0), .position(20, .moving, "shutoff_failed P1"),
            ]),
        Story(
            "reported closed, then flow",
            [
                .position(0, .closed), .flow(11, 0.1, "shutoff_failed P1"),
            ]),
        Story(
            "due to close by its own leak alarm",
            [
                .alarm(0, .leak, "leak P1", "close") { $0.position = .open },
                .position(10, .open), .position(11, .open, "shutoff_failed P1"),
            ]),
        Story(
            "says that it shuts off, and gas flows on",
            [
                .alarm(0, .shutoff, "shutoff P3") {
                    $0.cause = .overflow
                    $0.flow = 2
                },
                .flow(10, 2), .flow(11, 2, "shutoff_failed P1"),
            ]),
        Story(
            "says that it shuts off, and stays open",
            [
                .alarm(0, .shutoff, "shutoff P2") {
                    $0.cause = .shock
                    $0.position = .open
                },
                .position(5, .moving), .position(12, .open, "shutoff_failed P1", "-shutoff"),
            ]),
        Story(
            "opened by somebody long after it said that it shut off",
            [
                .alarm(0, .shutoff, "shutoff P3") { $0.cause = .supplyLoss },
                .position(601, .open, "-shutoff"), .flow(900, 0.4),
            ]),
        Story(
            "not due when the profile neither closes nor is commanded",
            [
                .alarm(0, .leak, "leak P1") { $0.position = .open }, .position(60, .open),
            ]
        ) {
            $0.selfClosing = false
            $0.autoClose = false
        },
        Story(
            "gone when it is closed at last",
            [
                .commanded(0), .position(20, .open, "shutoff_failed P1"),
                .position(30, .closed, "-shutoff_failed"),
            ]),
        Story(
            "open again after a closing that nobody claims",
            [.position(0, .closed), .position(600, .open, "shutoff_failed P1")]),
        Story(
            "opened by hand has not failed where the profile trusts people with their valve",
            [
                .position(0, .closed), .position(600, .open), .flow(700, 0.5),
            ], profile: { $0.handReopening = true }),
        Story(
            "opened by the person who said that the valve was closed by hand",
            [
                .alarm(0, .shutoff, "recorded shutoff") {
                    $0.cause = .manual
                    $0.position = .closed
                },
                .position(600, .open), .flow(700, 0.5),
            ]),
    ]

    @Test("A closing that we commanded is ours after its leak was made safe as well")
    func closedAfterSafe() {
        for hasAlarm in [true, false] {
            let stage = Stage()
            #expect(
                findings(stage.send(.alarm, at: 0) { $0.alarm = .leak }) == ["leak P1", "close"])
            stage.obey(.gasSettled(ValveIndex(0)), at: 5)
            let closing = stage.send(hasAlarm ? .alarm : .report, at: 20) {
                $0.position = .closed
                if hasAlarm { ($0.alarm, $0.cause) = (.shutoff, .remote) }
            }
            #expect(findings(closing) == (hasAlarm ? ["recorded shutoff"] : []))
            #expect(findings(stage.sweep(at: 30)).isEmpty)
            // It is opened by a person on site.
            #expect(findings(stage.send(at: 300) { $0.position = .open }).isEmpty)
            #expect(findings(stage.send(at: 330) { $0.flow = 0.5 }).isEmpty)
        }
    }

    @Test("Long after our command a closing that nobody explains is a finding again")
    func closedLongAfterSafe() {
        let stage = Stage()
        stage.send(.alarm, at: 0) { ($0.alarm, $0.position) = (.leak, .open) }
        stage.obey(.gasSettled(ValveIndex(0)), at: 5)
        stage.send(at: 601) { $0.position = .open }
        stage.send(at: 660) { $0.position = .closed }
        #expect(findings(stage.sweep(at: 664)) == ["shutoff P2"])
    }

    static let lostProofs: [Story] = [
        Story(
            "a leak that was closed is commanded once gas flows again, before and after the grace",
            [
                .alarm(0, .leak, "leak P1") { $0.position = .closed }, .flow(5, 0.02),
                .flow(8, 0.3, "close"), .position(9, .closed),
                .flow(12, 0.3, "shutoff_failed P1", "close"), .flow(15, 0.3),
            ]),
        Story(
            "and so is one whose gas is gone and that nobody has made safe",
            [
                .alarm(0, .leak, "leak P1") {
                    $0.gas = 30
                    $0.position = .closed
                },
                .gas(5, 1, "-leak"), .flow(8, 0.3, "close"),
            ]),
        Story("a valve without a leak is left alone", [.position(0, .closed), .flow(5, 0.3)]),
        Story(
            "nothing is commanded by a profile that does not",
            [
                .alarm(0, .leak, "leak P1") { $0.position = .closed }, .flow(5, 0.3),
            ]
        ) { $0.autoClose = false },
    ]

    @Test("A leak that loses the proof of its closing is commanded again", arguments: lostProofs)
    func lostProof(story: Story) { story.play() }

    @Test("shutoff_failed is raised for each reason to be closed", arguments: failures)
    func shutoffFailed(story: Story) { story.play() }

    static let reopenings: [Story] = [
        Story(
            "open again after a leak",
            [
                .alarm(0, .leak, "leak P1") { $0.position = .closed },
                .position(5, .open, "reopened P1", "close"),
            ]),
        Story(
            "by way of moving",
            [
                .alarm(0, .leak, "leak P1") { $0.position = .closed },
                .position(3, .moving, "close"), .position(5, .open, "reopened P1", "close"),
            ]),
        Story(
            "never closed is not open again",
            [
                .alarm(0, .leak, "leak P1", "close") { $0.position = .open }, .position(5, .open),
            ]),
        Story("no leak, no reopening", [.position(0, .closed), .position(5, .open)]),
    ]

    @Test("A valve that was opened before the leak has not been opened again after it")
    func openedBefore() {
        let stage = Stage()
        stage.send(at: 0) { $0.position = .closed }
        stage.send(at: 660) { $0.position = .open }
        let leak = stage.send(at: 900) {
            $0.gas = 25
            $0.position = .open
        }
        #expect(findings(leak).contains("leak P1"))
        #expect(!findings(leak).contains("reopened P1"))
        stage.send(at: 910) { $0.position = .closed }
        #expect(findings(stage.send(at: 920) { $0.position = .open }).contains("reopened P1"))
        // Nor one whose leak is told by the message that first says open.
        let other = Stage()
        other.send(at: 0) { $0.position = .closed }
        let told = other.send(.alarm, at: 900) {
            ($0.alarm, $0.gas, $0.position) = (.leak, 15, .open)
        }
        #expect(findings(told).contains("leak P1") && !findings(told).contains("reopened P1"))
        other.send(at: 910) { $0.position = .closed }
        #expect(findings(other.send(at: 920) { $0.position = .open }).contains("reopened P1"))
    }

    @Test("reopened needs a leak and a closing before it", arguments: reopenings)
    func reopened(story: Story) { story.play() }

    @Test("Made safe and opened is no reopening, and neither is a later leak of the open valve")
    func openedAfterSafe() {
        let stage = Stage()
        stage.send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
        }
        stage.obey(.gasSettled(ValveIndex(0)), at: 10)
        #expect(findings(stage.send(at: 20) { $0.position = .open }) == [])
        let leak = stage.send(at: 900) {
            $0.position = .open
            $0.gas = 30
        }
        #expect(findings(leak) == ["leak P1", "close"])
    }

    @Test("Made safe, a valve that stays closed is opened by a person, once")
    func openedLongAfterSafe() {
        let stage = Stage()
        func report(_ second: Double, _ position: Position, flow: Float = 0) -> [String] {
            findings(
                stage.send(at: second) {
                    $0.position = position
                    $0.flow = flow
                })
        }
        stage.send(.alarm, at: 0) {
            $0.alarm = .leak
            $0.position = .closed
        }
        stage.obey(.gasSettled(ValveIndex(0)), at: 100)
        #expect(report(300, .closed) == [] && report(600, .closed) == [])
        // Flow through a closed valve is no person's doing.
        #expect(report(900, .closed, flow: 0.3) == ["shutoff_failed P1"])
        stage.obey(.gasSettled(ValveIndex(0)), at: 950)
        #expect(report(1_000, .closed) == [] && report(1_300, .open, flow: 0.3) == [])
        // The next closing is another one.
        #expect(report(1_600, .closed) == [])
        stage.sweep(at: 1_700)
        #expect(report(1_900, .open).contains("shutoff_failed P1"))
    }

    @Test("A leak before the opening makes the opening a reopening again")
    func leaksBeforeOpening() {
        let stage = Stage()
        for second in [0.0, 600] {
            stage.send(.alarm, at: second) {
                $0.alarm = .leak
                $0.position = .closed
            }
            if second == 0 { stage.obey(.gasSettled(ValveIndex(0)), at: 100) }
        }
        let opened = findings(stage.send(at: 700) { $0.position = .open })
        #expect(opened.contains("reopened P1") && opened.contains("shutoff_failed P1"))
    }

    static func closing(_ cause: ShutoffCause, _ says: String...) -> Story {
        let fill: Stage.Fill = {
            $0.alarm = .shutoff
            $0.cause = cause
            $0.position = .closed
        }
        return Story(
            "cause \(cause)",
            [
                .position(0, .open), Story.Step(at: 60, act: .message(.alarm, fill), says: says),
                .sweep(70),
            ])
    }

    static let shutoffs: [Story] = [
        closing(.overflow, "shutoff P3"), closing(.overpressure, "shutoff P3"),
        closing(.underpressure, "shutoff P3"), closing(.supplyLoss, "shutoff P3"),
        closing(.overtime, "shutoff P3"), closing(.lowBattery, "shutoff P3"),
        closing(.shock, "shutoff P2"), closing(.unknown, "shutoff P2"),
        closing(.remote, "shutoff P2"), closing(.manual, "recorded shutoff"),
        closing(.leak, "leak P1"),
        Story(
            "remote by our own command",
            [
                .commanded(0),
                .alarm(1, .shutoff, "recorded shutoff") {
                    $0.cause = .remote
                    $0.position = .closed
                },
            ]),
        Story(
            "a closing nobody explains, after three seconds",
            [
                .position(0, .open), .position(60, .closed), .sweep(62.9), .sweep(63, "shutoff P2"),
                .position(300, .open, "shutoff_failed P1", "-shutoff"),
            ]),
        Story(
            "a closing by way of moving",
            [
                .position(0, .open), .position(58, .moving), .position(60, .closed),
                .sweep(63, "shutoff P2"),
            ]),
        Story(
            "a closing that an alarm explains in time",
            [
                .position(0, .open), .position(60, .closed),
                .alarm(61, .shutoff, "recorded shutoff") { $0.cause = .manual }, .sweep(70),
            ]),
        Story(
            "an alarm that says no position explains the report after it",
            [
                .position(0, .open),
                .alarm(60, .shutoff, "recorded shutoff") { $0.cause = .manual },
                .position(61, .closed), .sweep(70),
            ]),
        Story(
            "a closing that we commanded",
            [
                .position(0, .open), .commanded(50), .position(60, .closed), .sweep(70),
            ]),
        Story("closed when first heard", [.position(0, .closed), .sweep(10)]),
    ]

    @Test("shutoff is raised by cause, and by a plain closing", arguments: shutoffs)
    func shutoff(story: Story) { story.play() }

    static let commands: [Story] = [
        Story(
            "not while proven closed",
            [
                .alarm(0, .leak, "leak P1") { $0.position = .closed }
            ]),
        Story(
            "closed but with flow is no proof",
            [
                .alarm(0, .leak, "leak P1", "close") {
                    $0.position = .closed
                    $0.flow = 0.03
                }
            ]),
        Story(
            "closed before the alarm is no proof",
            [
                .position(0, .closed), .alarm(60, .leak, "leak P1", "close"),
            ]),
        Story("not when the profile forbids it", [.gas(0, 30, "leak P1")]) {
            $0.autoClose = false
        },
        Story(
            "overpressure",
            [
                .pressure(0, 7), .pressure(60, 7, "overpressure P2", "close"),
            ]),
        Story(
            "overflow still open after 10 s",
            [
                .alarm(0, .overflow, "overflow P3"), .sweep(9.9), .sweep(10, "close"), .sweep(20),
            ]),
        Story(
            "overflow gone within 10 s",
            [
                .alarm(0, .overflow, "overflow P3"), .flow(5, 1, "-overflow"), .sweep(11),
            ]),
        Story(
            "overflow of a valve without auto_close",
            [
                .alarm(0, .overflow, "overflow P3"), .sweep(11),
            ]
        ) { $0.autoClose = false },
        Story("never on suspicion", [.other(0, .undecodableAlarm, "suspect P2"), .sweep(30)]),
        Story(
            "never on health",
            [
                .report(0, "tamper P3", "low_battery P4") { $0.flags = [.tamper, .lowBattery] }
            ]),
        Story("never on link", [.other(0, .linkDown, "offline P4"), .sweep(30)]),
    ]

    @Test(
        "The valve is commanded to close when it must be and never otherwise", arguments: commands)
    func command(story: Story) { story.play() }
}
