import FlatStore
import Foundation
import Rescue
import StreetMap
import Testing
import ValveModel

/// The shared folder of test material beside the project, when it is there.
enum Material {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("../shared/data").standardizedFileURL

    static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    static func has(_ names: String...) -> Bool {
        names.allSatisfy { FileManager.default.fileExists(atPath: path($0)) }
    }

    static let hasOsmium = ["/usr/bin/osmium", "/usr/local/bin/osmium"]
        .contains { FileManager.default.isExecutableFile(atPath: $0) }
}

private let map = """
    <?xml version="1.0" encoding="UTF-8"?>
    <osm version="0.6">
      <node id="1" lat="0" lon="0"/>
      <node id="2" lat="0" lon="0.001"><tag k="highway" v="traffic_signals"/></node>
      <node id="3" lat="0.001" lon="0.001"/>
      <node id="4" visible="false"/>
      <node id="5" lat="99" lon="0"/>
      <way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
        <tag k="highway" v="residential"/><tag k="name" v="A &amp; B &lt;street&gt;"/></way>
      <way id="11"><nd ref="3"/><nd ref="1"/><tag k="highway" v="footway"/></way>
      <relation id="12"><member type="way" ref="10"/><tag k="highway" v="primary"/></relation>
    </osm>
    """

@Suite("OpenStreetMap extracts", .timeLimit(.minutes(2)))
struct StreetMapTests {
    private func file(_ bytes: some Sequence<UInt8>, _ name: String = "x.osm") throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("streets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent(name).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func gzipped(_ path: String) throws -> String {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["gzip", "-k", path]
        try program.run()
        program.waitUntilExit()
        return path + ".gz"
    }

    @Test("Roads, lights and what is no road are read from XML, packed or not")
    func xml() throws {
        let plain = try file(map.utf8)
        for path in [plain, try gzipped(plain)] {
            let (bytes, report) = try StreetMapFile.survey(path).graph()
            let graph = try RoadGraph(FixedBytes(copying: bytes))
            #expect(report.surveyedNodes == 3)
            #expect(report.surveyedWays == 2)
            #expect(report.usedWays == 1)
            #expect(report.refused.map(\.reason) == ["not a road for vehicles"])
            #expect(report.signals == 1)
            #expect(graph.segmentCount == 1)
            #expect(graph.segments(ofWay: 10) == [0])
        }
    }

    private func fault(_ path: String) -> StreetMapFault? {
        do throws(StreetMapFault) {
            _ = try StreetMapFile.survey(path)
            return nil
        } catch { return error }
    }

    @Test("What is no extract, or only half of one, is refused with words")
    func refused() throws {
        #expect(fault("/nonexistent.osm") == .unreadable("there is no such file"))
        #expect(fault(try file([])) == .foreign)
        #expect(fault(try file("valve,area\n1,2\n".utf8)) == .foreign)
        #expect(fault(try file("<html><body/></html>".utf8)) == .foreign)
        for length in stride(from: 80, to: map.utf8.count - 5, by: 40) {
            let half = fault(try file(map.utf8.prefix(length)))
            guard case .broken(let line, _) = half else {
                Issue.record("\(length) bytes of a map gave \(String(describing: half))")
                continue
            }
            #expect(line > 1)
        }
        let packed = try gzipped(try file(map.utf8))
        let cut = try Data(contentsOf: URL(fileURLWithPath: packed)).dropLast(20)
        let words = try #require(fault(try file(cut, "cut.osm.gz")))
        guard case .packed = words else {
            Issue.record("\(words)")
            return
        }
    }

    @Test(
        "Monaco's roads are one network of a known size",
        .enabled(if: Material.has("roads/monaco.osm.gz"), "no shared material"))
    func monaco() throws {
        let (bytes, report) = try StreetMapFile.survey(Material.path("roads/monaco.osm.gz"))
            .graph()
        let network = try RoadNetwork(FixedBytes(copying: bytes))
        #expect(report.nodes > 500)
        #expect(Double(report.nodes) > 0.7 * Double(report.allNodes))
        // From the harbour to the casino, both in the middle of it.
        let start = try #require(network.spot(of: .init(latitude: 43.7350, longitude: 7.4211)))
        let end = try #require(network.spot(of: .init(latitude: 43.7396, longitude: 7.4279)))
        let times = network.times(from: start, offRoadSpeed: 6)
        let driven = try #require(network.time(times, from: start, to: end, offRoadSpeed: 6))
        #expect((60_000.0...400_000).contains(driven))
    }

    @Test(
        "Baltimore's roads are those of the table derived from them by another program",
        .enabled(
            if: Material.has("roads/baltimore.osm.pbf", "roads/baltimore_nodes.csv.gz")
                && Material.hasOsmium, "no shared material or no osmium"))
    func baltimore() throws {
        let (bytes, report) = try StreetMapFile.survey(Material.path("roads/baltimore.osm.pbf"))
            .graph()
        let graph = try RoadGraph(FixedBytes(copying: bytes))
        // SOURCE.txt counts 5,650 junction nodes and 3,289 drivable ways, private ones included.
        #expect((4_500...6_000).contains(report.allNodes))
        #expect((2_800...3_300).contains(report.usedWays))
        #expect(Double(graph.nodeCount) > 0.95 * Double(report.allNodes))
        #expect(report.signals > 150)
    }
}
