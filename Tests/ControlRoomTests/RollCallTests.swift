import Glibc
import Journal
import LinuxPlatform
import Synchronization
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Roll call")
struct RollCallTests {
    @Test("A thread is absent when it has not turned since the last call and may not rest")
    func absent() {
        let turns = Mutex([0, 0, 0])
        let roll = RollCall()
        for (place, name) in ["moves", "hangs", "rests"].enumerated() {
            roll.add(name) {
                RollCall.Pulse(turns: turns.withLock { $0[place] }, mayRest: name == "rests")
            }
        }
        #expect(roll.call().isEmpty, "the first call only takes names")
        turns.withLock { $0 = [1, 0, 0] }
        #expect(roll.call() == ["hangs"])
        turns.withLock { $0 = [2, 1, 0] }
        #expect(roll.call().isEmpty)
    }

    /// Waits until every thread of the room but the journal has turned.
    private func awaitTurns(_ room: ControlRoom) {
        let before = (room.watch.roundCount, room.loop.roundCount, room.selfWatch.roundCount)
        let end = BootClock.milliseconds() + 60_000
        while room.watch.roundCount == before.0 || room.loop.roundCount == before.1
            || room.selfWatch.roundCount == before.2
        {
            guard BootClock.milliseconds() < end else { return }
            sched_yield()
        }
    }

    @Test("A commit that does not return is a thread that stands still, and health names it")
    func hangingCommit() throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal, journalPatience: .seconds(3_600))
        defer { test.stop() }
        journal.holdCommits()
        test.say("V1", seq: 1)
        #expect(journal.waitForHeldCommit(atMost: .seconds(60)))
        _ = test.room.callRoll()
        awaitTurns(test.room)
        #expect(test.room.callRoll() == ["journal"])
        #expect(test.faultCodes.contains("thread_stalled"))
        journal.releaseCommits()
        #expect(test.receipt("V1", "ack", seq: 1) != nil)
        awaitTurns(test.room)
        #expect(test.room.callRoll().isEmpty)
        #expect(!test.faultCodes.contains("thread_stalled"))
    }

    @Test("A journal that refuses every commit, and no broker at all, are progress")
    func refusedCommit() throws {
        let journal = InMemoryJournal()
        let test = try TestRoom.running(journal)
        defer { test.stop() }
        test.room.linkChanged(.alarms, outage: "absent")
        test.room.linkChanged(.rescue, outage: "absent")
        journal.failing = .unavailable("No space is left.")
        test.say("V1", seq: 1)
        #expect(test.receipt("V1", "later", seq: 1) != nil)
        for _ in 0..<2 {
            _ = test.room.callRoll()
            awaitTurns(test.room)
            #expect(test.room.callRoll().isEmpty)
        }
        #expect(test.faultCodes.contains("journal") && test.faultCodes.contains("valve_broker"))
    }
}
