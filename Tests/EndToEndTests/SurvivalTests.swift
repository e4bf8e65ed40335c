import ConsoleAPI
import Foundation
import LinuxPlatform
import PlainHTTP
import Testing
import WatchTestKit

@Suite("What must survive", .serialized)
struct SurvivalTests {
    @Test("Garbage on every topic is counted by reason and disturbs nothing")
    func garbage() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let bodies = [
            "", "{", "[]", "{\"boot\":1}", "{\"boot\":-1,\"seq\":1}", "\u{1}\u{2}", "null",
        ]
        for (number, body) in bodies.enumerated() {
            for channel in ["report", "alarm", "link", "result"] {
                scene.peer.send("gas/v1/370202010/X\(number)/\(channel)", body)
                scene.peer.send("gas/v1/37020/U2/\(channel)", body)
                scene.peer.send("gas/v1/370202010/bad valve/\(channel)", body)
            }
            for channel in ["reply", "roster", "link"] {
                scene.peer.send("rescue/v1/central/\(channel)", body)
            }
        }
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\"")
        #expect(scene.receipt("V1", seq: 1) != nil)
        let nak = scene.peer.first { $0.topic.hasSuffix("/X3/receipt") }
        #expect(try #require(nak).text.contains("\"boot\":1,\"seq\":null,\"receipt\":\"nak\""))
        let rejects = try await scene.eventually("rejects") {
            $0.contains("seq_missing") && $0.contains("rescue_reply_invalid")
        }
        for reason in ["not_json", "seq_missing", "bad_area", "bad_valve_id", "boot_invalid"] {
            #expect(rejects.contains("\"\(reason)\""), "\(reason)")
        }
        #expect(!scene.peer.heard.contains { $0.topic.contains("bad valve") })
    }

    @Test("An undecodable alarm from a known valve raises suspect, once")
    func suspect() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        for _ in 0..<3 { scene.peer.send("gas/v1/370202010/V1/alarm", "{\"boot\":1,") }
        let callout = try #require(scene.callout("V1", "new"))
        #expect(callout.json["kind"] as? String == "suspect")
        #expect(callout.json["priority"] as? String == "P2")
        #expect(try await scene.incidents("V1").count == 1)
    }

    @Test("kill -9 in the middle of a storm of alarms loses none")
    func killed() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let count = 2_000
        for number in 1...count {
            scene.say("S\(number)", "alarm", seq: number, "\"alarm\":\"tamper\"")
            if number == count / 2 {
                #expect(scene.receipt("S1", seq: 1) != nil)
                scene.daemon.kill9()
            }
        }
        try scene.daemon.start()
        // What the broker had not handed over, or the daemon had not stored, comes again; a valve
        // repeats what it has no receipt for.
        for _ in 0..<20 {
            let answered = receipted(scene)
            if answered.count == count { break }
            for number in 1...count where !answered.contains("S\(number)") {
                scene.say("S\(number)", "alarm", seq: number, "\"alarm\":\"tamper\"")
            }
            _ = scene.peer.wait(seconds: 3) { _ in receipted(scene).count == count }
        }
        #expect(receipted(scene).count == count)
        let text = try await scene.eventually("status") { $0.contains("\"P3\",\"count\":\(count)") }
        #expect(text.contains("\"P3\",\"count\":\(count)"), "every alarm is an incident, once")
    }

    private func receipted(_ scene: Scene) -> Set<String> {
        Set(
            scene.peer.heard.filter {
                $0.topic.hasSuffix("/receipt") && $0.text.contains("\"ack\"")
            }.map { String($0.topic.split(separator: "/")[3]) })
    }

    @Test("A restart keeps incidents, acknowledgements, deadlines and the state of every valve")
    func restarted() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V2", "report", seq: 1, "\"gas\":1.5,\"position\":\"open\",\"battery\":77")
        scene.say("V1", "alarm", seq: 1, "\"gas\":12,\"position\":\"open\",\"alarm\":\"leak\"")
        _ = try #require(scene.callout("V1", "new"))
        let id = try #require(try await scene.incidents("V1").first?.id)
        let acknowledged = try await scene.post("incidents/\(id)/ack", "{\"by\":\"王\"}")
        #expect(acknowledged.status == 200)
        _ = try await scene.eventually("valves/V2") { $0.contains("\"battery\":77") }
        let before = try #require(try await scene.incidents("V1").first)
        #expect(scene.daemon.stop() == 0)
        try scene.daemon.start()
        let after = try #require(try await scene.incidents("V1").first)
        #expect(after.id == before.id)
        #expect(after.seenBy == "王")
        #expect(after.raisedAt == before.raisedAt)
        #expect(after.rescueBy == before.rescueBy)
        let valve = try await scene.get("valves/V2").text
        #expect(valve.contains("\"battery\":77"))
        // Still the same incident when the valve alarms again.
        scene.say("V1", "alarm", seq: 2, "\"gas\":13,\"alarm\":\"leak\"")
        #expect(scene.receipt("V1", seq: 2) != nil)
        let again = try await scene.incidents("V1")
        #expect(again.map(\.id) == [id])
    }

    @Test("Started without a broker it serves, degraded, and finds the broker when it comes")
    func brokerLater() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.broker.kill9()
        let degraded = try await scene.eventually("status") { $0.contains("valve_broker") }
        #expect(degraded.contains("valve_broker"))
        let ready = try await scene.client.send(method: "GET", path: "/readyz")
        #expect(ready.status == 200)
        #expect(ready.text.contains("degraded"))
        try scene.broker.start()
        let well = try await scene.eventually("status") { $0.contains("\"broker\":\"connected\"") }
        #expect(well.contains("\"broker\":\"connected\""))
    }

    @Test("A stop ends open event streams cleanly, and replay continues after the last id")
    func streams() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"tamper\"")
        #expect(scene.receipt("V1", seq: 1) != nil)
        var last: String?
        for try await event in scene.client.lines(
            path: "/api/v1/events", headers: [(name: "Last-Event-ID", value: "0")])
        {
            last = event.id
            if event.name == "reset" { break }
        }
        #expect(last != nil)
        let open = scene.client.lines(path: "/api/v1/events", headers: [])
        let reader = Task { () -> Bool in
            for try await event in open where event.name == "bye" { return true }
            return false
        }
        _ = try await scene.eventually("status") { $0.contains("\"health\"") }
        #expect(scene.daemon.stop() == 0)
        _ = try? await reader.value
    }
}
