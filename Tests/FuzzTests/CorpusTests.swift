import Foundation
import ReaderChecks
import Testing

/// A bounded run of the fuzzer's checks: every input that is kept, and mutants of them. `make fuzz`
/// goes on from here with a fuzzer that sees which code an input reaches.
@Suite("Readers against strict references")
struct CorpusTests {
    private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/Corpus")

    /// Mutants of each reader: two seconds of a debug build on one core, four for the settings,
    /// which open four files each.
    private static let mutantCounts = ["settings": 1_500, "registry": 6_000]
    private static let mutantCountOther = 12_000

    private static func inputs(_ name: String) throws -> [(file: String, bytes: [UInt8])] {
        let folder = corpus.appending(path: name)
        return try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).sorted { $0.path() < $1.path() }.map {
            ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0)))
        }
    }

    @Test("Every input of the corpus agrees", arguments: ReaderCheck.all.map(\.name))
    func corpus(name: String) throws {
        let check = try #require(ReaderCheck.all.first { $0.name == name })
        let inputs = try Self.inputs(name)
        #expect(inputs.count >= 5)
        for input in inputs {
            let difference = check.judge(input.bytes)
            #expect(difference == nil, "\(name)/\(input.file)")
        }
    }

    @Test("Mutants of the corpus agree", arguments: ReaderCheck.all.map(\.name))
    func mutants(name: String) throws {
        let check = try #require(ReaderCheck.all.first { $0.name == name })
        var mutator = Mutator(seeds: try Self.inputs(name).map(\.bytes), state: 20_261_125)
        for _ in 0..<(Self.mutantCounts[name] ?? Self.mutantCountOther) {
            let mutant = mutator.next()
            if let difference = check.judge(mutant) {
                Issue.record("\(difference): \(Data(mutant).base64EncodedString())")
                return
            }
        }
    }

    @Test(
        "The reference refuses what RFC 8259 refuses and takes what it takes",
        arguments: [
            ("{}", true), ("[1,2.5e-3,-0,\"\\u00e9\\ud83d\\ude00\",null,true,false]", true),
            (" \t\r\n1 ", true), ("\"\u{7f}\"", true), ("", false), ("{,}", false), ("[1,]", false),
            ("{\"a\":1,}", false), ("01", false), ("-", false), ("1.", false), (".5", false),
            ("+1", false), ("1e", false), ("NaN", false), ("'a'", false), ("{a:1}", false),
            ("\"\n\"", false), ("\"\\x\"", false), ("\"\\ud800\"", false), ("\"\\u12\"", false),
            ("[] []", false), ("\u{feff}{}", false), ("tru", false), ("{\"a\" 1}", false),
        ])
    func reference(text: String, isJSON: Bool) {
        #expect((StrictJSON(Array(text.utf8)) != nil) == isJSON)
    }

    @Test("The reference refuses bytes that are not UTF-8")
    func utf8() {
        for bytes in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF]]
            as [[UInt8]]
        {
            #expect(StrictJSON([0x22] + bytes + [0x22]) == nil)
        }
    }
}

/// Mutants of seed inputs from one number: bytes changed, removed, doubled, pieces put in, and two
/// inputs joined.
private struct Mutator {
    let seeds: [[UInt8]]
    var state: UInt64

    static let pieces: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-1", ".", "e9", " ", "null", "true",
            "\\u0000", "\\ud800", "\\ud83d\\ude00", "\n", "\r\n", "\"boot\":", "\"seq\":1,", "/",
            "#",
            "- ", "&a ", "*a", "!!int ", "潮", "4294967295", "1e400", "\"gas\":7,", "\"\"",
        ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xEF, 0xBB, 0xBF]]

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, limit)))
    }

    mutating func next() -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0...below(4) {
            let place = below(bytes.count + 1)
            switch below(6) {
            case 0 where place < bytes.count: bytes[place] = UInt8(below(256))
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: place)
            case 3 where place < bytes.count: bytes.swapAt(place, below(bytes.count))
            case 4:
                let end = min(bytes.count, place + below(12))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            default:
                let other = seeds[below(seeds.count)]
                bytes = Array(bytes.prefix(place)) + other.suffix(below(other.count))
            }
        }
        return bytes
    }
}
