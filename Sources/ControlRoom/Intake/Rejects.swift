package import ConsoleAPI
internal import Synchronization
package import ValveModel

/// Messages and fields that were not accepted: counted by reason, the newest samples kept.
package final class Rejects: Sendable {
    private struct Sample: Sendable {
        var at: Moment
        var topic: String
        var excerpt: String
    }

    private struct Reason: Sendable {
        var count = 0
        var samples: [Sample] = []
    }

    /// Samples kept of one reason: enough to see whether one valve or many send them.
    static let sampleCountMax = 5
    /// Bytes of a body shown in a sample: the identity fields stand in front in every known
    /// firmware, and what follows could carry text that is nobody's business.
    static let excerptCountMax = 120

    private let reasons = Mutex<[String: Reason]>([:])

    package init() {}

    /// Counts without keeping a sample: for a sender that has used its allowance up.
    package func count(_ reason: RejectReason) {
        reasons.withLock { $0[reason.code, default: Reason()].count += 1 }
    }

    package func count(
        _ reason: RejectReason, topic: Span<UInt8>, body: Span<UInt8>, at now: Moment
    ) {
        let code = reason.code
        let sample = Sample(
            at: now, topic: Self.printable(topic, 200),
            excerpt: Self.printable(body, Self.excerptCountMax))
        reasons.withLock { reasons in
            var kept = reasons[code] ?? Reason()
            kept.count += 1
            // One topic has one sample, its newest, so that one sender does not push the others out.
            if let place = kept.samples.firstIndex(where: { $0.topic == sample.topic }) {
                kept.samples.remove(at: place)
            } else if kept.samples.count == Self.sampleCountMax {
                kept.samples.removeFirst()
            }
            kept.samples.append(sample)
            reasons[code] = kept
        }
    }

    /// All messages rejected or with a field passed over.
    package var total: Int { reasons.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    package func views(_ times: Timestamps) -> [RejectView] {
        reasons.withLock { $0 }.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map {
            RejectView(
                reason: $0.key, count: $0.value.count,
                samples: $0.value.samples.reversed().map {
                    RejectView.Sample(
                        at: times.text($0.at), topic: $0.topic, excerpt: $0.excerpt)
                })
        }
    }

    private static func printable(_ bytes: Span<UInt8>, _ countMax: Int) -> String {
        var text = ""
        for index in 0..<min(bytes.count, countMax) {
            let byte = bytes[index]
            if byte >= 0x20, byte < 0x7F {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }
        return bytes.count > countMax ? text + ".." : text
    }
}
