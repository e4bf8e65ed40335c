import ConsoleAPI
import Foundation
import PlainHTTP
import Synchronization
import Testing

@Suite("Changes", .timeLimit(.minutes(2))) struct ChangeTests {
    @Test(
        "Every step reaches the control room with its signature", arguments: IncidentStep.allCases)
    func steps(step: IncidentStep) async throws {
        try await RunningConsole.with { console in
            let body = Array(#"{"by":"李","team":"C-1","unknown":[1]}"#.utf8)
            let path = "/api/v1/incidents/20261123-0042/\(step)"
            let answer = try await console.tcp.send(method: "POST", path: path, body: body)
            #expect(answer.status == 200)
            let calls = console.fake.memory.withLock { $0.calls }
            #expect(calls == ["\(step) 20261123-0042 李 C-1"])
        }
    }

    @Test("Valves and teams are changed with what the body says")
    func others() async throws {
        try await RunningConsole.with { console in
            let changes = [
                ("valves/SN-1/close", #"{"by":"a"}"#),
                ("valves/SN-1/test", #"{"by":"a","minutes":240}"#),
                ("valves/SN-1/service", #"{"by":"a","inService":true}"#),
                ("teams/C-1", #"{"by":"a","available":false,"location":{"lat":36,"lon":120}}"#),
            ]
            for (path, body) in changes {
                let answer = try await console.socket.send(
                    method: "POST", path: "/api/v1/" + path, body: Array(body.utf8))
                #expect(answer.status == 200)
            }
            let calls = console.fake.memory.withLock { $0.calls }
            #expect(
                calls == ["close SN-1 a", "test SN-1 240", "service SN-1 true", "team C-1 false"])
        }
    }

    @Test(
        "A body that does not fit is refused and its member named",
        arguments: [
            ("incidents/1/ack", "{}", "by"), ("incidents/1/ack", #"{"by":""}"#, "by"),
            ("incidents/1/ack", #"{"by":" "}"#, "by"), ("incidents/1/ack", #"{"by":7}"#, "by"),
            ("incidents/1/ack", #"{"by":null}"#, "by"), ("incidents/1/ack", "", "by"),
            ("incidents/1/ack", "[]", "object"), ("incidents/1/ack", "{", "JSON"),
            ("incidents/1/ack", #"{"by":"a","revision":"3"}"#, "revision"),
            ("incidents/1/ack", #"{"by":"a","revision":1.5}"#, "revision"),
            ("incidents/1/ack", #"{"by":"a","revision":-1}"#, "revision"),
            ("incidents/1/fly", #"{"by":"a"}"#, "fly"),
            ("valves/SN-1/close", "{}", "by"), ("valves/SN-1/test", #"{"by":"a"}"#, "minutes"),
            ("valves/SN-1/test", #"{"by":"a","minutes":0}"#, "minutes"),
            ("valves/SN-1/test", #"{"by":"a","minutes":241}"#, "minutes"),
            ("teams/C-1", #"{"by":"a"}"#, "available"),
            ("teams/C-1", #"{"by":"a","available":true,"location":{"lat":91,"lon":0}}"#, "lat"),
            ("teams/C-1", #"{"by":"a","available":true,"location":{"lat":1}}"#, "location.lon"),
        ])
    func badBody(path: String, body: String, name: String) async throws {
        try await RunningConsole.with { console in
            let answer = try await console.tcp.send(
                method: "POST", path: "/api/v1/" + path, body: Array(body.utf8))
            #expect(answer.status == 422)
            let document = try console.json(answer)
            #expect(document["code"] as? String == "invalid")
            #expect((document["detail"] as? String)?.contains(name) == true)
            #expect(console.fake.memory.withLock { $0.calls.isEmpty })
        }
    }

    @Test("A stale revision is 409 and names who was first")
    func conflict() async throws {
        try await RunningConsole.with { console in
            let answer = try await console.tcp.send(
                method: "POST", path: "/api/v1/incidents/20261123-0042/ack",
                body: Array(#"{"by":"王","revision":2}"#.utf8))
            #expect(answer.status == 409)
            let document = try console.json(answer)
            #expect(document["code"] as? String == "revision_conflict")
            #expect(document["by"] as? String == "李")
            #expect(document["revision"] as? Int == 3)
        }
    }

    @Test("The registry may be large and is signed; other bodies may not be large")
    func sizes() async throws {
        try await RunningConsole.with { console in
            let csv = [UInt8](repeating: 0x61, count: 3 << 20)
            let signed = [(name: "X-Gaswatch-By", value: "%E6%9D%8E")]
            let answer = try await console.tcp.send(
                method: "PUT", path: "/api/v1/registry", headers: signed, body: csv)
            #expect(answer.status == 200)
            let byQuery = try await console.tcp.send(
                method: "PUT", path: "/api/v1/registry?by=b", body: [0x61])
            #expect(byQuery.status == 200)
            let unsigned = try await console.tcp.send(
                method: "PUT", path: "/api/v1/registry", body: [0x61])
            #expect(unsigned.status == 200)
            let bySocket = try await console.socket.send(
                method: "PUT", path: "/api/v1/registry", body: [0x61])
            #expect(bySocket.status == 200)
            let calls = console.fake.memory.withLock { $0.calls }
            #expect(
                calls == ["registry 李", "registry b", "registry api", "registry uid \(getuid())"])
            let large = try await console.tcp.send(
                method: "POST", path: "/api/v1/teams/C-1",
                body: [UInt8](repeating: 0x20, count: (64 << 10) + 1))
            #expect(large.status == 413)
            #expect(try console.json(large)["code"] as? String == "too_large")
        }
    }

    @Test("Roads are closed and opened by whoever signs for it, and listed")
    func roads() async throws {
        try await RunningConsole.with { console in
            for (body, status) in [
                (#"{"by":"a","minutes":30,"lat":36.06,"lon":120.38,"radius":50}"#, 200),
                (#"{"by":"a","minutes":30,"way":7}"#, 200),
                (#"{"by":"a","minutes":30,"lat":36.06}"#, 422),
                (#"{"by":"a","minutes":30,"lat":96.06,"lon":1}"#, 422),
                (#"{"by":"","minutes":30,"way":7}"#, 422), (#"{"by":"a","way":7}"#, 422),
            ] {
                let answer = try await console.tcp.send(
                    method: "POST", path: "/api/v1/roads/close", body: Array(body.utf8))
                #expect(answer.status == status, "\(body)")
            }
            let opened = try await console.tcp.send(
                method: "POST", path: "/api/v1/roads/R1/open", body: Array(#"{"by":"a"}"#.utf8))
            #expect(try console.json(opened)["id"] as? String == "R1")
            let list = try console.json(try await console.tcp.send(path: "/api/v1/roads"))
            #expect((list["items"] as? [Any])?.count == 1)
            let coverage = try console.json(try await console.tcp.send(path: "/api/v1/coverage"))
            #expect(coverage["households"] as? Int == 3)
        }
    }

    @Test("What was measured is accepted and taken back by whoever signs for it, and listed")
    func calibrations() async throws {
        try await RunningConsole.with { console in
            for (path, body, status) in [
                ("central", #"{"by":"a"}"#, 200), ("central", #"{"by":"a","days":90}"#, 200),
                ("central", #"{"by":"a","days":0}"#, 422), ("central", #"{"by":" "}"#, 422),
                ("central/revoke", #"{"by":"a"}"#, 200), ("central/revoke", "{}", 422),
            ] {
                let answer = try await console.tcp.send(
                    method: "POST", path: "/api/v1/calibrations/\(path)", body: Array(body.utf8))
                #expect(answer.status == status, "\(body)")
            }
            let list = try console.json(try await console.tcp.send(path: "/api/v1/calibrations"))
            #expect((list["items"] as? [Any])?.count == 1)
        }
    }

    @Test("A copy of the journal is written for whoever asks by POST, and only so")
    func journalCopy() async throws {
        try await RunningConsole.with { console in
            let path = "/api/v1/journal/copy"
            let copy = try console.json(try await console.tcp.send(method: "POST", path: path))
            #expect(copy["path"] as? String == "/state/copies/1/gaswatch.db")
            #expect(copy["bytes"] as? Int == 4_096)
            #expect(try await console.tcp.send(path: path).status == 405)
        }
    }

    @Test("Standby posts are advised, and switched on and off by whoever signs for it")
    func standby() async throws {
        try await RunningConsole.with { console in
            for (body, status) in [
                (#"{"by":"a","on":true}"#, 200), (#"{"by":"a","on":false,"busy":10}"#, 200),
                (#"{"by":"a"}"#, 422), (#"{"by":"a","on":true,"busy":100}"#, 422),
                (#"{"by":"","on":true}"#, 422),
            ] {
                let answer = try await console.tcp.send(
                    method: "POST", path: "/api/v1/standby/central", body: Array(body.utf8))
                #expect(answer.status == status, "\(body)")
            }
            let advice = try console.json(
                try await console.tcp.send(path: "/api/v1/standby?busy=40"))
            #expect((advice["standby"] as? [String: Any])?["busy"] as? Double == 0.4)
            #expect((advice["centres"] as? [Any])?.count == 1)
            #expect(try await console.tcp.send(path: "/api/v1/standby?busy=100").status == 422)
        }
    }

    @Test("The registry leaves with people by the socket and without them by TCP")
    func export() async throws {
        try await RunningConsole.with { console in
            let whole = try await console.socket.send(method: "GET", path: "/api/v1/registry")
            #expect(String(decoding: whole.body, as: UTF8.self).contains("contact_name"))
            #expect(whole.header("X-Gaswatch-Left-Out") == nil)
            let masked = try await console.tcp.send(method: "GET", path: "/api/v1/registry")
            #expect(!String(decoding: masked.body, as: UTF8.self).contains("contact_name"))
            #expect(masked.header("X-Gaswatch-Left-Out") == "personal")
            #expect(masked.header("Content-Type")?.hasPrefix("text/csv") == true)
        }
    }

    @Test("Under a stranger's name nothing is read, at the socket all is")
    func names() async throws {
        try await RunningConsole.with { console in
            for (host, status) in [
                ("evil.example", 403), ("127.0.0.1.evil.example:8420", 403), ("[::2]", 403),
                ("127.0.0.1:8420", 200), ("LOCALHOST", 200), ("[::1]:8420", 200),
            ] {
                let headers = [(name: "Host", value: host)]
                let answer = try await console.tcp.send(
                    method: "GET", path: "/api/v1/status", headers: headers)
                #expect(answer.status == status, "\(host)")
                let bySocket = try await console.socket.send(
                    method: "GET", path: "/api/v1/status", headers: headers)
                #expect(bySocket.status == 200)
            }
        }
    }

    @Test("A page of a stranger cannot change anything, a page of this machine can")
    func origins() async throws {
        try await RunningConsole.with { console in
            for (origin, status) in [
                ("https://evil.example", 403), ("http://127.0.0.1.evil.example", 403),
                ("http://127.0.0.1:8420", 200), ("http://localhost", 200),
            ] {
                let answer = try await console.tcp.send(
                    method: "POST", path: "/api/v1/valves/SN-1/close",
                    headers: [(name: "Origin", value: origin)], body: Array(#"{"by":"a"}"#.utf8))
                #expect(answer.status == status)
            }
        }
    }
}
