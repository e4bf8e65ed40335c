import ConsoleAPI
import Incidents
import Journal
import LinuxPlatform
import Rescue
import RingBuffer
import Synchronization
import Testing
import ValveModel

@testable import ControlRoom

@Suite("When clocks are wrong")
struct ClockTests {
    /// The machine's boot clock, and a wall clock that a test can set.
    private final class Machine: Sendable {
        private let ahead = Atomic<Int64>(0)

        func setWall(aheadBy lapse: Lapse) {
            ahead.store(lapse.milliseconds, ordering: .releasing)
        }

        var time: TimeSource {
            TimeSource(
                bootMilliseconds: { BootClock.milliseconds() },
                wallMilliseconds: { [self] in
                    WallClock.milliseconds() + ahead.load(ordering: .acquiring)
                })
        }
    }

    private static let day = Lapse.hours(24)

    @Test(
        "A wall clock set by a day moves no deadline of a running daemon, and health says so",
        arguments: [1, -1])
    func step(sign: Int64) throws {
        let machine = Machine()
        let test = try TestRoom(time: machine.time)
        try test.room.start()
        defer { test.stop() }
        test.room.linkChanged(.alarms, outage: nil)
        test.room.linkChanged(.rescue, outage: nil)
        test.say("V1", seq: 1)
        _ = try #require(test.callout("V1"))
        let before = try #require(test.room.board.open(of: "V1").first)
        machine.setWall(aheadBy: Lapse(milliseconds: sign * Self.day.milliseconds))
        _ = try #require(test.news.first { $0.hasPrefix("clock_stepped: The machine") })
        test.say("V2", seq: 1)
        _ = try #require(test.callout("V2"))
        try test.settle()
        let after = try #require(test.room.board.open(of: "V1").first)
        #expect(after.rescueBy == before.rescueBy)
        #expect(after.arriveBy == before.arriveBy)
        #expect(after.state == .assigned, "no window has passed")
        let second = try #require(test.room.board.open(of: "V2").first)
        #expect(second.raisedAt - before.raisedAt < .minutes(5))
        machine.setWall(aheadBy: Lapse(milliseconds: 0))
        #expect(test.news.first { $0 == "clock_stepped: over" } != nil)
    }

    @Test("Restarted on a clock that was set back a day, no deadline is later than its full length")
    func restartedBack() throws {
        let (saved, after) = try restarted(aheadBy: Lapse(milliseconds: -Self.day.milliseconds))
        defer { after.stop() }
        let now = after.room.clock.now()
        let restored = try #require(after.room.board.incident(saved.id))
        #expect(try #require(saved.rescueBy) - now > .hours(23), "the clock was set back")
        let desk = try #require(after.room.loop.state.withLock { $0.desk.book.incident(saved.id) })
        #expect(try #require(desk.rescueBy) - now <= .minutes(5))
        #expect(try #require(desk.ackBy) - now <= .seconds(20))
        #expect(restored.id == saved.id)
        // A valve that fell silent is not believed to be heard until tomorrow.
        let heard = after.room.watch.faces.read(at: 0)?.heardAt
        #expect(try #require(heard) <= now)
    }

    @Test("Restarted on a clock that was set a day ahead, what is overdue goes on at once")
    func restartedAhead() throws {
        let (saved, after) = try restarted(aheadBy: Self.day)
        defer { after.stop() }
        try after.room.start()
        after.room.linkChanged(.alarms, outage: nil)
        after.room.linkChanged(.rescue, outage: nil)
        let desk = try #require(after.room.loop.state.withLock { $0.desk.book.incident(saved.id) })
        #expect(desk.rescueBy == saved.rescueBy, "no deadline moves later")
        // Replies queued at the broker get five seconds, then the ladder steps.
        #expect(after.callout("V1") { $0.contains("\"callout\":\"takeover\"") } != nil)
    }

    @Test(
        "A valve's own clock counts for nothing but what is shown",
        arguments: [0, 4_102_444_800_000])
    func valveClock(milliseconds: Int64) throws {
        let test = try TestRoom.running()
        defer { test.stop() }
        let now = test.room.clock.now()
        test.say("V1", seq: 1, TestRoom.leak + ",\"ts\":\(milliseconds)")
        _ = try #require(test.callout("V1"))
        let incident = try #require(test.room.board.open(of: "V1").first)
        #expect(incident.raisedAt >= now)
        #expect(incident.raisedAt - now < .minutes(1))
        #expect(incident.rescueBy == incident.raisedAt + .minutes(5))
    }

    /// A leak with a team called, a restart on a wall clock that was set meanwhile.
    private func restarted(aheadBy lapse: Lapse) throws -> (saved: Incident, after: TestRoom) {
        let machine = Machine()
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        let saved = try #require(before.room.board.open(of: "V1").first)
        before.stop()
        machine.setWall(aheadBy: lapse)
        return (saved, try TestRoom(journal, time: machine.time))
    }
}
