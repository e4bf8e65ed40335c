import Foundation
import Testing
import ValveModel

@testable import ValveWire

/// Foundation's parser is the reference. Where the two differ on purpose: a repeated boot, seq or
/// alarm is refused here; a byte order mark and UTF-16 or UTF-32 texts are not read here, nor a comma
/// before a closing brace or bracket, which RFC 8259 does not know and Foundation takes; a number too large for a `Double` is well formed here and only out of its field's range.
@Suite("Mutated bodies")
struct MutationTests {
    struct Seeded {
        var state: UInt64
        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
    }

    static let seeds: [String] = [
        contractBody, "{\"boot\":12,\"seq\":3401,\"gas\":1.2,\"flow\":0.18,\"pressure\":2.05}",
        "{\"boot\":1,\"seq\":2,\"gas\":-1.5e-1,\"x\":{\"a\":[1,\"\\u00e9\\n\",null]},\"flow\":1E1}",
        "{\"seq\":4294967295,\"boot\":0,\"flags\":[\"tamper\",\"潮\"],\"alarm\":\"shutoff\"}",
    ]
    static let pieces: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "E+9", " ", "null",
            "true",
            "\\u0000", "\\ud800", "\u{7f}", "\n", "\"gas\":7,", "潮",
        ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3]]

    static func mutant(_ random: inout Seeded) -> [UInt8] {
        var body = Array(seeds[random.below(seeds.count)].utf8)
        for _ in 0...random.below(3) {
            let at = random.below(body.count)
            switch random.below(5) {
            case 0: body[at] = UInt8(random.below(256))
            case 1: body.remove(at: at)
            case 2: body.insert(contentsOf: pieces[random.below(pieces.count)], at: at)
            case 3: body.swapAt(at, random.below(body.count))
            default: body.replaceSubrange(at..<(at + 1), with: pieces[random.below(pieces.count)])
            }
            if body.isEmpty { return [0x7B] }
        }
        return body
    }

    @Test(
        "The decoder agrees with Foundation on 200,000 mutants",
        arguments: 1...4 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) {
        var random = Seeded(state: seed)
        var (agreed, refused) = (0, 0)
        for _ in 0..<50_000 {
            let body = Self.mutant(&random)
            let ours = Decoded(body)
            let theirs =
                try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
            if ours.refusal == nil {
                guard let theirs else {
                    // Numbers beyond a Double are the one kind Foundation alone refuses.
                    if !Self.hasHugeNumber(body) { Self.record(body, "accepted here alone") }
                    continue
                }
                Self.compare(ours, theirs, body)
                agreed += 1
            } else if let theirs, Self.isIdentity(theirs["boot"]), Self.isIdentity(theirs["seq"]) {
                let isExplained =
                    ours.refusal == .identityRepeated || body.contains(0) || body[0] == 0xEF
                    || Self.hasLooseComma(body)
                if !isExplained {
                    Self.record(body, "refused here alone: \(ours.refusal ?? .empty)")
                }
            } else {
                refused += 1
            }
        }
        #expect(agreed > 5_000 && refused > 5_000)
    }

    static func isIdentity(_ value: Any?) -> Bool {
        guard let number = value as? NSNumber, !(value is Bool) else { return false }
        return UInt32(exactly: number.doubleValue) != nil
    }

    static func hasHugeNumber(_ body: [UInt8]) -> Bool {
        let text = String(decoding: body, as: UTF8.self)
        return text.firstMatch(of: /[eE]\+?[0-9]{3,}/) != nil
    }

    static func hasLooseComma(_ body: [UInt8]) -> Bool {
        String(decoding: body, as: UTF8.self).firstMatch(of: /,\s*[}\]]/) != nil
    }

    static func compare(_ ours: Decoded, _ theirs: [String: Any], _ body: [UInt8]) {
        let text = String(decoding: body, as: UTF8.self)
        guard
            (theirs["boot"] as? NSNumber)?.doubleValue == Double(ours.reading.boot),
            (theirs["seq"] as? NSNumber)?.doubleValue == Double(ours.reading.sequence)
        else { return record(body, "another identity") }
        // Which of two equal keys stands is not the reference's to say.
        guard !ours.reasons.contains("field_repeated"), !text.contains("true") else { return }
        if let gas = theirs["gas"] as? NSNumber, gas.doubleValue >= -5 {
            let expected = Float(min(max(gas.doubleValue, 0), 100))
            if ours.reading.gas != expected { record(body, "another gas") }
        }
        if let flow = theirs["flow"] as? NSNumber, (0...25).contains(flow.doubleValue) {
            if ours.reading.flow != Float(flow.doubleValue) { record(body, "another flow") }
        }
    }

    static func record(_ body: [UInt8], _ what: String) {
        Issue.record("\(what): \(String(decoding: body, as: UTF8.self))")
    }
}
