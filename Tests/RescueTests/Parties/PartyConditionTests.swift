import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Who else is told")
struct PartyConditionTests {
    @Test("A leak tells the gas company and the family at once, by every way, beside the call-out")
    func leak() throws {
        var stage = PartyStage()
        stage.find()
        #expect(
            stage.settle() == [
                "new gas mqtt", "new gas voice", "new family sms", "new family voice",
            ])
        #expect(stage.stage.actions.callouts == ["new E-1"])
        #expect(stage.notice("gas")?.state == .queued)
        #expect(stage.notice("fire") == nil)
    }

    @Test(
        "Each kind tells whom it concerns",
        arguments: [
            (FindingKind.shutoffFailed, ["gas"]), (.heat, ["gas", "fire"]), (.suspect, []),
            (.reopened, []),
        ])
    func kinds(kind: FindingKind, told: [String]) throws {
        var stage = PartyStage()
        stage.find(.raised, kind)
        stage.settle()
        let incident = try #require(stage.incident())
        #expect(stage.parties.notices(of: incident.id).map(\.party) == told)
    }

    @Test("A test tells nobody, and neither does what calls no team out")
    func nobody() {
        var stage = PartyStage()
        stage.find(isTest: true)
        #expect(stage.settle() == [])
        stage.find(.raised, .seepage, .p3)
        #expect(stage.settle() == [])
    }

    @Test("119 waits for a press; where agreed it goes by itself after 30 s")
    func press() throws {
        var stage = PartyStage()
        stage.find(gas: 41)
        #expect(stage.settle(to: "fire") == [])
        #expect(stage.notice("fire")?.state == .held)
        #expect(stage.notice("fire")?.conditions == [.gasHigh])
        stage.team("E-1", .accept)
        #expect(stage.pass(29, to: "fire") == [])
        #expect(stage.pass(1, to: "fire") == ["new fire mqtt", "new fire voice"])
        #expect(stage.notice("fire")?.pressedBy == "gaswatch")
    }

    @Test("Where it was not agreed 119 stays for a person, who may press at any time")
    func notAgreed() throws {
        var rules = PartyStage.rules
        rules.parties[2].press?.goesByItself = false
        var stage = PartyStage(rules)
        stage.find(gas: 41)
        stage.settle()
        let id = try #require(stage.incident()?.id)
        stage.team("E-1", .accept)
        #expect(stage.pass(200, to: "fire") == [])
        #expect(stage.notice("fire")?.state == .held)
        try stage.parties.tell(id, "fire", by: "王", at: stage.now)
        #expect(stage.settle() == ["new fire mqtt", "new fire voice"])
        #expect(stage.notice("fire")?.pressedBy == "王")
        #expect(throws: PartyRefusal.noSuchParty) {
            try stage.parties.tell(id, "fyre", by: "王", at: stage.now)
        }
    }

    @Test(
        "Gas of 20 counts as unproven after 30 s, and not when the valve is proven closed by then")
    func unproven() throws {
        for isProven in [false, true] {
            var stage = PartyStage()
            stage.find(gas: 22)
            stage.settle()
            stage.team("E-1", .accept)
            stage.pass(20)
            stage.find(
                .evidence, gas: 24, position: isProven ? "closed" : "open",
                flow: isProven ? 0.01 : 0.4)
            stage.settle()
            stage.pass(9)
            #expect(stage.notice("fire") == nil)
            stage.pass(1)
            #expect(stage.notice("fire")?.conditions == (isProven ? nil : [.gasUnproven]))
        }
    }

    @Test("A closed valve that still lets gas through proves nothing")
    func closedButFlowing() {
        var stage = PartyStage()
        stage.find(gas: 22, position: "closed", flow: 0.03)
        stage.settle()
        stage.team("E-1", .accept)
        stage.pass(30)
        #expect(stage.notice("fire")?.conditions == [.gasUnproven])
    }

    @Test("The second leaking home of a building tells for both; another building's does not count")
    func severalHomes() throws {
        var stage = PartyStage()
        stage.find(valve: "V1", building: "1")
        stage.find(valve: "V2", building: "2")
        stage.settle()
        #expect(stage.notice("fire", "V1") == nil)
        stage.find(valve: "V3", building: "1")
        stage.settle()
        #expect(stage.notice("fire", "V1")?.conditions == [.severalHomes])
        #expect(stage.notice("fire", "V3")?.conditions == [.severalHomes])
        #expect(stage.notice("fire", "V2") == nil)
    }

    @Test("Nobody in time tells 119 for a press")
    func nobodyInTime() throws {
        var stage = PartyStage()
        // Half a degree is 45 km.
        stage.find(longitude: 120.9)
        stage.settle()
        #expect(stage.incident()?.inTime == false)
        #expect(stage.notice("fire")?.conditions == [.nobodyInTime])
    }

    @Test("A home made safe no longer counts for its neighbours")
    func safeNeighbour() throws {
        var stage = PartyStage()
        stage.find(valve: "V1", building: "1")
        stage.settle()
        stage.team("E-1", .safe)
        stage.settle()
        stage.find(valve: "V3", building: "1")
        stage.settle()
        #expect(stage.notice("fire", "V3") == nil)
    }
}
