import Foundation
import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Base rates over a restart")
struct LearnedRateTests {
    private func desk(_ rates: [LearnedRate]?, at now: Moment) -> RescueDesk {
        var beginning = DeskBeginning(rules: DeskStage.rules(teams: 1), commandPrefix: "x")
        beginning.rates = rates
        return RescueDesk(beginning, at: now)
    }

    /// Findings of a building of 40 in a fleet of 40, half a minute apart, and the events they make.
    private func events(of count: Int, on desk: inout RescueDesk, from start: Moment) -> Int {
        var now = start
        for number in 0..<count {
            var place = ValvePlace(valve: "V\(number)", area: "370202010")
            place.building = "B"
            var finding = DeskFinding(
                .raised, .powerLoss, .p4, place: place, condition: Incident.Condition())
            finding.neighbours.building = 40
            finding.neighbours.area = 40
            finding.neighbours.fleet = 40
            desk.note(finding, at: now)
            _ = desk.settle(at: now)
            now = now + .seconds(30)
        }
        now = now + .seconds(4)
        _ = desk.settle(at: now)
        return desk.book.open.values.count { $0.event != nil }
    }

    @Test("What was learned before a restart still says how many are too many after it")
    func learned() throws {
        var now = Moment(milliseconds: 1_800_000_000_000)
        var before = desk(nil, at: now)
        #expect(before.learnedRates == [])
        // A building whose power fails somewhere three times an hour, for a month.
        for number in 0..<2_160 {
            var place = ValvePlace(valve: "V\(number % 40)", area: "370202010")
            place.building = "B"
            for change in [DeskFinding.Change.raised, .cleared] {
                before.note(
                    DeskFinding(
                        change, .powerLoss, .p4, place: place, condition: Incident.Condition()),
                    at: now)
                _ = before.settle(at: now)
                now = now + .minutes(10)
            }
        }
        let rates = before.learnedRates
        #expect(!rates.isEmpty)
        let bytes = try JSONEncoder().encode(rates)
        let read = try JSONDecoder().decode([LearnedRate].self, from: bytes)
        #expect(read == rates)
        var after = desk(read, at: now)
        #expect(after.learnedRates == rates)
        var forgetful = desk(nil, at: now)
        // Five within two minutes are an event where the kind is rare, and a bad evening here.
        #expect(events(of: 5, on: &forgetful, from: now) == 1)
        #expect(events(of: 5, on: &after, from: now) == 0)
    }
}
