import ConsoleAPI
import Foundation
import JournalSQLite
import LinuxPlatform
import Rescue
import Testing
import ValveModel
import WatchTestKit

@Suite("Teams on roads, end to end", .serialized)
struct RoadsTests {
    /// The centre, and the home of `V3` at the far corner of a block: one side of it is quick, the
    /// other slow.
    private static func graph() throws -> [UInt8] {
        var survey = RoadSurvey()
        let corners = [
            (36.0640, 120.3560), (36.0640, 120.3700), (36.0700, 120.3700), (36.0700, 120.3560),
        ]
        for (number, (lat, lon)) in corners.enumerated() {
            survey.addNode(
                Int64(number), at: Coordinate(latitude: lat, longitude: lon), hasSignal: false,
                isBarred: false)
        }
        for (id, nodes, speed) in [(7, [0, 1, 2], "60"), (8, [2, 3, 0], "30")] {
            survey.addWay(
                Int64(id), nodes: nodes.map { Int64($0) },
                tags: ["highway": "primary", "maxspeed": speed])
        }
        return try survey.graph().bytes
    }

    /// Runs the built command line; what it said and its exit code.
    private static func gaswatch(
        _ words: [String], in workspace: BrokerWorkspace, scratch: String = "/tmp",
        to path: String? = nil
    ) throws -> (status: Int32, text: String) {
        let beside = URL(filePath: CommandLine.arguments[0])
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = [beside, URL(filePath: own)].map {
            $0.deletingLastPathComponent().appending(path: "gaswatch").path(percentEncoded: false)
        }.first { FileManager.default.isExecutableFile(atPath: $0) }
        let output = "gaswatch-\(UInt64.random(in: 0...UInt64.max)).log"
        let child = try ChildProgram(
            "/usr/bin/env", ["TMPDIR=\(scratch)", try #require(program)] + words,
            outputPath: path ?? workspace.file(output))
        let status = child.wait()
        return (status, workspace.text(output))
    }

    @Test("An estimate stands on the roads, a closed one changes it, and the journal tells why")
    func roads() async throws {
        let scene = try await Scene(roads: try Self.graph())
        defer { scene.end() }
        scene.say("V3", "alarm", seq: 1, "\"gas\":30,\"alarm\":\"leak\"")
        let callout = try #require(scene.callout("V3", "new"))
        let before = try #require(try await scene.incidents("V3").first?.eta)
        #expect(before.model == "roads")
        // 1,258 m and 667 m at 60 km/h.
        #expect((114...117).contains(before.travel))
        let id = try #require(callout.json["id"] as? String)
        scene.reply(id, "C-1", "accept")
        _ = try await scene.eventually("incidents/\(id)") {
            $0.contains("\"state\":\"accepted\"")
        }
        let daemon = ["--server", scene.daemon.address, "--lang", "en"]
        let workspace = scene.daemon.workspace
        let closed = try Self.gaswatch(
            ["roads", "close", "--way", "7", "--minutes", "30", "--by", "Li", "-o", "name"]
                + daemon, in: workspace)
        // 75 says that it is done and that the disk held the commit back for a second.
        #expect([0, 75].contains(closed.status), "\(closed.text)")
        // Both pieces of the quick side are closed: the way is the slow one, and the centre hears it.
        #expect(scene.callout("V3", "update") { $0.contains("\"road_closed\"") } != nil)
        let after = try #require(try await scene.incidents("V3").first)
        #expect(after.eta?.model == "roads")
        #expect((228...234).contains(after.eta?.travel ?? 0))
        #expect(after.inTime == false && after.team == "C-1")

        // A journal that moves under the reader is read from a copy that the daemon writes.
        let store = scene.daemon.stateDirectory
        let graph = workspace.file("city.roads")
        let running = try Self.gaswatch(["replay", store, "-o", "json"] + daemon, in: workspace)
        #expect(running.status == 0 && running.text.contains("\"same\":true"), "\(running.text)")
        let left = try? FileManager.default.contentsOfDirectory(atPath: store + "/copies")
        #expect(left == [], "the replay takes its copy away")
        // Nobody answers there, and another daemon's journal would tell of other incidents.
        let nobody = ["--server", "http://127.0.0.1:1", "--lang", "en"]
        let inUse = try Self.gaswatch(["replay", store] + nobody, in: workspace)
        #expect(inUse.status == 69 && inUse.text.contains("--server"), "\(inUse.text)")
        let other = workspace.file("other")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        let claimed = try SQLiteJournal.open(directory: other)
        defer { claimed.close() }
        let foreign = try Self.gaswatch(["replay", other] + daemon, in: workspace)
        #expect(foreign.status == 69 && foreign.text.contains(store), "\(foreign.text)")
        scene.daemon.stop()
        let same = try Self.gaswatch(
            ["replay", store, "--roads", graph, "-o", "json"], in: workspace)
        #expect(same.status == 0, "\(same.text)")
        #expect(same.text.contains("\"same\":true"))
        let table = try Self.gaswatch(
            ["replay", store, "--roads", graph, "-o", "csv"], in: workspace)
        let header = "starts,rounds,inputs,incidents,changes,assignments,same,incident,field"
        #expect(table.text.hasPrefix(header) && table.text.contains(",true,,"), "\(table.text)")
        let name = try Self.gaswatch(
            ["replay", store, "--roads", graph, "-o", "name"], in: workspace)
        #expect(name.status == 0 && name.text.isEmpty, "\(name.text)")
        for (language, sentences) in [
            (
                "en",
                [
                    "leak at V3", "C-1 of central is called out", "by roads), in time; it is sent.",
                    "C-2 of central: ", "; free.", "C-1 accepts",
                ]
            ), ("zh", ["V3 出现泄漏", "呼叫 C-1（central）", "；派它。", "C-2（central）：", "C-1 接警"]),
        ] {
            let story = try Self.gaswatch(
                ["replay", store, "--roads", graph, "--explain", id, "--lang", language],
                in: workspace)
            #expect(story.status == 0, "\(story.text)")
            for sentence in sentences { #expect(story.text.contains(sentence), "\(story.text)") }
        }
        // Where it cannot write its answer the copy goes with it, as behind `| head`.
        let scratch = workspace.file("scratch")
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        let full = try Self.gaswatch(
            ["replay", store, "--roads", graph, "--explain", id], in: workspace, scratch: scratch,
            to: "/dev/full")
        #expect(full.status == 75)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
        let unknown = try Self.gaswatch(
            ["replay", store, "--roads", graph, "--explain", "20200101-0001"], in: workspace)
        #expect(unknown.status == 1)
        // The journal knows where the graph was; without it the estimates are others, which is no
        // difference of the journal's.
        let found = try Self.gaswatch(["replay", store, "--lang", "en"], in: workspace)
        #expect(found.status == 0, "\(found.text)")
        let elsewhere = graph + ".old"
        try FileManager.default.moveItem(atPath: graph, toPath: elsewhere)
        let bare = try Self.gaswatch(["replay", store, "--lang", "en"], in: workspace)
        #expect(bare.status == 65 && bare.text.contains("--roads"), "\(bare.text)")
        try FileManager.default.moveItem(atPath: elsewhere, toPath: graph)
        let early = try Self.gaswatch(
            ["replay", store, "--until", "2020-01-01T00:00:00Z", "--lang", "en"], in: workspace)
        #expect(early.status == 65 && early.text.contains("--until"), "\(early.text)")
        #expect(try Self.gaswatch(["replay", graph], in: workspace).status == 65)
        #expect(try Self.gaswatch(["replay", store + "/none"], in: workspace).status == 65)
    }
}
