import Foundation
import Testing

@Suite("Codes of problems")
struct ProblemCodeTests {
    private static let notes = "Sources/Console/OpenAPI/RouteNotes.swift"

    private func words(_ pattern: String, in text: String) throws -> Set<String> {
        let expression = try Regex(pattern)
        return Set(text.matches(of: expression).compactMap { $0[1].substring.map(String.init) })
    }

    /// The words in quotes between two lines of a file.
    private func quoted(
        from start: String, to end: String, in text: String, _ pattern: String
    ) throws -> Set<String> {
        let first = try #require(text.range(of: start))
        let last = try #require(text.range(of: end, range: first.upperBound..<text.endIndex))
        return try words(pattern, in: String(text[first.upperBound..<last.lowerBound]))
    }

    private func known() throws -> Set<String> {
        let files = Tree.swiftFiles(under: "Sources/Console")
        let file = try #require(files.first { $0.path == Self.notes })
        return try quoted(
            from: "var codes: [String]", to: "var name:", in: file.text, #""([a-z_]+)""#)
    }

    @Test("The API's document and the protocol's table name the same")
    func table() throws {
        let text = try String(
            contentsOf: Tree.root.appending(path: "Docs/protocol.md"), encoding: .utf8)
        let rows = try quoted(
            from: "with a stable `code`:", to: "A 503 `try_again`", in: text, "`([a-z_]+)`")
        // Members of a problem document that its table names beside the codes.
        let listed = rows.subtracting(["revision", "by", "at", "errors"])
        let known = try known()
        #expect(listed.count > 30)
        #expect(listed.symmetricDifference(known).sorted() == [])
    }

    @Test("Whatever code the sources give stands in them")
    func used() throws {
        let known = try known()
        var used: Set<String> = []
        for folder in ["Console", "ConsoleAPI", "ControlRoom", "Rescue"] {
            for file in Tree.swiftFiles(under: "Sources/\(folder)") {
                used.formUnion(try words(#"code: *"([a-z_]+)""#, in: file.text))
            }
        }
        #expect(used.count > 30)
        #expect(used.subtracting(known).sorted() == [])
    }
}
