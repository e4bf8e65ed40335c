import ConsoleAPI
import Incidents
import Journal
import LinuxPlatform
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Nothing leaves before it is on disk, and nothing waits for a disk that is late")
struct DurabilityTests {
    /// A thread that waits like the alarm lane, and says when it may acknowledge one message.
    private func lane(of test: TestRoom, _ acknowledged: Ledger<Bool>) throws -> DedicatedThread {
        let room = test.room
        return try DedicatedThread(name: "lane") {
            acknowledged.append(room.alarmCursor.wait(for: 1))
        }
    }

    @Test("A leak's receipt, call-out and close command leave once the journal has committed")
    func commitFirst() throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal, journalPatience: .seconds(3_600))
        defer { test.stop() }
        let acknowledged = Ledger<Bool>()
        let lane = try lane(of: test, acknowledged)
        journal.holdCommits()
        test.say("V1", seq: 1)
        #expect(journal.waitForHeldCommit(atMost: .seconds(60)))
        try test.settle()
        #expect(test.room.outbox.nextFailOpen != nil, "Nothing waits for the journal.")
        #expect(test.sent.all.isEmpty)
        #expect(acknowledged.all.isEmpty)
        #expect(test.room.board.open.isEmpty, "Readers see what is not on disk.")

        journal.releaseCommits()
        let command = try #require(test.sent.first { $0.channel == "command" })
        let callout = try #require(test.callout("V1"))
        #expect(acknowledged.first { $0 } == true)
        #expect(test.receipt("V1", "ack", seq: 1) != nil)
        // Who has the receipt finds the incident: it leaves last.
        #expect(test.sent.all.map(\.channel) == ["command", "callout", "receipt"])
        #expect(callout.topic == "rescue/v1/central/callout")
        #expect(callout.body.contains("\"durable\":true"))
        #expect(command.topic == "gas/v1/370202010/V1/command")
        #expect(command.body.contains("\"action\":\"close\""))
        #expect(command.expirySeconds == 60)
        lane.join()
    }

    @Test("A journal that fails holds no call-out up, and catches up when it can")
    func failOpen() async throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal)
        defer { test.stop() }
        let acknowledged = Ledger<Bool>()
        let lane = try lane(of: test, acknowledged)
        // The start has been written; nothing else may be.
        let before = journal.commitCount
        journal.failing = .unavailable("No space is left.")
        test.say("V1", seq: 1)
        let callout = try #require(test.callout("V1"))
        #expect(callout.body.contains("\"durable\":false"))
        #expect(test.receipt("V1", "later", seq: 1) != nil)
        #expect(acknowledged.first { $0 } == true)
        _ = try #require(test.news.first { $0.hasPrefix("journal_late: The") })
        _ = try #require(test.news.first { $0.hasPrefix("journal: The journal cannot") })
        #expect(test.room.status().health == "degraded")
        #expect(test.faultCodes.contains("journal"))
        #expect(journal.commitCount == before)

        let incident = try test.incident("V1")
        let problem = await #expect(throws: Problem.self) {
            try await test.room.take(.ack, on: incident, StepRequest(by: "D"))
        }
        #expect(problem?.status == 503)
        #expect(test.room.board.incident(incident)?.durable == false)

        journal.failing = nil
        _ = try #require(test.news.first { $0 == "journal: over" })
        _ = try #require(test.news.first { $0 == "journal_late: over" })
        // Nothing has changed about it, but it is on disk now, and readers see that.
        #expect(test.room.board.incident(incident)?.durable == true)
        test.say("V1", seq: 1)
        #expect(test.receipt("V1", "ack", seq: 1) != nil)
        #expect(!test.faultCodes.contains { $0.hasPrefix("journal") })
        let saved = try journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
        #expect(saved.alarms.map(\.sequence) == [1])
        #expect(saved.openIncidents.map(\.id) == [incident])
        #expect(journal.entries.map(\.sequence) == Array(1...saved.lastSequence))
        lane.join()
    }

    @Test("A journal that hangs is a fault for as long as it hangs")
    func hanging() throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal)
        defer { test.stop() }
        journal.holdCommits()
        test.say("V1", seq: 1)
        let callout = try #require(test.callout("V1"))
        #expect(callout.body.contains("\"durable\":false"))
        _ = try #require(test.news.first { $0.hasPrefix("journal_late: The") })
        try test.settle()
        #expect(test.faultCodes.contains("journal_late"))
        journal.releaseCommits()
        #expect(test.news.first { $0 == "journal_late: over" } != nil)
    }

    @Test("An alarm that comes again gets its receipt again and makes nothing new")
    func duplicate() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        test.say("V1", seq: 7)
        _ = try #require(test.receipt("V1", "ack", seq: 7))
        test.say("V1", seq: 7)
        // The receipt of a later alarm of the lane stands behind the repeated one.
        test.say("V2", seq: 1)
        _ = try #require(test.receipt("V2", "ack", seq: 1))
        #expect(test.sent.all.count { $0.topic.hasSuffix("/V1/receipt") } == 2)
        #expect(test.room.board.open(of: "V1").count == 1)
        let saved = try test.journal.restore(alarmsSince: .distantPast, closedCountMax: 9)
        #expect(saved.alarms.count == 2)
    }

    @Test("An alarm that cannot be read is refused at once, and suspected where the valve is known")
    func undecodable() throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal)
        defer { test.stop() }
        journal.holdCommits()
        test.deliver("gas/v1/370202010/V1/alarm", "{\"seq\":4}")
        let nak = try #require(test.sent.first { $0.topic.hasSuffix("/V1/receipt") })
        #expect(nak.body.contains("\"receipt\":\"nak\""))
        #expect(nak.body.contains("\"reason\":\"boot_missing\""))
        journal.releaseCommits()
        #expect(test.callout("V1")?.body.contains("\"kind\":\"suspect\"") == true)
    }
}
