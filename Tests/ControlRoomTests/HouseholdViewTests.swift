import ConsoleAPI
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("What is shown of a household", .timeLimit(.minutes(1)))
struct HouseholdViewTests {
    @Test("The registry's own columns go to the team in full and to everybody else masked")
    func further() async throws {
        var household = try TestRoom.household("V1", 370_202_010, 36.0641)
        household.contactName = "李平"
        household.contactPhone = "13800138000"
        household.extra = ["key_holder": "张三", "mobility": "", "gas_account": "G-7"]
        let test = try TestRoom.running(households: [household])
        defer { test.stop() }
        test.say("V1", seq: 1)
        let told = try #require(test.callout("V1"))
        #expect(
            told.body.contains(
                #""further":[{"column":"gas_account","value":"G-7"},{"column":"key_holder","value":"张三"}]"#
            ))
        let shown = try #require(try await test.room.incident(test.incident("V1")))
        #expect(shown.further?.map(\.column) == ["gas_account", "key_holder"])
        #expect(shown.further?.allSatisfy { $0.value == "**" } == true)
        #expect(shown.contacts?.first?.phone == "138****8000")
    }

    @Test("A valve out of service says until when, by whom and why, after a restart too")
    func outOfService() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        let request = ServiceRequest(by: "Li", inService: false, minutes: 600, reason: "new sensor")
        _ = try await before.room.serve(valve: "V1", request)
        let said = try #require(before.room.valve("V1")?.outOfService)
        #expect(said.by == "Li" && said.reason == "new sensor")
        before.stop()
        let after = try TestRoom.running(journal)
        defer { after.stop() }
        #expect(after.room.valve("V1")?.outOfService == said)
        _ = try await after.room.serve(
            valve: "V1", ServiceRequest(by: "Li", inService: true, minutes: nil, reason: nil))
        #expect(after.room.valve("V1")?.outOfService == nil)
    }
}
