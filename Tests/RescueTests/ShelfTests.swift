import Foundation
import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Shelving and the life cycle of an alarm")
struct ShelfTests {
    private func shelve(
        _ stage: inout DeskStage, _ id: String, minutes: Int64 = 60, reason: String = "repair"
    ) throws {
        var wish = DeskWish(by: "Li")
        wish.reason = reason
        try stage.desk.shelve(id, wish, for: .minutes(minutes), at: stage.now)
        stage.settle()
    }

    @Test("Nothing that can kill is shelved, and nothing without a reason or an end")
    func refusals() throws {
        let table: [(FindingKind, Priority, Int64, String, String?)] = [
            (.tamper, .p3, 60, "repair", nil), (.offline, .p4, 480, "repair", nil),
            (.tamper, .p3, 481, "repair", "too_long"), (.tamper, .p3, 0, "repair", "too_long"),
            (.tamper, .p3, 60, "", "reason_missing"),
            (.tamper, .p3, 60, " \t", "reason_missing"), (.shutoff, .p2, 60, "x", "never_shelved"),
            (.leak, .p1, 60, "x", "never_shelved"), (.heat, .p1, 60, "x", "never_shelved"),
            (.shutoffFailed, .p1, 60, "x", "never_shelved"),
            (.reopened, .p1, 60, "x", "never_shelved"),
            (.suspect, .p3, 60, "x", "never_shelved"),
            (.overpressure, .p2, 60, "x", "never_shelved"),
        ]
        for (kind, priority, minutes, reason, code) in table {
            var stage = DeskStage()
            stage.find(.raised, kind, priority)
            stage.settle()
            let id = try #require(stage.desk.book.open.keys.first)
            var refused: String?
            do {
                try shelve(&stage, id, minutes: minutes, reason: reason)
            } catch DeskRefusal.invalid(let word, _) {
                refused = word
            }
            #expect(refused == code, "\(kind) for \(minutes) min because '\(reason)'")
            #expect((stage.desk.book.open[id]?.shelf != nil) == (code == nil))
        }
    }

    /// A town in which these homes are out of service.
    private func withoutService(_ homes: Range<Int>) throws -> DeskStage {
        var stage = DeskStage()
        for home in homes {
            try stage.desk.serve(
                "H\(home)", by: "Li", reason: "works", for: .hours(4), at: stage.now)
        }
        return stage
    }

    @Test("Homes out of service are no area event, and their leaks count as ever")
    func serviceOfABuilding() throws {
        var stage = try withoutService(0..<20)
        stage.town(0..<20, .supplyLoss, .p3)
        stage.settle()
        stage.pass(10)
        #expect(stage.events.isEmpty && stage.alone.count == 20)
        #expect(stage.alone.allSatisfy { $0.shelf != nil })
        stage.town(20..<40, .supplyLoss, .p3)
        stage.pass(10)
        #expect(stage.events.map { $0.event?.valves.count } == [20])
        stage.town(0..<3, .leak, .p1)
        stage.settle()
        #expect(stage.events.contains { $0.event?.facts.cause == .buildingGas })
    }

    @Test("Losses of homes out of service around a leak are a possible explosion")
    func explosionAmongServiced() throws {
        var stage = try withoutService(0..<4)
        stage.town(4, .leak, .p1)
        stage.town(0..<2, .offline, .p4)
        stage.settle()
        #expect(stage.events.isEmpty)
        stage.town(2, .offline, .p4)
        stage.settle()
        #expect(stage.events.map { $0.event?.facts.cause } == [.possibleExplosion])
    }

    @Test("A shelf lasts beyond its incident, ends by itself, and never hides what is graver")
    func lifeOfAShelf() throws {
        var stage = DeskStage()
        stage.find(.raised, .offline, .p4)
        stage.settle()
        try shelve(&stage, try #require(stage.incident("V1", .link)?.id))
        stage.find(.cleared, .offline, .p4)
        stage.settle()
        #expect(stage.desk.book.open.isEmpty)
        stage.find(.raised, .offline, .p4)
        stage.settle()
        #expect(stage.incident("V1", .link).map { AlarmState(of: $0) } == .shelved)
        stage.pass(3_601)
        #expect(stage.incident("V1", .link).map { AlarmState(of: $0) } == .unacknowledged)

        stage.find(.raised, .shutoff, .p3, valve: "V2")
        stage.settle()
        let id = try #require(stage.incident("V2", .supply)?.id)
        try shelve(&stage, id)
        stage.find(.raised, .overpressure, .p2, valve: "V2")
        let actions = stage.settle()
        #expect(stage.incident("V2", .supply)?.shelf == nil)
        #expect(actions.callouts.contains("new E-1"))
        // The leak of the same valve never knew of it.
        stage.find(.raised, .leak, .p1, valve: "V2")
        stage.settle()
        #expect(stage.incident("V2")?.shelf == nil)
    }

    @Test("A shelf can be taken back and survives a restart")
    func backAndRestart() throws {
        var stage = DeskStage()
        stage.find(.raised, .tamper, .p3)
        stage.settle()
        let id = try #require(stage.incident("V1", .health)?.id)
        try shelve(&stage, id)
        let incident = try #require(stage.incident("V1", .health))
        var next = DeskStage()
        for (name, shelf) in stage.desk.shelves {
            next.desk.restore(shelf, named: name, at: next.now)
        }
        next.desk.restore(incident, at: next.now)
        next.settle()
        #expect(next.incident("V1", .health)?.shelf != nil)
        next.pass(3_601)
        #expect(next.incident("V1", .health)?.shelf == nil)
        try stage.desk.unshelve(id, DeskWish(by: "Wang"), at: stage.now)
        stage.settle()
        #expect(stage.incident("V1", .health)?.shelf == nil)
        #expect(throws: DeskRefusal.self) {
            try stage.desk.unshelve(id, DeskWish(by: "Wang"), at: stage.now)
        }
    }

    @Test("A valve out of service is quiet on every axis but for what calls a team out")
    func service() throws {
        var stage = DeskStage()
        stage.find(.raised, .sensorFault, .p4)
        stage.settle()
        try stage.desk.serve("V1", by: "Li", reason: "new", for: .hours(48), at: stage.now)
        stage.settle()
        stage.find(.raised, .offline, .p4)
        stage.find(.raised, .leak, .p1)
        stage.settle()
        let states = Axis.allCases.map { axis in
            stage.incident("V1", axis).map { AlarmState(of: $0) }
        }
        #expect(states == [.unacknowledged, nil, .outOfService, .outOfService])
        try stage.desk.serve("V1", by: "Li", reason: "", for: nil, at: stage.now)
        stage.settle()
        #expect(stage.desk.book.open.values.allSatisfy { $0.shelf == nil })
    }

    @Test("The states of an alarm follow its condition and its acknowledgement")
    func states() throws {
        var stage = DeskStage()
        func state() -> AlarmState? {
            stage.incident("V1", .supply).map { AlarmState(of: $0) }
        }
        stage.find(.raised, .overflow, .p3)
        stage.settle()
        #expect(state() == .unacknowledged)
        let id = try #require(stage.incident("V1", .supply)?.id)
        stage.find(.cleared, .overflow, .p3)
        stage.settle()
        #expect(state() == .returned)
        stage.find(.raised, .overflow, .p3)
        stage.settle()
        try stage.desk.acknowledge(id, DeskWish(by: "Li"), at: stage.now)
        stage.settle()
        #expect(state() == .acknowledged)
        stage.find(.cleared, .overflow, .p3)
        #expect(stage.settle().closed[id].map { AlarmState(of: $0) } == .normal)

        stage.find(.raised, .overpressure, .p2)
        stage.settle()
        let second = try #require(stage.incident("V1", .supply)?.id)
        try stage.desk.acknowledge(second, DeskWish(by: "Li"), at: stage.now)
        stage.find(.cleared, .overpressure, .p2)
        stage.settle()
        #expect(state() == .latched)
    }

    @Test("Each axis is acknowledged alone, and a further leak alarms again")
    func axes() throws {
        var stage = DeskStage()
        stage.find(.raised, .offline, .p4)
        stage.find(.raised, .leak, .p1)
        stage.settle()
        let link = try #require(stage.incident("V1", .link)?.id)
        try stage.desk.acknowledge(link, DeskWish(by: "Li"), at: stage.now)
        stage.settle()
        #expect(stage.incident()?.seenAt == nil)
        let leak = try #require(stage.incident()?.id)
        try stage.desk.acknowledge(leak, DeskWish(by: "Li"), at: stage.now)
        stage.settle()
        stage.desk.replace(rules: DeskStage.rules(teams: 2), at: stage.now)
        stage.settle()
        #expect(stage.incident()?.current == [.leak])
        #expect(stage.incident()?.seenBy == "Li")
        stage.find(.repeated, .leak, .p1)
        stage.settle()
        #expect(stage.incident()?.seenAt == nil)
        #expect(stage.incident("V1", .link)?.seenBy == "Li")
    }
}
