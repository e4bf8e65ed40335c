import ConsoleAPI
import Foundation
import LinuxPlatform
import Testing
import WatchTestKit

@Suite("When the disk fails", .serialized)
struct DiskTests {
    private static let leak = "\"alarm\":\"leak\",\"gas\":20"

    /// What must hold while the store cannot be written: help is called, and nothing is promised.
    private func expectFailOpen(_ scene: Scene, fault: String) async throws {
        scene.say("V1", "alarm", seq: 1, Self.leak)
        let callout = try #require(scene.callout("V1", "new"))
        #expect(callout.text.contains("\"durable\":false"))
        #expect(try #require(scene.receipt("V1", seq: 1)).text.contains("\"later\""))
        let status = try await scene.eventually("status") {
            $0.contains("\"code\":\"journal_late\"") && $0.contains(fault)
        }
        #expect(status.contains("\"code\":\"journal_late\""))
        #expect(status.contains(fault), "\(status)")
        #expect(try await scene.incidents("V1").map(\.durable) == [false])
    }

    /// What must hold once it can be written again, without anybody's help.
    private func expectRecovery(_ scene: Scene) async throws {
        let well = try await scene.eventually("status") { !$0.contains("\"code\":\"journal") }
        #expect(!well.contains("\"code\":\"journal"), "\(well)")
        // The incident has not changed; that it is on disk by now shows all the same.
        let durable = try await scene.eventually("incidents?valve=V1") {
            $0.contains("\"durable\":true")
        }
        #expect(durable.contains("\"durable\":true"))
        scene.say("V1", "alarm", seq: 1, Self.leak)
        let ack = scene.peer.first {
            $0.topic.hasSuffix("/V1/receipt") && $0.text.contains("\"ack\"")
        }
        #expect(ack != nil, "the repeat gets its receipt")
        let before = try await scene.incidents("V1").map(\.id)
        scene.daemon.kill9()
        try scene.daemon.start()
        #expect(try await scene.incidents("V1").map(\.id) == before)
        #expect(before.count == 1)
    }

    @Test(
        "A full disk: call-outs go, receipts are 'later', and all is well when there is room again",
        .enabled(if: SmallDisk.canMountMemory, "mounting a small disk needs root"))
    func full() async throws {
        let disk = try SmallDisk(.memory)
        let scene = try await Scene(state: disk.path + "/state")
        defer { scene.end() }
        try disk.fill()
        try await expectFailOpen(scene, fault: "is full")
        try disk.empty()
        try await expectRecovery(scene)
    }

    @Test(
        "A stop while the disk is full says which open incidents are lost, and does not end well",
        .enabled(if: SmallDisk.canMountMemory, "mounting a small disk needs root"))
    func stoppedFull() async throws {
        let disk = try SmallDisk(.memory)
        let scene = try await Scene(state: disk.path + "/state")
        defer { scene.end() }
        try disk.fill()
        try await expectFailOpen(scene, fault: "is full")
        let id = try #require(try await scene.incidents("V1").first?.id)
        #expect(scene.daemon.stop() == 75)
        let last = try #require(scene.daemon.log.split(separator: "\n").last)
        #expect(last.contains("could not be written") && last.contains(id), "\(last)")
    }

    @Test(
        "A disk that hangs in the middle of a commit delays no call-out",
        .enabled(if: SmallDisk.canMountFile, "mounting a disk in a file needs root"))
    func hanging() async throws {
        let disk = try SmallDisk(.file)
        let scene = try await Scene(state: disk.path + "/state")
        defer { scene.end() }
        try disk.freeze()
        var isFrozen = true
        defer { if isFrozen { try? disk.thaw() } }
        try await expectFailOpen(scene, fault: "has not committed")
        // A second leak does not wait its own second any more, but it goes.
        scene.say("V3", "alarm", seq: 1, Self.leak)
        #expect(try #require(scene.callout("V3", "new")).text.contains("\"durable\":false"))
        try disk.thaw()
        isFrozen = false
        try await expectRecovery(scene)
    }

    @Test("A damaged store is set aside with its name said, and the daemon watches on")
    func damaged() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, Self.leak)
        let called = try #require(scene.callout("V1", "new"))
        let first = try #require(called.text.firstMatch(of: /"id":"([^"]+)"/)?.1)
        #expect(scene.daemon.stop() == 0)
        let store = scene.daemon.stateDirectory + "/gaswatch.db"
        var contents = try Data(contentsOf: URL(fileURLWithPath: store))
        contents.replaceSubrange(0..<100, with: Data(repeating: 0xFF, count: 100))
        try contents.write(to: URL(fileURLWithPath: store))
        try scene.daemon.start()
        let status = try await scene.eventually("status") { $0.contains("store_set_aside") }
        let names = try FileManager.default.contentsOfDirectory(
            atPath: scene.daemon.stateDirectory)
        let aside = try #require(names.first { $0.hasPrefix("gaswatch.db.damaged-") })
        #expect(status.contains(aside))
        #expect(scene.daemon.log.contains(aside))
        #expect(
            try Data(contentsOf: URL(fileURLWithPath: scene.daemon.stateDirectory + "/" + aside))
                == contents, "never overwritten")
        // It goes on: the valve's next alarm is a leak, under an id that no centre has seen today.
        scene.say("V1", "alarm", seq: 2, Self.leak)
        #expect(scene.callout("V1", "new") { !$0.contains("\"id\":\"\(first)\"") } != nil)
        #expect(scene.daemon.stop() == 0)
        let verify = try scene.daemon.verb(["db", "verify"])
        #expect(verify.status == 0, "\(verify.text)")
        #expect(verify.text.contains(aside))
        #expect(verify.text.contains("sound"))
    }

    @Test("A store that is gone is said to be, and its ids do not come again for other homes")
    func missing() async throws {
        let scene = try await Scene()
        defer { scene.end() }
        scene.say("V1", "alarm", seq: 1, Self.leak)
        #expect(scene.callout("V1", "new") != nil)
        let first = try #require(try await scene.incidents("V1").first?.id)
        scene.daemon.kill9()
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: scene.daemon.stateDirectory)
        where name.hasPrefix("gaswatch.db") {
            try files.removeItem(atPath: scene.daemon.stateDirectory + "/" + name)
        }
        try scene.daemon.start()
        _ = try await scene.eventually("status") { $0.contains("\"store_missing\"") }
        scene.say("V3", "alarm", seq: 1, Self.leak)
        #expect(scene.callout("V3", "new") != nil)
        let second = try #require(try await scene.incidents("V3").first?.id)
        #expect(second != first && second.count > first.count, "\(first), \(second)")
        #expect(scene.daemon.stop() == 0)
        try scene.daemon.start()
        _ = try await scene.eventually("status") { !$0.contains("\"store_missing\"") }
    }
}
