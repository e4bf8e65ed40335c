internal import LinuxPlatform
internal import Mosquitto
internal import Testing

@testable internal import Swarm

/// A swarm of valves with one more member, the last, that listens to all of them.
private struct Scene {
    let swarm: Swarm
    let valves: Int
    var listener: Int { valves }
    var arrivals: [SwarmArrival] = []
    var changes: [SwarmLinkChange] = []

    init(valves: Int, broker: PrivateBroker) throws {
        self.valves = valves
        var members = (0..<valves).map { valve in
            SwarmMember(
                "valve-\(valve)",
                of: SwarmFamily(
                    filters: ["down/\(valve)"], will: Scene.will(valve, boot: 1),
                    birth: Scene.birth(valve, boot: 1)))
        }
        members.append(SwarmMember("listener", of: SwarmFamily(filters: ["up/#"])))
        swarm = try Swarm(SwarmOptions(endpoints: [broker.endpoint], members: members))
        try swarm.start()
    }

    static func will(_ valve: Int, boot: Int) -> SwarmMessage {
        SwarmMessage(
            topic: "up/\(valve)", payload: Array("offline \(boot)".utf8), quality: 1,
            retained: true)
    }

    static func birth(_ valve: Int, boot: Int) -> SwarmMessage {
        SwarmMessage(
            topic: "up/\(valve)", payload: Array("online \(boot)".utf8), quality: 1,
            retained: true)
    }

    /// Collects what comes until the condition holds; the time limit only ends a failed test.
    mutating func until(_ holds: (Scene) -> Bool) -> Bool {
        let limit = BootClock.milliseconds() + 60_000
        while true {
            arrivals += swarm.takeArrivals()
            changes += swarm.takeLinkChanges()
            if holds(self) { return true }
            guard BootClock.milliseconds() < limit else { return false }
            swarm.wait(milliseconds: 1_000)
        }
    }

    func heard(_ text: String, from valve: Int) -> Bool {
        arrivals.contains {
            $0.member == listener && $0.topic == "up/\(valve)"
                && $0.payload == Array(text.utf8)
        }
    }
}

/// One after the other: making a swarm lowers the limit of open files for a moment.
@Suite(.serialized) struct SwarmTests {
    @Test func threeHundredMembersConnectAndAreBorn() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        var scene = try Scene(valves: 300, broker: broker)
        defer { scene.swarm.stop() }
        #expect(scene.until { $0.swarm.connectedCount == 301 })
        #expect(scene.until { scene in (0..<300).allSatisfy { scene.heard("online 1", from: $0) } })
        #expect(scene.changes.filter(\.isUp).count == 301)
        #expect(scene.swarm.lostCount == 0)
    }

    @Test func aCutMembersWillIsPublishedAndARestoredOneIsBornAnew() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        var scene = try Scene(valves: 5, broker: broker)
        defer { scene.swarm.stop() }
        #expect(scene.until { $0.swarm.connectedCount == 6 })
        scene.swarm.cut(3)
        #expect(!scene.swarm.send(Scene.birth(3, boot: 9), from: 3))
        #expect(scene.until { $0.heard("offline 1", from: 3) })
        #expect(scene.swarm.connectedCount == 5)
        #expect(scene.swarm.lostCount == 0)
        scene.swarm.restore(
            3, will: Scene.will(3, boot: 2), birth: Scene.birth(3, boot: 2))
        #expect(scene.until { $0.heard("online 2", from: 3) })
        #expect(scene.until { $0.swarm.connectedCount == 6 })
        scene.swarm.cut(3)
        #expect(scene.until { $0.heard("offline 2", from: 3) })
        #expect(!scene.heard("online 9", from: 3))
    }

    @Test func aKilledBrokerLosesAllAndHasThemBackAfterItsRestart() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        var scene = try Scene(valves: 50, broker: broker)
        defer { scene.swarm.stop() }
        #expect(scene.until { $0.swarm.connectedCount == 51 })
        broker.kill()
        #expect(scene.until { $0.swarm.lostCount == 51 && $0.swarm.connectedCount == 0 })
        #expect(scene.until { $0.swarm.refusedReason == "Connection refused" })
        #expect(!scene.swarm.send(Scene.birth(0, boot: 1), from: 0))
        try broker.begin()
        #expect(scene.until { $0.swarm.connectedCount == 51 })
    }

    @Test func aMessageDownReachesOnlyItsMember() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        var scene = try Scene(valves: 20, broker: broker)
        defer { scene.swarm.stop() }
        #expect(scene.until { $0.swarm.connectedCount == 21 })
        for valve in 0..<20 {
            let command = SwarmMessage(
                topic: "down/\(valve)", payload: [UInt8(valve)], quality: 1)
            #expect(scene.swarm.send(command, from: scene.listener))
        }
        #expect(scene.until { $0.arrivals.filter { $0.topic.hasPrefix("down/") }.count == 20 })
        for arrival in scene.arrivals where arrival.topic.hasPrefix("down/") {
            #expect(arrival.topic == "down/\(arrival.member)")
            #expect(arrival.payload == [UInt8(arrival.member)])
        }
    }

    @Test func aRefusalIsSaidInWords() throws {
        let broker = try PrivateBroker(extra: "allow_anonymous false")
        defer { broker.end() }
        var scene = try Scene(valves: 1, broker: broker)
        defer { scene.swarm.stop() }
        #expect(
            scene.until { $0.swarm.refusedReason == "not authorised by the broker (CONNACK 5)" })
        #expect(scene.swarm.connectedCount == 0)
    }

    @Test func aForbiddenTopicIsSaidAndLeavesTheLinkUp() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        var scene = try Scene(valves: 1, broker: broker)
        defer { scene.swarm.stop() }
        #expect(scene.until { $0.swarm.connectedCount == 2 })
        #expect(scene.swarm.send(SwarmMessage(topic: "up/#", payload: []), from: 0))
        #expect(scene.swarm.send(Scene.birth(0, boot: 4), from: 0))
        #expect(scene.until { $0.heard("online 4", from: 0) })
        #expect(scene.swarm.refusedReason != nil)
        #expect(scene.swarm.lostCount == 0)
    }

    @Test func anOrderlyStopPublishesNoWill() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        let first = try Scene(valves: 3, broker: broker)
        var leaving = first
        #expect(leaving.until { $0.swarm.connectedCount == 4 })
        leaving.swarm.stop()
        #expect(leaving.swarm.connectedCount == 0)
        let watcher = SwarmMember("watcher", of: SwarmFamily(filters: ["up/#"]))
        let second = try Swarm(SwarmOptions(endpoints: [broker.endpoint], members: [watcher]))
        try second.start()
        defer { second.stop() }
        var kept: [SwarmArrival] = []
        while kept.count < 3, second.wait(milliseconds: 10_000) { kept += second.takeArrivals() }
        #expect(kept.map(\.payload) == Array(repeating: Array("online 1".utf8), count: 3))
    }

    @Test func aMemberOfAnUnknownBrokerIsRefused() throws {
        let member = SwarmMember("7", of: SwarmFamily(clientStem: "valve-", endpoint: 1))
        #expect(
            throws: SwarmFault.unknownEndpoint(clientID: "valve-7", endpoint: 1, count: 1)
        ) {
            _ = try Swarm(SwarmOptions(endpoints: [BrokerEndpoint()], members: [member]))
        }
    }
}
