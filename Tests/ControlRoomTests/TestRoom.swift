import ConsoleAPI
import Glibc
import Incidents
import Journal
import LinuxPlatform
import Logging
import Rescue
import Testing
import ValveModel

@testable import ControlRoom

/// A whole control room with its threads, over a journal in memory and connections that only
/// remember.
final class TestRoom: Sendable {
    let journal: InMemoryJournal
    let sent = Ledger<Sent>()
    let news = Ledger<String>()
    let valveSide: RecordingOutbound
    let rescueSide: RecordingOutbound
    let webhook = RecordingChannel()
    /// What was to leave by HTTP for parties.
    let calls = Ledger<OutgoingNotice>()
    let room: ControlRoom

    /// Restores from the journal; `start` makes it run.
    init(
        _ journal: InMemoryJournal = InMemoryJournal(), journalPatience: Lapse = Outbox.patience,
        parties: PartyRules = PartyRules(), roads: RoadNetwork? = nil,
        households: [Household]? = nil, reportLanes: Int = 1, time: TimeSource = .kernel
    ) throws {
        self.journal = journal
        valveSide = RecordingOutbound(sent)
        rescueSide = RecordingOutbound(sent)
        let news = news
        var options = ControlRoomOptions(
            node: "test", version: "1", timeZoneName: "Asia/Shanghai", valveRoot: "gas/v1",
            rescueRoot: "rescue/v1", reportLaneCount: reportLanes, rules: Self.rules,
            profiles: [Profile()], households: try households ?? Self.registry(),
            logger: Logger(label: "test") { _ in RecordingLog(lines: news) })
        options.journalPatience = journalPatience
        options.time = time
        options.parties = parties
        options.roads = roads
        var ports = ControlRoomPorts(
            journal: journal, valveOutbound: valveSide,
            rescueOutbound: rescueSide, secondChannel: webhook,
            readRegistry: { _ in ([], ["no registry is read here"]) },
            writeRegistry: { _, _ in [] }, storeRegistry: { _ in })
        ports.notices = RecordingNotices(calls: calls)
        room = try ControlRoom(options, ports)
    }

    /// The room with its threads running and both brokers there.
    static func running(
        _ journal: InMemoryJournal = InMemoryJournal(), journalPatience: Lapse = Outbox.patience,
        parties: PartyRules = PartyRules(), roads: RoadNetwork? = nil,
        households: [Household]? = nil
    ) throws -> TestRoom {
        let test = try TestRoom(
            journal, journalPatience: journalPatience, parties: parties, roads: roads,
            households: households)
        try test.room.start()
        test.room.linkChanged(.alarms, outage: nil)
        test.room.linkChanged(.rescue, outage: nil)
        // The start is journalled as well; a test that holds commits back means its own.
        try test.settle()
        while test.room.writer.durableTicket < test.room.writer.lastTicket { sched_yield() }
        return test
    }

    /// Ends the threads; whatever kept the journal from writing is over first.
    func stop() {
        journal.failing = nil
        journal.releaseCommits()
        room.stop()
    }

    /// Two centres of one team each, a few hundred metres apart.
    static var rules: RescueRules {
        var rules = RescueRules()
        let places = [
            ("central", "C-1", 36.0640, 370_202_010), ("west", "W-1", 36.0600, 370_202_020),
        ]
        rules.centres = places.map { centre, team, latitude, area in
            CentrePlan(
                id: centre, name: centre,
                place: Coordinate(latitude: latitude, longitude: 120.3560),
                areas: [Area(code: UInt32(area))],
                teams: [TeamPlan(id: team, name: team, centre: centre, turnoutSeconds: 60)])
        }
        return rules
    }

    static func household(_ valve: String, _ area: UInt32, _ latitude: Double) throws -> Household {
        Household(
            valve: try #require(ValveID(valve)), area: Area(code: area),
            location: Coordinate(latitude: latitude, longitude: 120.3562))
    }

    static func registry() throws -> [Household] {
        [
            try household("V1", 370_202_010, 36.0641), try household("V2", 370_202_010, 36.0642),
            try household("V3", 370_202_020, 36.0601),
        ]
    }

    static let leak = #""alarm":"leak","gas":23.5,"flow":0.4,"position":"open""#

    /// A message of a valve on the lane that carries it.
    func say(
        _ valve: String, _ channel: String = "alarm", seq: Int, _ fields: String = leak,
        area: String = "370202010"
    ) {
        let rest = fields.isEmpty ? "" : "," + fields
        deliver("gas/v1/\(area)/\(valve)/\(channel)", "{\"boot\":1,\"seq\":\(seq)\(rest)}")
    }

    func deliver(_ topic: String, _ body: String) {
        let intake = topic.hasSuffix("/alarm") ? room.alarmIntake : room.reportIntakes[0]
        let (topic, body) = (Array(topic.utf8), Array(body.utf8))
        intake.arrived(topic: topic.span, body: body.span, isRetained: false)
        intake.batchEnded()
    }

    /// A message of a centre.
    func tell(_ centre: String, _ channel: String, _ body: String) {
        deliverRescue("rescue/v1/\(centre)/\(channel)", body)
    }

    /// A message on the drill topics.
    func deliverDrill(_ rest: String, _ body: String) {
        deliverRescue("rescue-drill/v1/\(rest)", body)
    }

    private func deliverRescue(_ topic: String, _ body: String) {
        let (topic, body) = (Array(topic.utf8), Array(body.utf8))
        room.rescueIntake.arrived(topic: topic.span, body: body.span)
        room.rescueIntake.batchEnded()
    }

    /// Waits until what the watch has begun and what the control room was told is decided, and its
    /// effects are held or gone.
    func settle() throws {
        // The watch posts what it decided before it gives this lock away.
        room.watch.withDetector { _ in }
        // A refusal is answered in its round, ahead of that round's end; the second one's round
        // begins after the end of the first one's.
        for _ in 0..<2 {
            let answers = Ledger<Bool>()
            let wish = ControlRequest.Wish.step(.ack, incident: "none", StepRequest(by: "T"))
            room.mailbox.post(.request(ControlRequest(wish: wish) { _ in answers.append(true) }))
            try #require(answers.first { $0 } != nil, "The control thread stands still.")
        }
    }

    func callout(_ valve: String, where fits: (String) -> Bool = { _ in true }) -> Sent? {
        sent.first {
            $0.channel == "callout" && $0.body.contains("\"valve\":\"\(valve)\"") && fits($0.body)
        }
    }

    func receipt(_ valve: String, _ word: String, seq: Int) -> Sent? {
        sent.first {
            $0.topic.hasSuffix("/\(valve)/receipt") && $0.body.contains("\"seq\":\(seq),")
                && $0.body.contains("\"receipt\":\"\(word)\"")
        }
    }

    /// The open incident of a valve as readers see it.
    func incident(_ valve: String) throws -> String {
        try #require(room.board.open(of: valve).first?.id, "Nothing is open at \(valve).")
    }

    var faultCodes: [String] { room.status().faults.map(\.code) }
}
