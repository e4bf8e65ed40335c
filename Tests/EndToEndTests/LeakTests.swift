import ConsoleAPI
import Foundation
import PlainHTTP
import Testing
import WatchTestKit

@Suite("A leak, end to end", .serialized)
struct LeakTests {
    @Test("A leak alarm gets its receipt, a call-out with a team, and is closed by two people")
    func leakToClosed() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 7, "\"gas\":23.5,\"position\":\"open\",\"alarm\":\"leak\"")
        #expect(try #require(scene.receipt("V1", seq: 7)).text.contains("\"receipt\":\"ack\""))
        let callout = try #require(scene.callout("V1", "new"))
        #expect(callout.topic == "rescue/v1/central/callout")
        #expect(callout.text.contains("王小明"))
        let body = callout.json
        #expect(body["priority"] as? String == "P1")
        #expect(body["kind"] as? String == "leak")
        #expect(body["entry"] as? String == "forbidden")
        let team = try #require(body["team"] as? String)
        let id = try #require(body["id"] as? String)
        // The command to close leaves with the finding, and no command ever opens.
        let command = try #require(scene.peer.first { $0.topic.hasSuffix("/V1/command") })
        #expect(command.text.contains("\"action\":\"close\""))

        scene.reply(id, team, "accept")
        let accepted = try await scene.eventually("incidents/\(id)") {
            $0.contains("\"state\":\"accepted\"")
        }
        #expect(accepted.contains("\"team\":\"\(team)\""))
        #expect(!accepted.contains("王小明"), "the API masks names")
        #expect(!accepted.contains("00012345678"), "the API masks telephone numbers")
        scene.reply(id, team, "onscene")
        scene.reply(id, team, "safe")
        let safe = try await scene.eventually("incidents/\(id)") {
            $0.contains("\"state\":\"safe\"")
        }
        #expect(!safe.contains("\"enrouteAt\":null"), "onscene implies en route")
        #expect(safe.contains("\"rescueInferred\":true"))

        let same = try await scene.post("incidents/\(id)/close", "{\"by\":\"王\"}")
        #expect(same.status == 422)
        #expect(same.text.contains("same_person"))
        let other = try await scene.post("incidents/\(id)/close", "{\"by\":\"李\"}")
        #expect(other.status == 200)
        #expect(other.text.contains("\"state\":\"closed\""))
        let timeline = try await scene.get("incidents/\(id)/timeline")
        #expect(timeline.text.contains("called out"))
    }

    @Test("The same alarm again gets its receipt again and makes nothing new")
    func duplicate() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let fields = "\"gas\":12,\"alarm\":\"leak\""
        scene.say("V1", "alarm", seq: 1, fields)
        #expect(scene.receipt("V1", seq: 1) != nil)
        let before = try await scene.incidents("V1")
        scene.say("V1", "alarm", seq: 1, fields)
        let receipts = scene.peer.wait { heard in
            heard.count { $0.topic.hasSuffix("/V1/receipt") } == 2
        }
        #expect(receipts != nil)
        let after = try await scene.incidents("V1")
        #expect(before.map(\.id) == after.map(\.id))
        #expect(after.count == 1)
    }

    @Test("The leak of a valve that is not registered becomes an incident with a call-out")
    func unregistered() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("STRANGER", "alarm", seq: 1, "\"alarm\":\"leak\"")
        #expect(scene.receipt("STRANGER", seq: 1) != nil)
        let callout = try #require(scene.callout("STRANGER", "new"))
        #expect(callout.json["located"] as? String == "area")
        let valve = try await scene.get("valves/STRANGER").text
        #expect(valve.contains("\"registered\":false"))
    }

    @Test("Two leaks and two teams: each incident has its own team")
    func twoLeaks() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\"")
        scene.say("V3", "alarm", seq: 1, "\"alarm\":\"leak\"")
        _ = try #require(scene.callout("V1", "new"))
        _ = try #require(scene.callout("V3", "new"))
        _ = try await scene.eventually("incidents?state=open") { text in
            text.contains("\"team\":\"C-1\"") && text.contains("\"team\":\"C-2\"")
        }
        let first = try await scene.incidents("V1")
        let second = try await scene.incidents("V3")
        #expect(Set([first.first?.team, second.first?.team]) == ["C-1", "C-2"])
    }

    @Test("The close command is repeated with one id until a reading proves the valve closed")
    func closing() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"gas\":15,\"position\":\"open\",\"alarm\":\"leak\"")
        let commands = try #require(
            scene.peer.wait { $0.count { $0.topic.hasSuffix("/V1/command") } >= 2 })
        let ids = Set(
            commands.filter { $0.topic.hasSuffix("/V1/command") }.compactMap {
                $0.json["id"] as? String
            })
        #expect(ids.count == 1)
        // The proof counts while gas is still above the leak limit.
        scene.say("V1", "report", seq: 2, "\"gas\":12,\"position\":\"closed\",\"flow\":0")
        let proven = try await scene.eventually("incidents?valve=V1") {
            $0.contains("\"priority\":\"P2\"")
        }
        #expect(
            proven.contains("\"position\":\"closed\""), "proven closed and below 20 %LEL is P2")
        let id = try #require(try await scene.incidents("V1").first?.id)
        let timeline = try await scene.eventually("incidents/\(id)/timeline") {
            $0.contains("proven closed")
        }
        #expect(timeline.contains("proven closed"), "the command ends with the proof")
    }

    @Test("Inside a declared test an alarm raises a test incident and calls nobody")
    func declaredTest() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let declared = try await scene.post("valves/V1/test", "{\"by\":\"检\",\"minutes\":5}")
        #expect(declared.status == 200)
        scene.say("V1", "alarm", seq: 1, "\"alarm\":\"leak\",\"test\":true")
        #expect(scene.receipt("V1", seq: 1) != nil)
        let listed = try await scene.eventually("incidents?mode=test") { $0.contains("V1") }
        #expect(listed.contains("\"mode\":\"test\""))
        let usual = try await scene.get("incidents?state=open").text
        #expect(!usual.contains("V1"))
        // A real leak of another valve afterwards is called out; nothing was for the test.
        scene.say("V3", "alarm", seq: 1, "\"alarm\":\"leak\"")
        #expect(scene.callout("V3", "new") != nil)
        #expect(
            !scene.peer.heard.contains {
                $0.topic.hasSuffix("/callout") && $0.text.contains("\"V1\"")
            })
    }
}
