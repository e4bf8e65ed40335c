import Foundation
import Testing

@testable import ControlRoom
@testable import Incidents
@testable import Journal
@testable import Rescue
@testable import ValveModel

/// What is written by hand, because a storm writes it thousands of times, against what the compiler
/// derives, which is what is read back. A field that one of the two forgets is lost by a restart.
@Suite("Records written by hand")
struct RecordFormTests {
    private static let now = Moment(milliseconds: 1_763_884_800_123)

    private static var evidence: Evidence {
        var evidence = Evidence(.leak, .twice)
        (evidence.value, evidence.before, evidence.limit, evidence.rate) = (23.4, 11.1, 10, 4.2)
        (evidence.lapse, evidence.position, evidence.alarm) = (.seconds(7), .open, .leak)
        evidence.cause = .shock
        return evidence
    }

    private static var place: ValvePlace {
        var place = ValvePlace(valve: "SN-1", area: "370202010")
        (place.address, place.building, place.riser, place.floor) = ("江西路\" 1\n", "3", "R", -2)
        (place.latitude, place.longitude) = (36.064_012_345_678_9, -0.1)
        (place.located, place.homeCentre) = ("registry", "east")
        return place
    }

    private static var condition: Incident.Condition {
        var condition = Incident.Condition()
        (condition.gas, condition.gasAt, condition.isGasRising) = (23.45, now, true)
        (condition.flow, condition.pressure, condition.temperature) = (0.2, 2.05, -17.3)
        (condition.position, condition.heardAt) = ("open", now + .seconds(1))
        return condition
    }

    private static var event: AreaRecord {
        let group = AreaGroup(scope: .riser, area: "370202010", building: "3", riser: "R")
        var record = AreaRecord(
            AreaFacts(
                group: group, family: .leak, of: .leak, cause: .buildingGas, openedWith: 3,
                openedAt: now),
            valves: ["SN-1", "SN-2"])
        record.unled = [AreaRecord.Home(plain)]
        record.overAt = now
        return record
    }

    private static var plain: Incident {
        var incident = Incident(
            id: "20261123-0001", kind: .leak, priority: .p2, mode: .actual, place: place, at: now)
        incident.condition = condition
        return incident
    }

    private static var incident: Incident {
        var it = plain
        (it.kinds, it.current, it.state, it.revision) = ([.heat, .leak], [.leak], .onscene, 7)
        (it.why, it.entry, it.clockFrom) = (evidence, .caution, now + .seconds(9))
        (it.orderedAt, it.ackBy) = (now + .seconds(1), now + .seconds(2))
        (it.arriveBy, it.rescueBy) = (now + .seconds(3), now + .seconds(4))
        (it.seenAt, it.seenBy, it.acceptedAt) = (now + .seconds(5), "王", now + .seconds(6))
        (it.enrouteAt, it.onsceneAt) = (now + .seconds(7), now + .seconds(8))
        (it.rescueAt, it.rescueInferred) = (now + .seconds(9), true)
        (it.safeAt, it.safeBy) = (now + .seconds(10), "李")
        (it.closedAt, it.closedBy, it.reason) = (now + .seconds(11), "赵", "handed_over")
        (it.team, it.centre, it.teamPinned, it.alsoTeams) = ("E-1", "east", true, ["E-2"])
        (it.roundFrom, it.changedBy, it.changedAt) = (now, "gaswatch", now + .seconds(12))
        it.eta = Incident.ETA(
            turnout: 60, travel: 37, access: 45, model: "roads", calibration: 12)
        (it.inCircle, it.inTime, it.escalation, it.reasons) = (true, false, 3, ["operator"])
        it.rejected = [Incident.Rejection(team: "W-2", reason: "eta_over_limit", seconds: 391)]
        it.called("E-1", of: "east", at: now)
        it.calls[0].answer = .silent
        it.allTold = true
        it.milestones = [
            Incident.Milestone(
                priority: .p3, raisedAt: now, arriveBy: now + .seconds(1),
                rescueBy: now + .seconds(2))
        ]
        it.shelf = Shelf(until: now, by: "王", reason: "part ordered", isService: true)
        (it.event, it.partOf, it.previous, it.durable) = (event, "a", "b", false)
        return it
    }

    private static var finding: DeskFinding {
        var finding = DeskFinding(
            .raised, .leak, .p1, isTest: true, place: place, condition: condition,
            closing: ClosingRules(every: .seconds(3), atMost: .minutes(2), lifeSeconds: 9))
        (finding.cause, finding.selfClear, finding.evidence) = (.shock, .seconds(300), evidence)
        finding.neighbours = Neighbourhood(riser: 1, building: 2, area: 3, fleet: 4)
        return finding
    }

    private static var notice: Notice {
        var way = Notice.Way(.voice, .failed, at: now)
        (way.message, way.failureCount, way.isOver, way.isImpossible) = (2, 1, true, true)
        (way.nextAt, way.fault) = (now, "busy")
        return Notice(
            party: "fire", conditions: [.leak, .heat], raisedAt: now, pressBy: now,
            pressedBy: "gaswatch", ways: [way], answeredAt: now, answeredBy: "119",
            answer: "coming", overAt: now)
    }

    private static var tally: AlarmTally {
        var tally = AlarmTally(at: now)
        for second in 0..<12 {
            tally.alarmed(["east", "west"], .p1, at: now + .seconds(Int64(second)))
        }
        for second: Int64 in [1, 2, 3] {
            tally.began("SN-1", .seepage, at: now + .seconds(second))
            tally.ended("SN-1", .seepage, within: .seconds(60), at: now + .seconds(second))
        }
        tally.began("SN-2", .tamper, at: now)
        tally.cooked(
            .began(since: now, flow: 0.2, utcOffsetSeconds: 28_800), "SN-1", at: now)
        tally.cooked(.ended, "SN-1", at: now + .seconds(60))
        return tally
    }

    /// What of a value has nothing in it, so that a form which forgets it would not be found.
    private static func unset(_ value: Any, _ path: String) -> [String] {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            guard let inner = mirror.children.first else { return [path] }
            return unset(inner.value, path)
        case .collection, .dictionary, .set:
            guard let first = mirror.children.first else { return [path] }
            return unset(first.value, path)
        default:
            return mirror.children.flatMap { child in
                unset(child.value, "\(path).\(child.label ?? "")")
            }
        }
    }

    private static func isSame(_ value: some Encodable & RecordWritable) throws -> Bool {
        let (byHand, derived) = (TapeOutput(), TapeOutput())
        value.write(to: byHand)
        try derived.put(value)
        let json = JournalJSON.of(record: value) == JournalJSON.of(value)
        return json && byHand.bytes == derived.bytes
    }

    @Test("They are what the compiler derives, with every field set")
    func same() throws {
        // A home of an event has no event of its own, and what the look-back forgot nobody writes.
        let incident = Self.incident
        #expect(Self.unset(incident, "incident").isEmpty)
        #expect(try Self.isSame(incident))
        #expect(Self.unset(Self.finding, "finding").isEmpty)
        #expect(try Self.isSame(Self.finding))
        #expect(Self.unset(Self.notice, "notice").isEmpty)
        #expect(try Self.isSame(Self.notice))
        #expect(Self.unset(Self.tally, "tally").isEmpty)
        #expect(try Self.isSame(Self.tally))
        var rate = BaseRate()
        rate.note(at: Self.now, ClusterRules())
        #expect(try Self.isSame(LearnedRate(family: .leak, rate: rate)))
    }

    @Test("What has no value is left out by either")
    func empty() throws {
        var incident = Self.plain
        incident.place = ValvePlace(valve: "V", area: "0")
        incident.condition = Incident.Condition()
        #expect(try Self.isSame(incident))
        #expect(try Self.isSame(Evidence(.offline, .silence)))
        #expect(try Self.isSame(AlarmTally(at: Self.now)))
    }

    @Test("Fields that are left out are left out of both")
    func omitted() throws {
        let (byHand, derived) = (TapeOutput(), TapeOutput())
        (byHand.omitted, derived.omitted) = (DeskTape.copiedFields, DeskTape.copiedFields)
        Self.incident.write(to: byHand)
        try derived.put(Self.incident)
        #expect(byHand.bytes == derived.bytes)
    }

    @Test("The figures come back from the row, and an incident with its notices")
    func back() throws {
        let record = FigureRecord(at: Self.now, tally: Self.tally, rates: [])
        #expect(JournalJSON.of(record: record) == JournalJSON.of(record))
        let row = JournalJSON.of(
            record: IncidentRecord(incident: Self.incident, notices: [Self.notice]))
        #expect(try JSONDecoder().decode(Incident.self, from: Data(row)) == Self.incident)
        struct Notices: Decodable { var notices: [Notice] }
        #expect(
            try JSONDecoder().decode(Notices.self, from: Data(row)).notices == [Self.notice])
    }

    @Test("A finding on the tape has the form that is derived for the case that holds it")
    func finding() throws {
        var tape = DeskTape()
        tape.note(.finding(Self.finding), at: Self.now)
        tape.settle([], utcOffsetSeconds: 0, at: Self.now)
        let taken = tape.take()
        let row = try #require(taken)
        guard case .round(let round) = try #require(try DeskTape.records(of: row).first) else {
            Issue.record("a round was written")
            return
        }
        #expect(round.inputs.map(\.input) == [.finding(Self.finding)])
        let (byHand, derived) = (TapeOutput(), TapeOutput())
        byHand.object {
            byHand.object("finding") { Self.finding.write(as: "_0", to: byHand) }
        }
        try derived.put(DeskInput.finding(Self.finding))
        #expect(byHand.bytes == derived.bytes)
    }
}
