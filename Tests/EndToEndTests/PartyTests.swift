import ConsoleAPI
import Foundation
import PlainHTTP
import Testing
import WatchTestKit

@Suite("Who else is told, end to end", .serialized)
struct PartyTests {
    private static func parties(_ gateway: String) -> String {
        """
        gateway: {sms: \(gateway)/sms, voice: \(gateway)/voice}
        parties:
          - id: gas-company
            when: [leak]
            by: [mqtt, webhook]
            webhook: \(gateway)/hook
            text: {zh: "{address}{kind}", en: "{kind} at {address}"}
          - id: relatives
            when: [leak]
            by: [sms, voice]
            column: contact_phone
            text: {zh: "{address}：不要进门，不要在楼道打电话", en: "{address}: do not enter"}
            over: {zh: "{address}解除", en: "{address} is safe"}
          - id: fire
            when: [gas_high]
            by: [mqtt, voice]
            number: "00119"
            press: 600
            text: {zh: "{address}{conditions}", en: "{address} {conditions}"}
        """
    }

    private func notice(_ party: String, _ scene: Scene, _ id: String) async throws -> NoticeView? {
        let answer = try await scene.get("incidents/\(id)")
        let incident = try JSONDecoder().decode(IncidentView.self, from: Data(answer.body))
        return incident.notices?.first { $0.party == party }
    }

    @Test("A leak tells by topic, webhook, short message and call; answers come back three ways")
    func everyWay() async throws {
        let gateway = try await HTTPPeer { request in
            (200, request.path == "/sms" ? "{\"state\":\"delivered\"}" : "")
        }
        let scene = try await Scene(parties: Self.parties(gateway.address))
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"gas\":43,\"position\":\"open\",\"alarm\":\"leak\"")
        let callout = try #require(scene.callout("V1", "new"))
        let id = try #require(callout.json["id"] as? String)

        let topic = try #require(
            scene.peer.first { $0.topic == "rescue/v1/gas-company/notice" })
        #expect((topic.json["text"] as? [String: any Sendable])?["zh"] as? String == "测试路1号101燃气泄漏")
        #expect(!topic.text.contains("00012345678"), "Numbers go to the gateway alone.")
        let hook = try #require(gateway.first { $0.path == "/hook" })
        #expect(hook.json["reference"] as? String == "\(id).gas-company.webhook.1")
        let sms = try #require(gateway.first { $0.path == "/sms" })
        #expect(sms.json["to"] as? String == "00012345678")
        #expect(sms.json["text"] as? String == "测试路1号101：不要进门，不要在楼道打电话")
        #expect(sms.headers["idempotency-key"] == "\(id).relatives.sms.1")
        _ = try #require(gateway.first { $0.path == "/voice" })
        _ = try await scene.eventually("incidents/\(id)") {
            $0.contains("\"medium\":\"sms\",\"state\":\"delivered\"")
        }

        // On the topic, by the gateway's callback, and at a desk.
        scene.peer.send(
            "rescue/v1/gas-company/answer", "{\"incident\":\"\(id)\",\"by\":\"调度\"}")
        _ = try await scene.eventually("incidents/\(id)") { $0.contains("\"answeredBy\":\"调度\"") }
        let callback = try #require(sms.json["callback"] as? String)
        let said = try await scene.post(
            String(callback.dropFirst("/api/v1/".count)),
            "{\"by\":\"gateway\",\"word\":\"answered\",\"medium\":\"sms\",\"note\":\"1\"}")
        #expect(said.status == 200)
        #expect(try await notice("relatives", scene, id)?.state == "answered")

        #expect(try await notice("fire", scene, id)?.state == "held")
        #expect(try await scene.get("status").text.contains("party_waits_for_press"))
        #expect(!gateway.requests.contains { $0.body.contains("00119") })
        let pressed = try await scene.post(
            "incidents/\(id)/parties/fire", "{\"by\":\"王\",\"word\":\"tell\"}")
        #expect(pressed.text.contains("\"pressedBy\":\"王\""))
        #expect(gateway.first { $0.body.contains("00119") } != nil)

        let nobody = try await scene.post(
            "incidents/\(id)/parties/fyre", "{\"by\":\"王\",\"word\":\"tell\"}")
        #expect(nobody.status == 404)
        try await gateway.stop()
    }

    @Test("A gateway that fails is tried again under one reference, over a restart too")
    func restart() async throws {
        let gateway = try await HTTPPeer { _ in (503, "") }
        let scene = try await Scene(parties: Self.parties(gateway.address))
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, "\"gas\":12,\"alarm\":\"leak\"")
        _ = try #require(gateway.first { $0.path == "/sms" })
        let callout = try #require(scene.callout("V1", "new"))
        let id = try #require(callout.json["id"] as? String)
        _ = try await scene.eventually("incidents/\(id)") {
            $0.contains("\"fault\":\"HTTP status 503\"")
        }
        scene.daemon.kill9()
        let before = gateway.requests.count { $0.path == "/sms" }
        try scene.daemon.start()
        #expect(
            gateway.first { _ in gateway.requests.count { $0.path == "/sms" } > before } != nil)
        let references = gateway.requests.filter { $0.path == "/sms" }
            .compactMap { $0.headers["idempotency-key"] }
        #expect(Set(references) == ["\(id).relatives.sms.1"])
        try await gateway.stop()
    }
}
