import Recordings
import SimulatedDistrict
import Testing
import ValveModel

@Suite("The district as a whole")
struct WorldTests {
    @Test("Every leak of a short run trips its valve before the end", arguments: 1...12)
    func leaksTrip(seed: UInt64) {
        var world = FleetWorld(Fleet.settings(seed: seed), valves: Fleet.places(500), centres: [])
        for second in 1...60 { _ = world.messages(to: .seconds(Double(second))) }
        #expect(world.score.leaks.count == 24)
        for leak in world.score.leaks {
            #expect(leak.begun.seconds < 40)
            #expect((leak.alarmed?.seconds ?? .infinity) < 58)
        }
    }

    @Test("The shortest run too has its twenty leaks a minute", arguments: 1...6)
    func shortest(seed: UInt64) {
        var settings = Fleet.settings(seed: seed)
        settings.duration = FleetSettings.durationMin
        var world = FleetWorld(settings, valves: Fleet.places(500), centres: [])
        _ = world.messages(to: .seconds(FleetSettings.durationMin))
        #expect(world.score.leaks.count == 12)
        #expect(world.score.leaks.allSatisfy { $0.begun.seconds < 10 && $0.alarmed != nil })
    }

    @Test("The same seed and inputs give the same messages, however the time is cut")
    func determinism() {
        func messages(seed: UInt64, step: Double) -> [Publish] {
            var world = FleetWorld(
                Fleet.settings(seed: seed), valves: Fleet.places(200), centres: Fleet.centres)
            var messages: [Publish] = []
            for count in 1...Int(50 / step) {
                messages += world.messages(to: .seconds(Double(count) * step))
            }
            return messages
        }
        let fine = messages(seed: 1, step: 0.25)
        #expect(fine == messages(seed: 1, step: 5))
        #expect(fine != messages(seed: 2, step: 5))
    }

    @Test("Every valve is born once and reports once a period, spread evenly")
    func openLoop() {
        var settings = Fleet.settings(seed: 1)
        settings.leaksPerMinute = 0
        settings.othersPerMinute = 0
        var world = FleetWorld(settings, valves: Fleet.places(1_500), centres: [])
        var born: Set<Publish.Origin> = []
        for tenth in 1...150 {
            let actions = world.step(to: .seconds(Double(tenth) / 10))
            let messages = actions.compactMap { action -> Publish? in
                if case .publish(let publish) = action { publish } else { nil }
            }
            let reports = messages.filter { $0.topic.hasSuffix("/report") }
            #expect((9...11).contains(reports.count))
            #expect(reports.allSatisfy { $0.quality == 0 && !$0.retained })
            for case .restore(let origin, boot: 1) in actions { born.insert(origin) }
        }
        #expect(born.count == 1_500)
        #expect(world.score.reports == 1_500)
        let second = world.messages(to: .seconds(30)).filter { $0.topic.hasSuffix("/report") }
        #expect(second.count == 1_500)
    }

    @Test("A quiet home's reading has every field of the contract, within its range")
    func reading() throws {
        var world = FleetWorld(Fleet.settings(seed: 1), valves: Fleet.places(300), centres: [])
        for message in world.messages(to: .seconds(15)) where message.topic.hasSuffix("/report") {
            guard let json = JSONValue(message.payload), let seq = json["seq"]?.number else {
                continue
            }
            #expect(seq >= 1 && json["boot"]?.number == 1)
            #expect((0...100).contains(try #require(json["gas"]?.number)))
            #expect((0...25).contains(try #require(json["flow"]?.number)))
            #expect((-5...20).contains(try #require(json["pressure"]?.number)))
            #expect((-40...125).contains(try #require(json["temp"]?.number)))
            #expect((0...100).contains(try #require(json["battery"]?.number)))
            #expect((-150...0).contains(try #require(json["rssi"]?.number)))
            let position = try #require(json["position"]?.text)
            #expect(Position(word: position) != nil)
        }
        #expect(world.score.reports > 290)
    }

    @Test("An alarm is repeated with the same body after 3, 6, 12, 24 and then every 30 s")
    func repeats() throws {
        let (_, alarms) = Fleet.runToFirstLeakAlarm(then: 140)
        let body = try #require(alarms.first?.payload)
        let same = alarms.filter { $0.payload == body }
        let first = same[0].planned
        #expect(same.map { ($0.planned - first).rounded() } == [0, 3, 9, 21, 45, 75, 105, 135])
        #expect(same.allSatisfy { $0.quality == 1 && !$0.retained })
    }

    @Test("An ack ends the repeats, a second one counts as a duplicate, later changes nothing")
    func receipts() throws {
        var (world, alarms) = Fleet.runToFirstLeakAlarm(then: 0)
        let alarm = try #require(alarms.first)
        let json = try #require(JSONValue(alarm.payload))
        let seq = Int(try #require(json["seq"]?.number))
        let topic = alarm.topic.replacing("/alarm", with: "/receipt")
        func receipt(_ word: String, seq: Int) -> [UInt8] {
            Array(#"{"boot":1,"seq":\#(seq),"receipt":"\#(word)"}"#.utf8)
        }
        let now = alarm.planned
        world.received(topic: topic, payload: receipt("later", seq: seq), at: now + 0.1)
        world.received(topic: topic, payload: receipt("ack", seq: seq + 7), at: now + 0.1)
        #expect(world.score.outstanding == 1 && world.score.count(.laters) == 1)
        world.received(topic: topic, payload: receipt("ack", seq: seq), at: now + 0.25)
        world.received(topic: topic, payload: receipt("ack", seq: seq), at: now + 0.3)
        #expect(world.score.outstanding == 0)
        #expect(world.score.count(.receiptsAgain) == 2 && world.score.receipts == 3)
        #expect(abs(world.score.receiptLatency.longest - 250) < 0.001)
        #expect(world.score.leaks.contains { $0.receipt == now + 0.25 })
        let after = world.messages(to: now + 60).filter { $0.payload == alarm.payload }
        #expect(after.isEmpty)
    }

    @Test("A refused alarm is not repeated and never counts as received")
    func refusal() throws {
        var (world, alarms) = Fleet.runToFirstLeakAlarm(then: 0)
        let alarm = try #require(alarms.first)
        let json = try #require(JSONValue(alarm.payload))
        let seq = Int(try #require(json["seq"]?.number))
        world.received(
            topic: alarm.topic.replacing("/alarm", with: "/receipt"),
            payload: Array(#"{"boot":1,"seq":\#(seq),"receipt":"nak","reason":"x"}"#.utf8),
            at: alarm.planned)
        #expect(world.score.count(.naks) == 1 && world.score.outstanding == 1)
        #expect(world.messages(to: alarm.planned + 60).allSatisfy { $0.payload != alarm.payload })
    }

    @Test("A close command is accepted and carried out once, and a repeat of it is answered again")
    func commands() throws {
        var settings = Fleet.settings(seed: 1)
        settings.leaksPerMinute = 0
        settings.othersPerMinute = 0
        var world = FleetWorld(settings, valves: Fleet.places(10), centres: [])
        _ = world.messages(to: .seconds(16))
        let valve = Fleet.places(1)[0]
        let topic = "gas/v1/\(valve.area)/\(valve.valve)/command"
        let command = Array(#"{"id":"c1","action":"close","ttl":60}"#.utf8)
        func outcomes(_ messages: [Publish]) -> [String] {
            messages.filter { $0.topic.hasSuffix("/result") }
                .compactMap { JSONValue($0.payload)?["outcome"]?.text }
        }
        world.received(topic: topic, payload: command, at: .seconds(16))
        #expect(outcomes(world.messages(to: .seconds(16))) == ["accepted"])
        let closing = world.messages(to: .seconds(17))
        #expect(outcomes(closing) == ["closed"])
        let report = try #require(
            closing.first { $0.topic == "gas/v1/\(valve.area)/\(valve.valve)/report" })
        #expect(JSONValue(report.payload)?["position"]?.text == "closed")
        #expect(JSONValue(report.payload)?["flow"]?.number == 0)
        world.received(topic: topic, payload: command, at: .seconds(20))
        #expect(outcomes(world.messages(to: .seconds(20))) == ["closed"])
        let open = Array(#"{"id":"c2","action":"open","ttl":60}"#.utf8)
        world.received(topic: topic, payload: open, at: .seconds(21))
        #expect(outcomes(world.messages(to: .seconds(21))) == ["refused"])
    }

    @Test("Unreadable messages to the district are counted and change nothing")
    func unreadable() {
        var world = FleetWorld(
            Fleet.settings(seed: 1), valves: Fleet.places(10), centres: Fleet.centres)
        let valve = Fleet.places(1)[0]
        for leaf in ["receipt", "command"] {
            world.received(
                topic: "gas/v1/\(valve.area)/\(valve.valve)/\(leaf)", payload: [0x7B], at: .start)
        }
        world.received(topic: "rescue/v1/east/callout", payload: [], at: .start)
        world.received(topic: "rescue/v1/nowhere/callout", payload: [], at: .start)
        world.received(topic: "elsewhere", payload: [], at: .start)
        #expect(world.score.count(.unreadable) == 3)
    }
}

@Suite("The ramp")
struct RampTests {
    @Test("The rate of reports rises evenly to its end")
    func rises() {
        var settings = Fleet.settings(seed: 1)
        settings.leaksPerMinute = 0
        settings.othersPerMinute = 0
        settings.period = 10
        settings.rampTo = 200
        var world = FleetWorld(settings, valves: Fleet.places(100), centres: Fleet.centres)
        var counts: [Int] = []
        for second in stride(from: 10.0, through: 60, by: 10) {
            counts.append(
                world.messages(to: .seconds(second)).count { $0.topic.hasSuffix("/report") })
        }
        #expect(counts == counts.sorted())
        // From 10 to 200 a second in a minute: 6,300 reports, 1,841 of them in the last ten seconds.
        #expect((4_500...6_600).contains(counts.reduce(0, +)))
        #expect((1_500...2_000).contains(counts[5]))
    }
}
