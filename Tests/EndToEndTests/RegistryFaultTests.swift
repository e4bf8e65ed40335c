import Foundation
import Glibc
import PlainHTTP
import Testing
import WatchTestKit

@Suite("A registry that is bad or missing", .serialized)
struct RegistryFaultTests {
    private static let bad = Scene.registry + "\nV4,370202010,B2,R2,2,99,120.3700,,,,\n"

    @Test("A check of the settings reads it, and a missing one is said loudly")
    func check() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let good = try scene.daemon.verb(["check-config"])
        #expect(good.status == 0 && good.text.contains("registry.csv"), "\(good.text)")
        _ = try scene.daemon.workspace.write(Self.bad, to: "registry.csv")
        let bad = try scene.daemon.verb(["check-config"])
        #expect(bad.status == 78 && bad.text.contains("registry.csv:5: "), "\(bad.text)")
        try FileManager.default.removeItem(atPath: scene.daemon.workspace.file("registry.csv"))
        let missing = try scene.daemon.verb(["check-config"])
        #expect(missing.status == 0 && missing.text.contains("WARNING: "), "\(missing.text)")
        scene.daemon.stop()
        try scene.daemon.start()
        #expect(try await scene.get("status").text.contains("\"registry_missing\""))
        let import_ = try await scene.client.send(
            method: "PUT", path: "/api/v1/registry", body: Array(Scene.registry.utf8))
        #expect(import_.status == 200)
        #expect(try await !scene.get("status").text.contains("\"registry_missing\""))
    }

    @Test("What does not fit the homes is a note of the check, a start and a reload")
    func fit() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        #expect(try !scene.daemon.verb(["check-config"]).text.contains("areas of no centre"))
        let strange = Scene.registry + "\nV4,370203001,B2,R2,2,36.07,120.37,,,,\n"
        _ = try scene.daemon.workspace.write(strange, to: "registry.csv")
        let note = "Homes in areas of no centre, which have none of their own: 1, in 370203001."
        let check = try scene.daemon.verb(["check-config"])
        #expect(check.status == 0 && check.text.contains("note: \(note)"), "\(check.text)")
        kill(try #require(scene.daemon.pid), SIGHUP)
        _ = try await scene.eventually("status") { $0.contains("\"valvesRegistered\":4") }
        scene.daemon.stop()
        #expect(scene.daemon.log.contains(note))
    }

    @Test("A registry that is gone at a reload takes no household away")
    func goneAtReload() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        try FileManager.default.removeItem(atPath: scene.daemon.workspace.file("registry.csv"))
        kill(try #require(scene.daemon.pid), SIGHUP)
        let status = try await scene.eventually("status") {
            $0.contains("registry.csv: does not exist any more")
        }
        #expect(status.contains("\"valvesRegistered\":3"), "\(status)")
    }

    @Test("A register of nobody is refused by PUT and at a reload; an unknown profile is told")
    func nobody() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let header = "valve,area,lat,lon\n"
        let put = try await scene.client.send(
            method: "PUT", path: "/api/v1/registry", body: Array(header.utf8))
        #expect(put.status == 422 && put.text.contains("registry_empty"), "\(put.text)")
        let path = URL(filePath: scene.daemon.workspace.file("registry.csv"))
        try Data(header.utf8).write(to: path)
        kill(try #require(scene.daemon.pid), SIGHUP)
        let status = try await scene.eventually("status") { $0.contains("not one household") }
        #expect(status.contains("\"valvesRegistered\":3"), "\(status)")
        let odd = "valve,area,lat,lon,profile\nSN-1,370202010,36.06,120.38,nosuch\n"
        let taken = try await scene.client.send(
            method: "PUT", path: "/api/v1/registry", body: Array(odd.utf8))
        #expect(taken.status == 200)
        #expect(try await scene.get("status").text.contains("\"profile_unknown\""))
    }

    @Test("A register that leaves out most of a district is refused unless it is meant")
    func leavesOutMost() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        func put(_ count: Int, _ query: String = "") async throws -> HTTPAnswer {
            let rows = (0..<count).map { "R-\($0),370202010,36.06,120.38\n" }.joined()
            return try await scene.client.send(
                method: "PUT", path: "/api/v1/registry" + query,
                body: Array(("valve,area,lat,lon\n" + rows).utf8))
        }
        // Three of the scene's, and a district in their place: three are few. The file is for whom it was.
        let file = scene.daemon.workspace.file("registry.csv")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try await put(210).status == 200)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let cut = try await put(104)
        #expect(cut.status == 422 && cut.text.contains("registry_retires_most"), "\(cut.text)")
        #expect(cut.text.contains("106 of the 210"), "\(cut.text)")
        #expect(try await scene.get("status").text.contains("\"valvesRegistered\":210"))
        #expect(try await put(105).status == 200, "Half is not most.")
        #expect(try await put(210).status == 200)
        let meant = try await put(1, "?retire=most")
        #expect(meant.status == 200 && meant.text.contains("\"retired\":209"), "\(meant.text)")
    }

    @Test("What was imported without a registry file outlasts a reload")
    func importedAtReload() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.daemon.stop()
        let path = scene.daemon.workspace.file("gaswatch.yaml")
        let named = try String(contentsOfFile: path, encoding: .utf8)
        let lines = named.split(separator: "\n").map {
            $0.hasPrefix("registry:") ? "registry: \"\"" : String($0)
        }
        let unnamed = lines.joined(separator: "\n") + "\n"
        #expect(unnamed != named)
        try Data(unnamed.utf8).write(to: URL(filePath: path))
        try scene.daemon.start()
        let imported = try await scene.client.send(
            method: "PUT", path: "/api/v1/registry", body: Array(Scene.registry.utf8))
        #expect(imported.status == 200)
        // The other change shows when the settings have been read.
        try Data((unnamed + "timezone: Asia/Urumqi\n").utf8).write(to: URL(filePath: path))
        kill(try #require(scene.daemon.pid), SIGHUP)
        let status = try await scene.eventually("status") { $0.contains("\"settings_restart\"") }
        #expect(status.contains("\"valvesRegistered\":3"), "\(status)")
        let retired = try await scene.get("valves?state=retired")
        #expect(retired.text.hasPrefix("{\"items\":[]"), "\(retired.text)")
    }

    @Test("A reload names what waits for a restart, until it is taken back")
    func waitsForRestart() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        let path = scene.daemon.workspace.file("gaswatch.yaml")
        let before = try String(contentsOfFile: path, encoding: .utf8)
        let after = before + "\ntimezone: Asia/Urumqi\n"
        try Data(after.utf8).write(to: URL(filePath: path))
        kill(try #require(scene.daemon.pid), SIGHUP)
        let status = try await scene.eventually("status") { $0.contains("\"settings_restart\"") }
        #expect(status.contains("before a restart: timezone."), "\(status)")
        try Data(before.utf8).write(to: URL(filePath: path))
        kill(try #require(scene.daemon.pid), SIGHUP)
        _ = try await scene.eventually("status") { !$0.contains("\"settings_restart\"") }
    }

    @Test("At a reload it changes nothing, and health names file and line")
    func reload() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        _ = try scene.daemon.workspace.write(Self.bad, to: "registry.csv")
        kill(try #require(scene.daemon.pid), SIGHUP)
        let status = try await scene.eventually("status") { $0.contains("registry.csv:5: ") }
        #expect(status.contains("registry.csv:5: "), "\(status)")
        #expect(status.contains("\"valvesRegistered\":3"))
    }
}
