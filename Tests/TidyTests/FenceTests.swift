import Foundation
import Testing

/// The only targets that may touch raw memory.
private let fenced: Set<String> = ["FlatStore", "RingBuffer", "LinuxPlatform", "Mosquitto"]

private let unsafeWords = [
    "unsafe ", "@unchecked Sendable", "nonisolated(unsafe)", "UnsafePointer",
    "UnsafeMutablePointer",
    "UnsafeRawPointer", "UnsafeMutableRawPointer", "UnsafeBufferPointer",
    "UnsafeMutableBufferPointer", "UnsafeRawBufferPointer", "OpaquePointer",
]

@Suite("Unsafe fence")
struct FenceTests {
    private func code(_ line: Substring) -> String {
        var text = String(line)
        if let comment = text.range(of: "//") { text = String(text[..<comment.lowerBound]) }
        return text
    }

    @Test("Raw memory appears only inside the fence")
    func fenceHolds() {
        for file in Tree.swiftFiles(under: "Sources") where !fenced.contains(file.target) {
            for (number, line) in file.lines.enumerated() {
                let text = code(line)
                for word in unsafeWords where text.contains(word) {
                    Issue.record("\(file.path):\(number + 1) uses '\(word)' outside the fence")
                }
            }
        }
    }

    @Test("Inside the fence every unsafe use stands under its Safety sentence")
    func everyUseIsExplained() {
        for file in Tree.swiftFiles(under: "Sources") where fenced.contains(file.target) {
            let lines = file.lines
            for (number, line) in lines.enumerated() where code(line).contains("unsafe ") {
                // One sentence may cover a short block: it is looked for in the twelve lines above.
                let above = lines[max(0, number - 12)...number]
                #expect(
                    above.contains { $0.contains("Safety:") },
                    "\(file.path):\(number + 1) has no Safety sentence")
            }
        }
    }
}
