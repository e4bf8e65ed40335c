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

    @Test(
        "A start in the same second, or on a clock far back, still leaves a number out"
    )
    func sameSecond() {
        let held = Self.reservation(isExact: false)
        #expect(held.newestID(at: Moment(milliseconds: 60_900)) == "20261125-1043")
        let past = Moment(milliseconds: -20_000_000_000)
        #expect(held.newestID(at: past) == "20261125-1043")
    }

    @Test("On a clock that was set back every start lies above those before it, on either clock")
    func clockBack() {
        let held = Self.reservation(isExact: false)
        let day = Int64(86_400)
        // A life on the right clock, two a day back, and one of them a minute later.
        let seconds: [Int64] = [100, 130 - day, 190 - day]
        let newest = seconds.map { held.newest(at: Moment(milliseconds: 60_000 + $0 * 1_000)) }
        #expect(newest[0] == 1_142)
        #expect(newest[1] > newest[0] + 100_000 && newest[2] == newest[1] + 60)
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
