import Testing
import ValveModel

@testable import ControlRoom

@Suite("Canary")
struct CanaryTests {
    static let start = Moment(milliseconds: 1_800_000_000_000)

    /// Looks once a second for so many seconds; answers those for which `answers` says so.
    @discardableResult
    static func run(
        _ canary: inout Canary, from start: Moment = start, seconds: Int, isConnected: Bool = true,
        answers: (Int) -> Bool = { _ in true }
    ) -> [Int] {
        var silentAt: [Int] = []
        for second in 0..<seconds {
            let now = start + .seconds(Int64(second))
            if let body = canary.look(isConnected: isConnected, at: now), answers(second) {
                _ = canary.heard(body.span, at: now + .milliseconds(4))
            }
            if canary.silence(at: now) != nil { silentAt.append(second) }
        }
        return silentAt
    }

    @Test("One leaves every three seconds, comes back and is measured")
    func measured() throws {
        var canary = Canary(run: 7)
        let first = canary.look(isConnected: true, at: Self.start)
        let body = try #require(first)
        let early = canary.look(isConnected: true, at: Self.start + .seconds(2))
        let trip = canary.heard(body.span, at: Self.start + .milliseconds(12))
        let duplicate = canary.heard(body.span, at: Self.start + .milliseconds(13))
        let next = canary.look(isConnected: true, at: Self.start + .seconds(3))
        #expect(early == nil && trip == .milliseconds(12) && duplicate == nil && next != nil)
    }

    @Test("Three lost canaries are silence, one or two are not, and the next answer ends it")
    func silence() {
        var canary = Canary(run: 7)
        let well = Self.run(&canary, seconds: 60)
        let twoLost = Self.run(
            &canary, from: Self.start + .seconds(60), seconds: 60, answers: { $0 % 9 == 0 })
        #expect(well.isEmpty && twoLost.isEmpty)
        var lost = Canary(run: 7)
        let silent = Self.run(&lost, seconds: 20, answers: { _ in false })
        let after = Self.run(&lost, from: Self.start + .seconds(20), seconds: 20)
        #expect(silent.first == 11 && after.max() ?? 0 <= 1)
    }

    @Test("Without a connection there is no silence, and it counts from the connection's return")
    func disconnected() {
        var canary = Canary(run: 7)
        Self.run(&canary, seconds: 9, answers: { _ in false })
        let without = Self.run(
            &canary, from: Self.start + .seconds(9), seconds: 60, isConnected: false)
        #expect(without.isEmpty)
        let later = Self.run(
            &canary, from: Self.start + .seconds(69), seconds: 15, answers: { _ in false })
        #expect(later.first == 11)
    }

    @Test("A pause of our own is not the broker's silence")
    func suspended() {
        var canary = Canary(run: 7)
        _ = canary.look(isConnected: true, at: Self.start)
        let later = Self.start + .minutes(1)
        _ = canary.look(isConnected: true, at: later)
        #expect(canary.silence(at: later) == nil)
        let silent = Self.run(
            &canary, from: later + .seconds(1), seconds: 15, answers: { _ in false })
        #expect(silent.first == 10)
    }

    @Test("A canary of an earlier run and a stranger's message prove nothing")
    func strangers() throws {
        var before = Canary(run: 6)
        let sent = before.look(isConnected: true, at: Self.start)
        let old = try #require(sent)
        var canary = Canary(run: 7)
        _ = canary.look(isConnected: true, at: Self.start)
        let bodies = ["\"n\":2,\"side\":\"valve\"", "\"n\":1,\"side\":\"rescue\""]
        let others = bodies.map { Array("{\"run\":7,\($0)}".utf8) }
        let trips = ([old] + others + [Array("{\"run\":7,\"n\":1,\"side\":\"valve\"}".utf8)])
            .map { canary.heard($0.span, at: Self.start) }
        #expect(trips == [nil, nil, nil, .zero])
        for body in others + [old] {
            #expect(canary.strangerAt == nil)
            canary.overheard(body.span, at: Self.start)
        }
        #expect(canary.strangerAt == Self.start)
    }
}

@Suite("A second daemon of our name")
struct TwinTests {
    private static let topic = Array("gas/v1/gaswatch/east-1/canary".utf8)

    private static func road() -> BrokerRoad {
        BrokerRoad(
            .valve, root: "gas/v1", node: "east-1", outbound: RecordingOutbound(Ledger()),
            startedAt: CanaryTests.start)
    }

    private static func hear(_ run: Int64, _ second: Int64, _ road: BrokerRoad) {
        let body = Array("{\"run\":\(run),\"n\":3,\"side\":\"valve\"}".utf8)
        road.overhears(
            topic: topic.span, body: body.span, at: CanaryTests.start + .seconds(second))
    }

    @Test("Is told by its canaries for a minute, and not by those of the run before")
    func told() {
        let own = CanaryTests.start.milliseconds
        let table: [(run: Int64, heard: Int64, asked: Int64, isTold: Bool)] = [
            (7, 30, 31, true), (7, 30, 89, true), (7, 30, 90, false), (own, 30, 31, false),
            (7, 1, 2, false), (7, 1, 25, false), (7, 20, 25, true),
        ]
        for (run, heard, asked, isTold) in table {
            let road = Self.road()
            Self.hear(run, heard, road)
            let fault = road.twinFault(at: CanaryTests.start + .seconds(asked))
            #expect((fault != nil) == isTold, "\(run) at \(heard), asked at \(asked)")
            if let fault { #expect(fault.contains("node east-1")) }
        }
    }
}

@Suite("Dropped messages")
struct DropCountTests {
    static let now = CanaryTests.start

    private static func heard(_ drops: inout DropCount, _ text: String, at now: Moment = now)
        -> Int64
    {
        drops.heard(Array(text.utf8).span, at: now)
    }

    @Test("The first total is the past, a higher one is a gap, an equal one is none")
    func increase() {
        var drops = DropCount()
        let past = ["1020", "1020"].map { Self.heard(&drops, $0) }
        #expect(past == [0, 0])
        #expect(!drops.isRecent(at: Self.now))
        let gap = Self.heard(&drops, "1023")
        #expect(gap == 3)
        #expect(drops.dropped == 3 && drops.isRecent(at: Self.now + .minutes(9)))
        #expect(!drops.isRecent(at: Self.now + .minutes(10)))
    }

    @Test("A broker that has started again counts from nothing, and what it counts is new")
    func restarted() {
        var drops = DropCount()
        let gaps = ["1020", "0", "5", "2"].map { Self.heard(&drops, $0) }
        #expect(gaps == [0, 0, 5, 2])
    }

    @Test(
        "What is no number says nothing",
        arguments: ["", "-1", "1.5", "x", "99999999999999999999", " 7"])
    func noNumber(text: String) {
        var drops = DropCount()
        _ = Self.heard(&drops, "7")
        let gap = Self.heard(&drops, text)
        #expect(gap == 0 && drops.total == 7)
    }
}
