import Foundation
import Testing

@Suite("Codes of rejects")
struct RejectCodeTests {
    private func codes(of path: String) throws -> [String] {
        let files = Tree.swiftFiles(under: "Sources")
        let file = try #require(files.first { $0.path == path })
        let expression = try Regex(#"^    case (\w+)(?: = "(\w+)")?$"#).anchorsMatchLineEndings()
        return file.text.matches(of: expression).compactMap { match in
            (match[2].substring ?? match[1].substring).map(String.init)
        }
    }

    @Test(
        "Every one has its line in the protocol",
        arguments: [
            ("Sources/ValveWire/Refusal.swift", 18),
            ("Sources/Rescue/Desk/RescueRefusal.swift", 12),
        ])
    func documented(path: String, count: Int) throws {
        let text = try String(
            contentsOf: Tree.root.appending(path: "Docs/protocol.md"), encoding: .utf8)
        let codes = try codes(of: path)
        #expect(codes.count == count)
        // What a link body misses is written with its prefix.
        let missing = codes.filter { !text.contains("`\($0)`") && !text.contains("`link_\($0)`") }
        #expect(missing == [])
    }
}
