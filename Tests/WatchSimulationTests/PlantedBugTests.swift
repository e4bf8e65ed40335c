import Foundation
import Testing

/// The planted bugs are patches against the sources of today: `make mutants` runs them.
@Suite("Planted bugs")
struct PlantedBugTests {
    /// The top of the repository, found from this file.
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let patches =
        (try? FileManager.default.contentsOfDirectory(
            at: root.appending(path: "Tests/PlantedBugs"), includingPropertiesForKeys: nil))?
        .filter { $0.pathExtension == "patch" }
        .sorted { $0.lastPathComponent < $1.lastPathComponent } ?? []

    @Test("There are at least thirty, each with a sentence of its own")
    func thereAreEnough() throws {
        #expect(Self.patches.count >= 30)
        for patch in Self.patches {
            let first = try String(contentsOf: patch, encoding: .utf8).prefix { $0 != "\n" }
            #expect(first.hasSuffix("."), "\(patch.lastPathComponent) does not say what it breaks")
        }
    }

    @Test("Every patch applies to the sources", arguments: patches)
    func patchApplies(patch: URL) throws {
        let git = Process()
        git.executableURL = URL(filePath: "/usr/bin/env")
        git.arguments = ["git", "apply", "--check", patch.path]
        git.currentDirectoryURL = Self.root
        let said = Pipe()
        git.standardError = said
        try git.run()
        let words = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        git.waitUntilExit()
        #expect(git.terminationStatus == 0, "\(words)")
    }
}
