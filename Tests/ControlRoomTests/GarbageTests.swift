import ConsoleAPI
import Incidents
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("A flood of garbage")
struct GarbageTests {
    static let now = CanaryTests.start

    @Test("A valve has its burst and one a second after, and costs no other valve anything")
    func allowance() {
        var allowance = GarbageAllowance(rowCount: 4, seed: 1)
        func taken(_ row: UInt32, _ count: Int, _ seconds: Int64) -> Int {
            (0..<count).count { _ in allowance.take(row: row, at: Self.now + .seconds(seconds)) }
        }
        let counts = [
            taken(0, 5_000, 0), taken(1, 100, 0), taken(0, 5_000, 1), taken(0, 5_000, 11),
            taken(0, 5_000, 10_000), taken(3, 200, 10_000),
        ]
        #expect(counts == [100, 100, 1, 10, 100, 100])
    }

    @Test("Strangers share words of their own and never a known valve's")
    func strangers() {
        var allowance = GarbageAllowance(rowCount: 2, seed: 1)
        var taken = 0
        for number in 0..<200_000 {
            let name = Array("X\(number)".utf8)
            if allowance.take(stranger: name.span, at: Self.now) { taken += 1 }
        }
        #expect(taken <= GarbageAllowance.strangerWordCount * 100)
        #expect(taken < 200_000 || GarbageAllowance.strangerWordCount * 100 >= 200_000)
        let known = (0..<200).count { _ in allowance.take(row: 1, at: Self.now) }
        #expect(known == 100)
    }

    /// Waits until everything decided so far is on the board. The effects of one batch leave in order,
    /// with its receipts first: those of the batch before the second receipt have left.
    private func awaitBoard(_ test: TestRoom) {
        for seq in [9_001, 9_002] {
            test.say("V3", seq: seq, "\"alarm\":\"tamper\"", area: "370202020")
            #expect(test.receipt("V3", "ack", seq: seq) != nil)
        }
    }

    @Test(
        "From a flood of one valve come bounded naks, one sample, one suspicion; others are answered"
    )
    func flood() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        for number in 1...5_000 {
            test.deliver("gas/v1/370202010/V1/alarm", "{\"boot\":1,\"seq\":\(number)")
        }
        test.deliver("gas/v1/370202010/V2/alarm", "{\"boot\":1")
        test.say("V3", seq: 1, "\"alarm\":\"tamper\"", area: "370202020")
        #expect(test.receipt("V3", "ack", seq: 1) != nil)
        let naks = test.sent.all.filter { $0.body.contains("\"nak\"") }
        let ofFlood = naks.count { $0.topic.hasSuffix("/V1/receipt") }
        // One a second is given back while the flood is read.
        #expect((100...160).contains(ofFlood), "\(ofFlood)")
        #expect(naks.count { $0.topic.hasSuffix("/V2/receipt") } == 1)
        let view = try #require(test.room.rejects().first { $0.reason == "not_json" })
        #expect(view.count == 5_001)
        #expect(
            view.samples.map(\.topic).sorted()
                == ["V1", "V2"].map { "gas/v1/370202010/\($0)/alarm" })
        awaitBoard(test)
        #expect(test.room.board.open(of: "V1").map(\.kind) == [.suspect])
        let counted = test.room.status().counters.first { $0.name == "garbage_limited" }
        #expect(counted?.count == 5_000 - ofFlood)
    }

    @Test("What is wrong in a valve's readings uses nothing up that its undecodable alarm needs")
    func remarks() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        for number in 1...300 {
            test.say("V1", "alarm", seq: number, "\"alarm\":\"tamper\",\"battery\":900")
        }
        test.deliver("gas/v1/370202010/V1/alarm", "{\"boot\":1")
        awaitBoard(test)
        #expect(test.sent.all.contains { $0.body.contains("\"nak\"") })
        #expect(test.room.board.open(of: "V1").map(\.kind).contains(.suspect))
    }

    @Test("A flood of results fills neither the mailbox nor the history")
    func results() throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal)
        defer { test.stop() }
        for number in 1...5_000 {
            test.deliver(
                "gas/v1/370202010/V1/result", "{\"id\":\"c\(number)\",\"outcome\":\"closed\"}")
        }
        test.say("V2", seq: 1)
        #expect(test.receipt("V2", "ack", seq: 1) != nil)
        try test.settle()
        let counted = test.room.status().counters.first { $0.name == "garbage_limited" }
        #expect((4_700...4_900).contains(counted?.count ?? 0))
        #expect((100...300).contains(journal.entries.count { $0.kind == "result" }))
    }

    @Test("A real alarm of the flooding valve is taken at once all the same")
    func alarmInFlood() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        for _ in 1...1_000 { test.deliver("gas/v1/370202010/V1/alarm", "nonsense") }
        test.say("V1", seq: 9)
        #expect(test.receipt("V1", "ack", seq: 9) != nil)
        #expect(test.callout("V1", where: { $0.contains("\"kind\":\"leak\"") }) != nil)
    }

    @Test("Invented areas of strangers share one incident beyond a bound")
    func inventedAreas() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        let count = IntakeShared.strangerAreaCountMax
        for number in 0..<count + 500 {
            test.deliver("gas/v1/\(100_000_000 + number)/X\(number)/alarm", "nonsense")
        }
        test.say("V1", seq: 1)
        #expect(test.receipt("V1", "ack", seq: 1) != nil)
        awaitBoard(test)
        let areas = Set(test.room.board.open.filter { $0.kind == .suspect }.map(\.place.area))
        #expect(areas.count == count + 1)
        #expect(areas.contains("000000000"))
    }

    @Test("An alarm for which there is no room is answered 'later', and its area is told")
    func noRoom() throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        var number = 0
        while test.room.households.enrolStranger(Array("X\(number)".utf8).span, isAlarm: true)
            != nil
        {
            number += 1
        }
        test.say("LATE", seq: 4)
        #expect(test.receipt("LATE", "later", seq: 4) != nil)
        test.say("V1", seq: 5, "\"alarm\":\"tamper\"")
        #expect(test.receipt("V1", "ack", seq: 5) != nil, "a registered valve is never kept out")
        awaitBoard(test)
        #expect(test.room.board.open(of: "@370202010").map(\.kind) == [.suspect])
    }
}
