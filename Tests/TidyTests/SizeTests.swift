import Foundation
import Testing

@Suite("Sizes and words")
struct SizeTests {
    private static let folders = [
        "Sources", "Tests", "Simulator/Sources", "Simulator/Tests",
        "Benchmarks/Sources",
    ]

    @Test("No file is longer than 600 lines", arguments: folders)
    func filesAreShort(folder: String) {
        for file in Tree.swiftFiles(under: folder) {
            #expect(file.lines.count <= 600, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("No function of the sources is longer than 70 lines")
    func functionsAreShort() {
        for file in Tree.swiftFiles(under: "Sources") {
            for function in functions(in: file) where function.lineCount > 70 {
                Issue.record("\(file.path):\(function.line) has \(function.lineCount) lines")
            }
        }
    }

    private struct Function {
        var line: Int
        var lineCount: Int
    }

    /// A function runs from its `func` or `init` to the closing brace of the same indentation.
    private func functions(in file: Tree.File) -> [Function] {
        let lines = file.lines
        var found: [Function] = []
        for (number, line) in lines.enumerated() {
            let text = line.drop { $0 == " " }
            guard text.contains("func ") || text.contains("init("), !text.hasPrefix("//"),
                !text.hasPrefix("."), text.hasSuffix("{") || text.hasSuffix("(")
            else { continue }
            let indent = line.count - text.count
            let close = String(repeating: " ", count: indent) + "}"
            guard let end = lines[number...].firstIndex(where: { $0 == close }) else { continue }
            found.append(Function(line: number + 1, lineCount: end - number + 1))
        }
        return found
    }

    @Test("Nothing unfinished is marked in the code", arguments: folders)
    func nothingIsUnfinished(folder: String) {
        // Written in two pieces so that this file does not find itself.
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
        for file in Tree.swiftFiles(under: folder) {
            for (number, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) {
                    Issue.record("\(file.path):\(number + 1) is marked \(mark)")
                }
            }
        }
    }

    /// Every `withLock` of such a mutex wraps the closure twice more and writes it back, so that a
    /// call of it some hundred thousand looks later overflows the stack.
    @Test("No mutex holds a closure by itself", arguments: ["Sources", "Simulator/Sources"])
    func mutexesHoldNoClosure(folder: String) {
        for file in Tree.swiftFiles(under: folder) {
            for (number, line) in file.lines.enumerated() where line.contains("Mutex<(") {
                guard line.contains(") -> ") else { continue }
                Issue.record("\(file.path):\(number + 1): put the closure into a structure")
            }
        }
    }

    @Test("Types have names of the field", arguments: ["Sources", "Simulator/Sources"])
    func namesAreTheFields(folder: String) {
        let banned = ["Manager", "Helper", "Util", "Utils", "Handler"]
        let keywords: Set<Substring> = [
            "struct", "class", "enum", "protocol", "actor", "extension",
        ]
        for file in Tree.swiftFiles(under: folder) {
            for (number, line) in file.lines.enumerated() {
                let words = line.split { $0 == " " || $0 == ":" || $0 == "<" || $0 == "{" }
                guard let place = words.firstIndex(where: { keywords.contains($0) }),
                    place + 1 < words.count, words[place] != "extension", !line.contains("//")
                else { continue }
                for word in banned where words[place + 1].hasSuffix(word) {
                    Issue.record("\(file.path):\(number + 1): \(words[place + 1])")
                }
            }
        }
    }
}
