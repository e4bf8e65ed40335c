import Incidents
import Rescue
import Testing
import ValveModel

@Suite("A desk of drills")
struct DeskDrillTests {
    /// The actual desk and, beside it, the desk of drills, as the control room runs them.
    private struct Both {
        var actual = DeskStage()
        var drills = RescueDesk(
            rules: DeskStage.rules(teams: 3), commandPrefix: "drill", mode: .exercise)

        mutating func settle() -> [DeskAction] {
            for case .team(let team) in actual.settle() { drills.mirror(team, at: actual.now) }
            return drills.settle(at: actual.now)
        }

        mutating func begin() -> String? {
            var place = ValvePlace(valve: "V1", area: "370202010")
            place.latitude = 36.06
            place.longitude = 120.401
            place.homeCentre = "east"
            return drills.beginDrill(.leak, at: place, by: "王", at: actual.now)
        }
    }

    @Test("A drill is called out like a leak, in mode exercise, with an id no actual one can have")
    func begins() throws {
        var both = Both()
        let begun = both.begin()
        let id = try #require(begun)
        let actions = both.settle()
        #expect(id.contains("-X"))
        #expect(actions.callouts == ["new E-1"])
        #expect(both.drills.book.incident(id)?.mode == .exercise)
        #expect(both.drills.commands.isEmpty)
        #expect(both.actual.desk.book.open.isEmpty)
    }

    @Test("A drill takes no team from actual work, and loses the one that is called to it")
    func shadows() throws {
        var both = Both()
        let begun = both.begin()
        let id = try #require(begun)
        _ = both.settle()
        let reply = DeskReply(
            centre: "east", incident: id, team: "E-1", revision: 1, word: .accept, by: nil,
            text: nil)
        both.drills.note(reply, at: both.actual.now)
        _ = both.settle()
        #expect(both.drills.book.incident(id)?.team == "E-1")
        // The actual desk knows nothing of it: the same team is the nearest there.
        both.actual.find()
        _ = both.settle()
        #expect(both.actual.actions.callouts == ["new E-1"])
        both.actual.reply("E-1", .accept, try #require(both.actual.incident()?.id))
        let drilled = both.settle()
        #expect(both.actual.incident()?.team == "E-1")
        #expect(drilled.callouts == ["takeover E-2"])
        #expect(both.drills.book.incident(id)?.team == "E-2")
    }

    @Test("An ended drill is closed, and its teams stand down")
    func ends() throws {
        var both = Both()
        let begun = both.begin()
        let id = try #require(begun)
        _ = both.settle()
        try both.drills.endDrill(id, by: "王", at: both.actual.now)
        let drilled = both.settle()
        #expect(drilled.callouts == ["standdown E-1 closed"])
        #expect(both.drills.book.incident(id) == nil)
        #expect(throws: DeskRefusal.noSuchIncident) {
            try both.drills.endDrill(id, by: "王", at: both.actual.now)
        }
    }

    @Test("Numbers of drills and of actual incidents go on after a restart, each for itself")
    func numbers() throws {
        var both = Both()
        let begun = both.begin()
        let first = try #require(begun)
        let saved = try #require(both.drills.book.incident(first))
        var next = Both()
        next.drills.restore(saved, at: next.actual.now)
        var place = ValvePlace(valve: "V2", area: "370202010")
        place.homeCentre = "east"
        let second = next.drills.beginDrill(.leak, at: place, by: "王", at: next.actual.now)
        #expect(second != first)
        #expect(second?.hasSuffix("-X0002") == true)
        next.actual.desk.restore(saved, at: next.actual.now)
        next.actual.find(valve: "V3")
        next.actual.settle()
        #expect(next.actual.desk.book.open.keys.contains { $0.hasSuffix("-0001") })
    }
}
