import Foundation
import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Area events at the desk")
struct AreaEventTests {
    @Test("A power cut is one incident: what was open is folded into it, the rest opens none")
    func folding() throws {
        var stage = DeskStage()
        var all: [DeskAction] = []
        for home in 0..<2_640 {
            stage.town(home * 7 % 2_640, .powerLoss, .p4)
            if home.isMultiple(of: 40) { all += stage.settle() }
        }
        all += stage.pass(5)
        let event = try #require(stage.events.first)
        #expect(stage.events.count == 1)
        #expect(stage.alone.isEmpty)
        #expect(event.kind == .areaEvent)
        #expect(event.priority == .p4)
        #expect(event.event?.facts.group.scope == .area)
        #expect(event.event?.facts.of == .powerLoss)
        #expect(event.event?.valves.count == 2_640)
        #expect(event.team == nil && event.calls.isEmpty)
        // Only those that came before the cluster showed had incidents of their own.
        let folded = all.closed.values
        #expect(folded.count < 10)
        #expect(folded.allSatisfy { $0.reason == "folded" && $0.partOf == event.id })
        #expect(all.callouts == [])
    }

    @Test("An event of the whole fleet stays cheap")
    func fleet() throws {
        var stage = DeskStage()
        var changes = 0
        for home in 0..<29_040 {
            stage.town(home * 7_919 % 29_040, .offline, .p4)
            if home.isMultiple(of: 100) {
                stage.now = stage.now + .milliseconds(20)
                changes += stage.settle().count { if case .changed = $0 { true } else { false } }
            }
        }
        stage.pass(5)
        #expect(stage.events.first?.event?.valves.count == 29_040)
        #expect(stage.alone.isEmpty)
        // Six seconds of growth: the event a second and the few incidents that were folded.
        #expect(changes < 100)
    }

    @Test("When the power is back the event ends by itself; who stays without has an incident")
    func recovery() throws {
        var stage = DeskStage()
        stage.town(0..<40, .powerLoss, .p4)
        stage.pass(5)
        let id = try #require(stage.events.first?.id)
        for home in 0..<37 { stage.town(home, .powerLoss, .p4, .cleared) }
        stage.settle()
        #expect(stage.events.first?.event?.overAt == nil)
        let actions = stage.pass(300)
        #expect(stage.events.isEmpty)
        #expect(actions.closed[id]?.reason == "cleared")
        #expect(stage.alone.map(\.place.valve).sorted() == ["H37", "H38", "H39"])
        #expect(stage.alone.allSatisfy { $0.partOf == id && $0.kind == .powerLoss })
        #expect(actions.memberships.isEmpty)
        stage.town(37, .powerLoss, .p4, .cleared)
        #expect(stage.settle().closed.values.first?.reason == "cleared")
    }

    @Test("A condition that is gone stands no longer, though its home calls for another reason")
    func goneBesideACallout() throws {
        var stage = DeskStage()
        stage.town(0..<4, .underpressure, .p3)
        stage.pass(5)
        #expect(stage.events.first?.event?.standing == 4)
        stage.town(0, .shutoff, .p2, cause: .shock)
        stage.settle()
        for home in 0..<4 { stage.town(home, .underpressure, .p3, .cleared) }
        stage.settle()
        #expect(stage.events.first?.event?.standing == 0)
        stage.pass(600)
        #expect(!stage.alone.contains { $0.kinds.contains(.underpressure) })
    }

    @Test("A P3 event stays until a person has seen it")
    func latched() throws {
        var stage = DeskStage()
        stage.town(0..<40, .supplyLoss, .p3)
        stage.pass(5)
        let id = try #require(stage.events.first?.id)
        for home in 0..<40 { stage.town(home, .supplyLoss, .p3, .cleared) }
        stage.settle()
        #expect(stage.events.first?.current == [])
        #expect(stage.alone.isEmpty)
        try stage.desk.acknowledge(id, DeskWish(by: "Li"), at: stage.now)
        stage.settle()
        #expect(stage.events.isEmpty)
    }

    @Test("What a person works on is not folded away")
    func keepsWork() throws {
        var stage = DeskStage()
        stage.town(5, .tamper, .p3)
        stage.settle()
        let own = try #require(stage.alone.first?.id)
        var wish = DeskWish(by: "Li")
        wish.team = "E-1"
        try stage.desk.dispatch(own, wish, at: stage.now)
        stage.town([0, 1, 2, 3, 4], .tamper, .p3)
        stage.pass(5)
        let event = try #require(stage.events.first)
        #expect(stage.alone.map(\.id) == [own])
        #expect(stage.alone.first?.partOf == event.id)
        #expect(event.event?.valves.count == 6)
    }

    @Test("A held finding whose priority rises calls a team out, and one that ends has an incident")
    func held() throws {
        var stage = DeskStage()
        stage.town(0..<6, .offline, .p4)
        stage.settle()
        #expect(stage.alone.count == 3)
        stage.town(4, .offline, .p2, .priority)
        stage.settle()
        #expect(stage.incident("H4", .link)?.team != nil)
        stage.town(5, .offline, .p4, .cleared)
        #expect(stage.settle().closed.values.map(\.place.valve) == ["H5"])
    }

    @Test("An event takes no team, may be noted and closed by a person, and settles its valves")
    func wishes() throws {
        var stage = DeskStage()
        stage.town(0..<40, .supplyLoss, .p3)
        stage.pass(5)
        let id = try #require(stage.events.first?.id)
        var wish = DeskWish(by: "Li")
        wish.team = "E-1"
        #expect(throws: DeskRefusal.self) {
            try stage.desk.dispatch(id, wish, at: stage.now)
        }
        #expect(throws: DeskRefusal.self) {
            try stage.desk.step(.accept, id, wish, at: stage.now)
        }
        wish.reason = "handed_over"
        try stage.desk.close(id, wish, at: stage.now)
        let actions = stage.settle()
        let settled = actions.count { if case .axisSettled = $0 { true } else { false } }
        #expect(settled == 40)
        #expect(stage.desk.book.open.isEmpty)
        // A condition that begins again is new.
        stage.town(3, .supplyLoss, .p3)
        stage.settle()
        #expect(stage.alone.count == 1)
    }

    @Test("A restart goes on with events, parts and what was held")
    func restart() throws {
        var stage = DeskStage()
        var parts = KeptParts()
        stage.town(0..<40, .powerLoss, .p4)
        parts.keep(stage.pass(5))
        stage.town(120..<126, .tamper, .p3)
        parts.keep(stage.settle())
        let id = try #require(stage.events.first?.id)
        var next = try stage.restarted(parts)
        #expect(next.events.map(\.id) == [id])
        // Held ones that the end cut short have incidents now; none is lost.
        let valves = Set(next.alone.map(\.place.valve))
        #expect(valves == Set((120..<126).map { "H\($0)" }))
        next.town(50, .powerLoss, .p4)
        next.pass(2)
        #expect(next.events.first?.event?.valves.count == 41)
        for home in 0..<37 { next.town(home, .powerLoss, .p4, .cleared) }
        next.pass(300)
        #expect(next.alone.count == 6 + 4)
        next.town(126, .tamper, .p3)
        next.pass(4)
        #expect(next.events.map(\.event?.facts.of) == [.tamper])
    }

    @Test("Leaks of an event are its own after a restart, and no part of a crowd")
    func restartOfLeaks() throws {
        var stage = DeskStage()
        var parts = KeptParts()
        stage.town(0..<3, .leak, .p1)
        parts.keep(stage.settle())
        let id = try #require(stage.events.first?.id)
        var next = try stage.restarted(parts)
        // One in each of sixty buildings of all areas: an event of the fleet.
        next.town((1...60).map { $0 * 480 }, .leak, .p1)
        next.pass(5)
        #expect(next.events.count == 2)
        let first = try #require(next.desk.book.incident(id)?.event)
        #expect(first.valves == ["H0", "H1", "H2"] && first.standing == 3)
        #expect(next.events.last?.event?.valves.count == 60)
    }

    @Test("A test is no evidence")
    func tests() {
        var stage = DeskStage()
        for home in 0..<40 {
            stage.find(.raised, .leak, .p1, valve: "H\(home)", isTest: true)
        }
        stage.pass(5)
        #expect(stage.events.isEmpty)
    }

    @Test("A lost broker is one event of the fleet, over when it is back; a blink is none")
    func broker() throws {
        var stage = DeskStage()
        let valves = (0..<100).map { "H\($0)" }
        // Before the first connection nobody is lost.
        stage.desk.noteValveBroker(isConnected: false, valves: valves, at: stage.now)
        stage.pass(10)
        #expect(stage.events.isEmpty)
        stage.desk.noteValveBroker(isConnected: true, valves: [], at: stage.now)
        stage.desk.noteValveBroker(isConnected: false, valves: valves, at: stage.now)
        stage.pass(2)
        stage.desk.noteValveBroker(isConnected: true, valves: [], at: stage.now)
        stage.pass(10)
        #expect(stage.events.isEmpty)
        stage.desk.noteValveBroker(isConnected: false, valves: valves, at: stage.now)
        stage.pass(3)
        let event = try #require(stage.events.first)
        #expect(event.event?.facts.cause == .brokerLost && event.event?.valves == valves)
        #expect(event.priority == .p4 && event.event?.facts.group.scope == .fleet)
        stage.desk.noteValveBroker(isConnected: true, valves: [], at: stage.now)
        #expect(stage.settle().closed[event.id]?.reason == "cleared")
        #expect(stage.desk.book.open.isEmpty)
    }
}
