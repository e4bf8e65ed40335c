import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Numbers of incidents over an end of the daemon")
struct NumberTests {
    private static func reservation(isExact: Bool) -> NumberReservation {
        NumberReservation(
            date: "20261125", number: 1_042, at: Moment(milliseconds: 60_000), isExact: isExact)
    }

    @Test(
        "After a stop in order the next number follows; after a kill what was reserved is left out")
    func newest() {
        let now = Moment(milliseconds: 67_500)
        #expect(Self.reservation(isExact: true).newestID(at: now) == "20261125-1042")
        #expect(Self.reservation(isExact: false).newestID(at: now) == "20261125-1049")
    }

    @Test("A clock that was set back, or a start in the same second, still leaves a number out")
    func clockBack() {
        let now = Moment(milliseconds: 1_000)
        #expect(Self.reservation(isExact: false).newestID(at: now) == "20261125-1043")
    }

    @Test("An id that left on a disk that stood still is never another home's after a kill")
    func neverTwice() throws {
        let journal = InMemoryJournal()
        let first = try TestRoom.running(journal)
        first.say("V1", seq: 1)
        _ = try #require(first.callout("V1"))
        let known = try first.incident("V1")
        // The kill: nothing more is written, as if the last incidents had not been either.
        let second = try TestRoom.running(journal)
        defer { second.stop() }
        second.say("V2", seq: 1)
        _ = try #require(second.callout("V2"))
        let number = try #require(Int(try second.incident("V2").split(separator: "-")[1]))
        let before = try #require(Int(known.split(separator: "-")[1]))
        #expect(number > before + NumberReservation.countMin)
        first.stop()
    }

    @Test("A stop in order leaves no number out")
    func stopInOrder() throws {
        let journal = InMemoryJournal()
        let first = try TestRoom.running(journal)
        first.say("V1", seq: 1)
        _ = try #require(first.callout("V1"))
        let known = try first.incident("V1")
        first.stop()
        let second = try TestRoom.running(journal)
        defer { second.stop() }
        second.say("V2", seq: 1)
        _ = try #require(second.callout("V2"))
        let number = try #require(Int(try second.incident("V2").split(separator: "-")[1]))
        #expect(number == (try #require(Int(known.split(separator: "-")[1]))) + 1)
    }
}
