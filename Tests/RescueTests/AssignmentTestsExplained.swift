import Rescue
import Testing
import ValveModel

@Suite("Why a plan is as it is")
struct AssignmentTestsExplained {
    private func waiting(_ key: Int, remaining: Int = 300) -> PlanIncident {
        PlanIncident(
            key: key, priority: .p1, raisedAt: Int64(key), id: "incident-\(key)", overdue: false,
            remaining: remaining, homeCentre: nil)
    }

    private func crews(_ count: Int) -> [PlanTeam] {
        (0..<count).map {
            PlanTeam(id: "T-\($0)", centre: "c", unresponsive: false, heldPriority: nil)
        }
    }

    @Test("The nearest team is named as such, the late one as over the limit")
    func nearest() {
        let plan = AssignmentPlan(
            incidents: [waiting(0)], teams: crews(3), seconds: [142, 391, 200])
        let explanation = plan.explain(incident: 0)
        #expect(explanation.assignment == plan.assignments[0])
        #expect(explanation.reasons == [.nearestAvailable])
        #expect(explanation.rejected.map(\.team) == [2, 1])
        #expect(explanation.rejected.map(\.reason) == [.farther, .etaOverLimit])
        #expect(explanation.rejected.map(\.seconds) == [200, 391])
    }

    @Test("A nearer team that keeps another incident in time is named")
    func keepsAnother() {
        let plan = AssignmentPlan(
            incidents: [waiting(0), waiting(1)], teams: crews(2), seconds: [100, 200, 150, 400])
        #expect(plan.explain(incident: 0).reasons == [.keepsAnotherInTime])
        #expect(plan.explain(incident: 0).rejected.map(\.reason) == [.servesAnother])
        #expect(plan.explain(incident: 1).reasons == [.nearestAvailable])
    }

    @Test("A nearer team that only makes the sum smaller elsewhere is named")
    func total() {
        let plan = AssignmentPlan(
            incidents: [waiting(0), waiting(1)], teams: crews(2), seconds: [100, 110, 100, 200])
        #expect(plan.explain(incident: 0).reasons == [.optimalTotal])
    }

    @Test("A team that declined keeps its estimate in the explanation when the matrix has it")
    func declined() {
        let plan = AssignmentPlan(
            incidents: [waiting(0)], teams: crews(3), seconds: [-1 - 80, 200, -1])
        let explanation = plan.explain(incident: 0)
        #expect(explanation.reasons == [.nearestAvailable])
        #expect(explanation.rejected.map(\.reason) == [.declined, .declined])
        #expect(explanation.rejected.map(\.seconds) == [80, nil])
    }

    @Test("A nearer silent team leaves the other as the only one in time")
    func silent() {
        var teams = crews(3)
        teams[0].unresponsive = true
        teams[2].heldPriority = .p2
        let plan = AssignmentPlan(incidents: [waiting(0)], teams: teams, seconds: [50, 200, 20])
        let explanation = plan.explain(incident: 0)
        #expect(explanation.assignment?.team == 1)
        #expect(explanation.rejected.map(\.team) == [2, 0])
        #expect(explanation.rejected.map(\.reason) == [.unavailable, .unavailable])
    }

    @Test("An incident without a team names at most three of the nearest and no reason")
    func unserved() {
        let plan = AssignmentPlan(
            incidents: (0..<5).map { waiting($0) }, teams: crews(4),
            seconds: [Int32](repeating: 100, count: 20))
        let explanation = plan.explain(incident: 4)
        #expect(explanation.assignment == nil)
        #expect(explanation.reasons.isEmpty)
        #expect(explanation.rejected.map(\.team) == [0, 1, 2])
        #expect(explanation.rejected.allSatisfy { $0.reason == .servesAnother })
    }
}
