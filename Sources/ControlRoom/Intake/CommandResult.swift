internal import Foundation
internal import ValveWire

/// Body of a valve's result topic.
package struct CommandResult: Decodable, Sendable {
    package var id: String
    package var outcome: String
    package var position: String?

    /// What may become of a command (contract, section 2).
    static let outcomes: Set<String> = [
        "accepted", "closed", "done", "failed", "expired", "refused",
    ]

    /// Reads a body; `nil` when it is none.
    package init?(_ body: Span<UInt8>) {
        guard body.count <= ReadingDecoder.bodyCountMax, JSONText.isObject(body) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count)
        for index in 0..<body.count { bytes.append(body[index]) }
        guard let read = try? JSONDecoder().decode(CommandResult.self, from: Data(bytes)),
            Self.outcomes.contains(read.outcome)
        else { return nil }
        self = read
    }
}
