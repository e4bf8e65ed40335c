internal import Foundation
internal import LinuxPlatform
internal import Mosquitto
internal import Testing

@testable internal import Swarm

extension SwarmTests {
    @Test func aFamilysMembersSpeakAndHearUnderTheirOwnNames() throws {
        let broker = try PrivateBroker()
        defer { broker.end() }
        let family = SwarmFamily(
            clientStem: "district-", topicStem: "up/area/", filters: ["receipt"],
            will: Self.link("lost"), birth: Self.link("alive"))
        var members = ["A", "B"].map { SwarmMember($0, of: family) }
        #expect(members.map(\.clientID) == ["district-A", "district-B"])
        members.append(SwarmMember("listener", of: SwarmFamily(filters: ["up/+/+/link"])))
        let swarm = try Swarm(SwarmOptions(endpoints: [broker.endpoint], members: members))
        try swarm.start()
        defer { swarm.stop() }
        #expect(Self.heard(2, by: swarm) == ["up/area/A/link alive", "up/area/B/link alive"])
        let receipt = SwarmMessage(topic: "up/area/B/receipt", payload: Array("ack".utf8))
        #expect(swarm.send(receipt, from: 2))
        #expect(Self.heard(1, by: swarm) == ["up/area/B/receipt ack"])
        swarm.cut(0)
        #expect(Self.heard(1, by: swarm) == ["up/area/A/link lost"])
        swarm.restore(0, will: Self.link("lost again"), birth: Self.link("alive again"))
        #expect(Self.heard(1, by: swarm) == ["up/area/A/link alive again"])
    }

    @Test func membersLogInByTheNamesThatTheyPlay() throws {
        let passwords = "/tmp/swarm-passwords-\(BootClock.nanoseconds())"
        defer { try? FileManager.default.removeItem(atPath: passwords) }
        for (place, name) in ["A", "listener"].enumerated() {
            let making = try ChildProgram(
                "mosquitto_passwd", (place == 0 ? ["-c"] : []) + ["-b", passwords, name, "secret"],
                outputPath: "/dev/null")
            making.wait()
        }
        let broker = try PrivateBroker(
            extra: "allow_anonymous false\npassword_file \(passwords)")
        defer { broker.end() }
        var endpoint = broker.endpoint
        endpoint.password = "secret"
        let family = SwarmFamily(
            clientStem: "district-", topicStem: "up/area/", birth: Self.link("alive"))
        let members = [
            SwarmMember("A", of: family),
            SwarmMember("listener", of: SwarmFamily(filters: ["up/+/+/link"])),
        ]
        let swarm = try Swarm(SwarmOptions(endpoints: [endpoint], members: members))
        try swarm.start()
        defer { swarm.stop() }
        #expect(Self.heard(1, by: swarm) == ["up/area/A/link alive"])
    }

    private static func link(_ words: String) -> SwarmMessage {
        SwarmMessage(topic: "link", payload: Array(words.utf8), quality: 1, retained: true)
    }

    /// The next messages that come down, in the order of their topics; the time limit only ends a
    /// failed test.
    private static func heard(_ count: Int, by swarm: Swarm) -> [String] {
        let limit = BootClock.milliseconds() + 60_000
        var heard: [String] = []
        while heard.count < count, BootClock.milliseconds() < limit {
            swarm.wait(milliseconds: 1_000)
            _ = swarm.takeLinkChanges()
            heard += swarm.takeArrivals().map {
                "\($0.topic) \(String(decoding: $0.payload, as: UTF8.self))"
            }
        }
        return heard.sorted()
    }
}
