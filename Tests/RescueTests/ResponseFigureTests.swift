import Incidents
import Testing
import ValveModel

@testable import Rescue

@Suite("Response figures")
struct ResponseFigureTests {
    private static let start = Moment(milliseconds: 1_800_000_000_000)

    /// A leak that was accepted, reached and begun after so many seconds; `nil` means never.
    private func incident(
        _ id: Int, accepted: Int64?, onscene: Int64?, rescue: Int64?, closed: Int64? = nil,
        centre: String? = "east", estimate: (turnout: Int, travel: Int) = (60, 40)
    ) -> Incident {
        var place = ValvePlace(valve: "V\(id)", area: "370202010")
        place.homeCentre = "west"
        var incident = Incident(
            id: "20261123-000\(id)", kind: .leak, priority: .p1, mode: .actual, place: place,
            at: Self.start)
        ClockRules(arrival: .seconds(180), rescue: .seconds(300)).start(&incident, at: Self.start)
        incident.centre = centre
        incident.acceptedAt = accepted.map { Self.start + .seconds($0) }
        incident.onsceneAt = onscene.map { Self.start + .seconds($0) }
        incident.rescueAt = rescue.map { Self.start + .seconds($0) }
        incident.closedAt = closed.map { Self.start + .seconds($0) }
        if let centre {
            incident.team = "T"
            incident.calls = [Incident.Call(team: "T", centre: centre, at: Self.start)]
            incident.eta = Incident.ETA(
                turnout: estimate.turnout, travel: estimate.travel, access: 45, model: "detour")
        }
        return incident
    }

    private func figures(_ incidents: [Incident], after seconds: Int64) -> ResponseFigures {
        ResponseFigures(
            incidents, rules: RescueRules(), at: Self.start + .seconds(seconds)
        ) { _ in 16 }
    }

    @Test("A milestone counts when it was reached or its time has passed, and in time by its limit")
    func milestones() {
        let figures = figures(
            [
                incident(1, accepted: 60, onscene: 181, rescue: 300),
                incident(2, accepted: 61, onscene: 180, rescue: nil),
            ], after: 290)
        #expect(figures.total.incidents == 2)
        #expect(figures.total.response.due == 2)
        #expect(figures.total.response.inTime == 1)
        #expect(figures.total.arrival.inTime == 1)
        #expect(figures.total.arrival.seconds == [180, 181])
        #expect(figures.total.rescue.due == 1, "The second still has ten seconds.")
    }

    @Test("What was closed before its time was up is no failure; what nobody answered is one")
    func closedEarly() {
        let early = incident(1, accepted: nil, onscene: nil, rescue: nil, closed: 50)
        let late = incident(2, accepted: nil, onscene: nil, rescue: nil, closed: 400)
        let figures = figures([early, late], after: 1_000)
        #expect(figures.total.response.due == 1)
        #expect(figures.total.response.inTime == 0)
        #expect(figures.total.response.median == nil)
    }

    @Test("Medians and 90th percentiles are measured values, by the nearest rank")
    func quantiles() {
        #expect(Quantile.of([], 0.5) == nil)
        #expect(Quantile.of([7], 0.9) == 7)
        #expect(Quantile.of([1, 2, 3, 4], 0.5) == 2)
        #expect(Quantile.of(Array(1...10), 0.9) == 9)
        #expect(Quantile.of(Array(1...11), 0.9) == 10)
    }

    @Test("Rows go to the centre that led, else to the home centre; without a clock there is none")
    func rows() {
        var visit = incident(3, accepted: 10, onscene: nil, rescue: nil)
        visit.rescueBy = nil
        let figures = figures(
            [
                incident(1, accepted: 10, onscene: 20, rescue: 30),
                incident(2, accepted: nil, onscene: nil, rescue: nil, centre: nil), visit,
            ], after: 100)
        #expect(figures.rows.map(\.centre) == ["east", "west"])
        #expect(figures.rows.map(\.incidents) == [1, 1])
    }

    @Test("The first clock counts, whatever a later rise of priority started")
    func firstClock() {
        var risen = incident(1, accepted: 500, onscene: nil, rescue: nil)
        risen.priority = .p2
        let clock = ClockRules(arrival: .seconds(180), rescue: .seconds(300))
        #expect(JoinRule.raise(&risen, to: .p1, rules: clock, at: Self.start + .seconds(490)))
        #expect(risen.clockFrom == Self.start + .seconds(490))
        #expect(figures([risen], after: 600).total.response.seconds == [500])
    }

    @Test(
        "A visit that rises has the five minutes from its raising, and a new clock once they are over"
    )
    func visit() {
        let clock = ClockRules(arrival: .seconds(180), rescue: .seconds(300))
        func risen(after seconds: Int64) -> Incident {
            var visit = Incident(
                id: "1", kind: .overflow, priority: .p3, mode: .actual,
                place: ValvePlace(valve: "V", area: "0"), at: Self.start)
            _ = JoinRule.raise(&visit, to: .p2, rules: clock, at: Self.start + .seconds(seconds))
            return visit
        }
        for seconds: Int64 in [3, 180] {
            let visit = risen(after: seconds)
            #expect(visit.arriveBy == Self.start + .seconds(180) && visit.milestones.isEmpty)
            #expect(visit.rescueBy == Self.start + .seconds(300))
        }
        var late = risen(after: 181)
        #expect(late.rescueBy == Self.start + .seconds(481))
        #expect(late.milestones.map(\.priority) == [.p3])
        #expect(late.milestones.first?.rescueBy == Self.start + .seconds(300))
        // Nobody was late for the visit.
        late.acceptedAt = Self.start + .seconds(191)
        late.centre = "east"
        #expect(figures([late], after: 600).total.response.seconds == [10])
    }

    @Test("Calibration takes arrivals that were told, and leaves out those a later step implied")
    func calibration() {
        let figures = figures(
            [
                incident(1, accepted: 5, onscene: 150, rescue: 170),
                incident(2, accepted: 5, onscene: 130, rescue: 170),
                incident(3, accepted: 5, onscene: 170, rescue: 170),
            ], after: 400)
        #expect(figures.calibration.count == 1)
        let hour = figures.calibration.first
        #expect(hour?.count == 2)
        #expect(hour?.hour == 16)
        #expect(hour?.estimated == 100)
        #expect(hour?.actual == 130)
        #expect(hour?.offset == 30)
    }
}
