import Incidents
import Testing
import ValveModel

@testable import Rescue

@Suite("Step auditor")
struct StepAuditorTests {
    static let now = Moment(milliseconds: 1_800_000_000_000)

    /// A waiting incident whose step is due in 20 s and queued for then, and what a case changes.
    static func promise(
        _ change: (inout DeskPromises.Promise) -> Void = { _ in }
    ) -> DeskPromises.Promise {
        var promise = DeskPromises.Promise(
            incident: "20261123-0001", isWaiting: true, isOnTheWay: false, isOnScene: false,
            ackBy: now + .seconds(20), stepAt: now + .seconds(20), rescueBy: now + .minutes(4),
            waitsForReplies: false)
        change(&promise)
        return promise
    }

    static func report(
        _ promise: DeskPromises.Promise, earliest: (subject: String, at: Moment)? = nil
    ) -> StepAuditor.Report {
        StepAuditor().audit(DeskPromises(promises: [promise], earliest: earliest), at: now)
    }

    @Test("A step that is queued for its time is in order, and one that has just passed too")
    func inOrder() {
        #expect(Self.report(Self.promise()).findings.isEmpty)
        let due = Self.now - .seconds(1)
        #expect(
            Self.report(
                Self.promise {
                    $0.ackBy = due
                    $0.stepAt = due
                }, earliest: ("incident 20261123-0001", due)
            ).findings.isEmpty)
    }

    @Test("An incident that waits without a step, or with a step nobody has queued, is found")
    func noStep() {
        let finding = StepAuditor.Finding.noNextStep(incident: "20261123-0001")
        #expect(Self.report(Self.promise { $0.ackBy = nil }).findings == [finding])
        #expect(Self.report(Self.promise { $0.stepAt = nil }).findings == [finding])
    }

    @Test("A step queued for later than the incident says is found before it is missed")
    func tooLate() {
        let late = Self.report(Self.promise { $0.stepAt = Self.now + .seconds(80) })
        #expect(late.findings == [.stepTooLate(incident: "20261123-0001", by: .seconds(60))])
    }

    @Test("A deadline passed by more than a second is found, whatever it is of")
    func overshot() {
        let due = Self.now - .milliseconds(1_001)
        let step = Self.promise {
            $0.ackBy = due
            $0.stepAt = due
        }
        #expect(
            Self.report(step).findings
                == [.overshot(subject: "incident 20261123-0001", by: .milliseconds(1_001))])
        #expect(
            Self.report(Self.promise(), earliest: ("the close command of valve V1", due)).findings
                == [.overshot(subject: "the close command of valve V1", by: .milliseconds(1_001))])
    }

    @Test("A team on its way has to be looked for, and in time")
    func onTheWay() {
        func journey(_ stepAt: Moment?) -> StepAuditor.Report {
            Self.report(
                Self.promise {
                    $0.isWaiting = false
                    $0.isOnTheWay = true
                    $0.ackBy = nil
                    $0.stepAt = stepAt
                })
        }
        #expect(journey(Self.now + .minutes(9)).findings.isEmpty)
        #expect(journey(nil).findings == [.noNextStep(incident: "20261123-0001")])
        #expect(
            journey(Self.now - .milliseconds(1_001)).findings
                == [.overshot(subject: "incident 20261123-0001", by: .milliseconds(1_001))])
    }

    @Test("After a restart a late step may wait half a minute for queued replies, and no longer")
    func restart() {
        func report(_ seconds: Int64, waits: Bool) -> StepAuditor.Report {
            Self.report(
                Self.promise {
                    $0.ackBy = Self.now - .minutes(2)
                    $0.stepAt = Self.now + .seconds(seconds)
                    $0.waitsForReplies = waits
                })
        }
        #expect(report(30, waits: true).findings.isEmpty)
        #expect(report(32, waits: true).findings.count == 1)
        #expect(report(30, waits: false).findings.count == 1)
    }

    @Test("A team that is late is counted and is no fault of the desk")
    func late() {
        func report(isOnScene: Bool) -> StepAuditor.Report {
            Self.report(
                Self.promise {
                    $0.isWaiting = false
                    $0.isOnScene = isOnScene
                    $0.ackBy = nil
                    $0.stepAt = nil
                    $0.rescueBy = Self.now - .seconds(1)
                })
        }
        #expect(report(isOnScene: false).lateCount == 1)
        #expect(report(isOnScene: true).lateCount == 0)
        #expect(report(isOnScene: false).findings.isEmpty)
    }

    @Test(
        "The desk's own promises are in order through a whole ladder, and a forgotten one is found")
    func ladder() {
        var stage = DeskStage(teams: 1)
        stage.find()
        stage.settle()
        for _ in 0..<200 {
            let report = StepAuditor().audit(stage.desk.promises(), at: stage.now)
            #expect(report.incidentCount == 1 && report.findings.isEmpty)
            stage.pass(3)
        }
        #expect(StepAuditor().audit(stage.desk.promises(), at: stage.now).lateCount == 1)
        stage.desk.deadlines = .init()
        let found = StepAuditor().audit(stage.desk.promises(), at: stage.now).findings
        #expect(found == [.noNextStep(incident: stage.incident()?.id ?? "")])
    }

    @Test("What came due while nobody ran is not late before the first batch, which takes it up")
    func downtime() throws {
        var before = DeskStage(teams: 1)
        before.find()
        before.settle()
        before.pass(30)
        let saved = try #require(before.incident())
        var stage = DeskStage(teams: 1)
        stage.now = before.now + .minutes(20)
        stage.desk.restore(saved, at: stage.now)
        #expect(try #require(stage.desk.nextDeadline) < stage.now - .minutes(10))
        #expect(StepAuditor().audit(stage.desk.promises(), at: stage.now).findings.isEmpty)
        stage.settle()
        let report = StepAuditor().audit(stage.desk.promises(), at: stage.now)
        #expect(report.incidentCount == 1 && report.findings.isEmpty)
    }

    @Test("P3, tests and what was made safe need no next step")
    func leftOut() {
        var stage = DeskStage()
        stage.find(.raised, .seepage, .p3, valve: "V1")
        stage.find(.raised, .leak, .p1, valve: "V2", isTest: true)
        stage.find(.raised, .leak, .p1, valve: "V3")
        stage.settle()
        let id = stage.incident("V3")?.id ?? ""
        for word in [DeskReply.Word.accept, .onscene, .safe] { stage.reply("E-1", word, id) }
        stage.settle()
        #expect(StepAuditor().audit(stage.desk.promises(), at: stage.now).incidentCount == 0)
    }
}
