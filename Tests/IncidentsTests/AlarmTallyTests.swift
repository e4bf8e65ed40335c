import Foundation
import Incidents
import Testing
import ValveModel

@Suite("How many alarms people get")
struct AlarmTallyTests {
    private let start = Moment(milliseconds: 1_800_000_000_000)

    @Test("A flood begins with the tenth alarm in ten minutes and ends below five")
    func flood() {
        var tally = AlarmTally(at: start)
        for number in 0..<9 {
            tally.alarmed(["east"], .p3, at: start + .seconds(Int64(number) * 20))
        }
        #expect(tally.centres(at: start + .seconds(170))["east"]?.floodSince == nil)
        tally.alarmed(["east"], .p1, at: start + .seconds(200))
        let flooded = tally.centres(at: start + .seconds(300))["east"]
        #expect(flooded?.floodSince == start + .seconds(200))
        #expect(flooded?.rate == 10)
        #expect(flooded?.byPriority == [1, 0, 9, 0])
        // The sixth of them leaves the window 610 s after its ten seconds began: at 100 s.
        let before = tally.centres(at: start + .seconds(709))["east"]
        #expect(before?.floodSince != nil && before?.rate == 5)
        let after = tally.centres(at: start + .seconds(710))["east"]
        #expect(after?.floodSince == nil && after?.rate == 4 && after?.peak == 10)
        #expect(after?.floodTime(at: start + .hours(2)) == .seconds(510))
        // A slow stream is none.
        for number in 0..<100 {
            tally.alarmed(["west"], .p3, at: start + .minutes(Int64(number) * 2))
        }
        #expect(
            tally.centres(at: start + .hours(4))["west"]?.floodTime(at: start + .hours(4)) == .zero)
    }

    @Test("What calls two centres calls the district once, and its peak is its own")
    func district() {
        var tally = AlarmTally(at: start)
        for second in Int64(0)..<6 {
            tally.alarmed(["east"], .p3, at: start + .seconds(second))
            tally.alarmed(["west"], .p3, at: start + .seconds(second))
        }
        tally.alarmed(["east", "west"], .p4, at: start + .seconds(10))
        tally.alarmed([], .p2, at: start + .seconds(11))
        let district = tally.district(at: start + .seconds(20))
        #expect(district?.peak == 14 && district?.byPriority == [0, 1, 12, 1])
        #expect(district?.floodSince == start + .seconds(4), "Neither centre alone is in one.")
        let centres = tally.centres(at: start + .seconds(20))
        #expect(centres.mapValues(\.peak) == ["east": 7, "west": 7, "": 1])
        #expect(centres.values.allSatisfy { $0.floodSince == nil })
        let anew = tally.resumed(at: start + .hours(24 * 31))
        #expect(anew.district?.peak == 0 && anew.district?.byPriority == [0, 0, 0, 0])
    }

    @Test("Three beginnings within a minute chatter, and for ten minutes after")
    func chatter() {
        let table: [([Int64], Bool)] = [
            ([0, 30, 60], true), ([0, 30, 61], false), ([0, 1], false), ([0, 0, 0], true),
        ]
        for (seconds, isChatter) in table {
            var tally = AlarmTally(at: start)
            for second in seconds { tally.began("V1", .tamper, at: start + .seconds(second)) }
            let last = start + .seconds(seconds.last ?? 0)
            #expect(tally.chattering(at: last).isEmpty != isChatter, "\(seconds)")
            #expect(tally.chattering(at: last + .seconds(601)).isEmpty)
        }
        var mixed = AlarmTally(at: start)
        for kind in [FindingKind.tamper, .shock, .offline] { mixed.began("V1", kind, at: start) }
        #expect(mixed.chattering(at: start).isEmpty)
    }

    @Test("The worst sources of a day, and what cleared itself")
    func sources() {
        var tally = AlarmTally(at: start)
        for valve in 0..<30 {
            for number in 0...valve {
                tally.began("V\(valve)", .offline, at: start + .minutes(Int64(number)))
                tally.ended(
                    "V\(valve)", .offline, within: .seconds(300),
                    at: start + .minutes(Int64(number))
                        + .seconds(valve.isMultiple(of: 2) ? 300 : 301))
            }
        }
        let top = tally.topSources(10, at: start + .hours(1))
        #expect(top.count == 10)
        #expect(top.first?.valve == "V29" && top.first?.count == 30)
        #expect(top.first?.kinds == [.offline])
        #expect(top.last?.valve == "V20")
        #expect(tally.isOffender("V2", at: start) && !tally.isOffender("V1", at: start))
        #expect(tally.topSources(10, at: start + .hours(25)).isEmpty)
        let even = (0..<30).filter { $0.isMultiple(of: 2) }.reduce(0) { $0 + $1 + 1 }
        #expect(tally.selfClearing.map(\.raised) == [465])
        #expect(tally.selfClearing.map(\.selfCleared) == [even])
    }

    @Test("A source's nuisance has its reasons, each for itself")
    func nuisances() {
        var tally = AlarmTally(at: start)
        func reasons(_ kinds: [FindingKind] = [.tamper], isGone: Bool = false) -> [String] {
            tally.nuisances("V1", kinds, isGone: isGone, at: start + .minutes(2)).map(\.rawValue)
        }
        tally.began("V1", .tamper, at: start)
        #expect(reasons() == [])
        tally.ended("V1", .tamper, within: .seconds(10), at: start + .seconds(10))
        #expect(reasons() == [] && reasons(isGone: true) == ["cleared_itself"])
        // What stands again has not cleared itself, and what lasted longer never did.
        tally.began("V1", .tamper, at: start + .minutes(1))
        #expect(reasons(isGone: true) == [])
        tally.ended("V1", .tamper, within: .seconds(10), at: start + .seconds(71))
        #expect(reasons(isGone: true) == [])
        tally.began("V1", .tamper, at: start + .seconds(75))
        #expect(reasons() == ["offender"])
        tally.began("V1", .tamper, at: start + .seconds(80))
        #expect(reasons() == ["chattering", "offender"])
        #expect(tally.nuisances("V2", [.tamper], isGone: true, at: start) == [])
    }

    @Test("The figures go on after a restart, bounded, and a month's counts begin anew")
    func kept() throws {
        var tally = AlarmTally(at: start)
        for _ in 0..<12 { tally.alarmed(["east"], .p3, at: start + .seconds(10)) }
        for number in 0..<3_000 {
            for _ in 0..<(number < 20 ? 3 : 1) {
                tally.began("V\(number)", .tamper, at: start + .seconds(20))
            }
        }
        tally.ended("V5", .tamper, within: .seconds(300), at: start + .seconds(30))
        let bytes = try JSONEncoder().encode(tally.kept(at: start + .seconds(40)))
        #expect(bytes.count < 400_000)
        let read = try JSONDecoder().decode(AlarmTally.self, from: bytes)
        let soon = read.resumed(at: start + .minutes(2))
        let centre = try #require(soon.centres(at: start + .minutes(2))["east"])
        #expect(centre.rate == 12 && centre.floodSince == start + .seconds(10))
        #expect(soon.startedAt == start && soon.selfClearing == tally.selfClearing)
        #expect(
            soon.topSources(20, at: start + .minutes(2))
                == tally.topSources(20, at: start + .minutes(2)))
        #expect(soon.chattering(at: start + .minutes(2)).count == 20)
        // A flood ends in the time that nobody looked.
        let later = read.resumed(at: start + .hours(3))
        #expect(
            later.centres(at: start + .hours(3))["east"]?.floodTime(at: start + .hours(3))
                == .seconds(610))
        let month = read.resumed(at: start + .hours(24 * 31))
        let anew = try #require(month.centres(at: start + .hours(24 * 31))["east"])
        #expect(month.startedAt == start + .hours(24 * 31) && month.selfClearing.isEmpty)
        #expect(anew.byPriority == [0, 0, 0, 0] && anew.peak == 0 && anew.floodSince == nil)
    }

    private func incident(
        _ valve: String, _ kind: FindingKind, _ priority: Priority, _ id: String,
        daysAgo: Int64 = 0, reason: String? = nil
    ) -> Incident {
        var incident = Incident(
            id: id, kind: kind, priority: priority, mode: .actual,
            place: ValvePlace(valve: valve, area: "370202010"),
            at: start - .hours(24 * daysAgo))
        if let reason {
            incident.state = .closed
            incident.reason = reason
        }
        return incident
    }

    @Test("Two false leaks in a week or three in a month: the device is swapped")
    func swaps() {
        let table: [([Int64], Bool)] = [
            ([0, 7], true), ([0, 8], false), ([0, 8, 30], true), ([0, 8, 31], false), ([3], false),
        ]
        for (days, isSwapped) in table {
            let closed = days.map {
                incident("V1", .leak, .p1, "\($0)", daysAgo: $0, reason: "false_alarm")
            }
            let leaks = FalseLeaks(closed, at: start) { _ in "default" }
            #expect(leaks.swaps.isEmpty != isSwapped, "\(days)")
        }
        let mixed = [
            incident("V1", .leak, .p1, "1", reason: "false_alarm"),
            incident("V2", .leak, .p1, "2", reason: "handed_over"),
            incident("V3", .tamper, .p3, "3", reason: "false_alarm"),
        ]
        let leaks = FalseLeaks(mixed, at: start) { _ in "default" }
        #expect(leaks.models["default"]?.leaks == 2 && leaks.models["default"]?.false == 1)
    }

    @Test("Triage orders visits and the work list, and never sees what calls a team out")
    func triage() {
        let incidents = [
            incident("V1", .offline, .p4, "a", daysAgo: 2), incident("V2", .tamper, .p3, "b"),
            incident("V3", .tamper, .p3, "c", daysAgo: 1), incident("V4", .leak, .p1, "d"),
            incident("V5", .overpressure, .p2, "e"), incident("V6", .seepage, .p3, "f", daysAgo: 3),
            incident("V7", .leak, .p3, "g"),
        ]
        let order = TriageRule.order(incidents) { incident in
            incident.place.valve == "V6" ? [.cooking] : []
        }
        #expect(order.map(\.incident.id) == ["c", "b", "f", "a"])
    }
}
