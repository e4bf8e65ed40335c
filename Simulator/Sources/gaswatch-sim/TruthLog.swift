internal import FoundationEssentials
internal import LinuxPlatform
internal import SimulatedDistrict

/// Writes what the witness saw, a JSON object a line: the run's identity, its facts, its ending.
/// `gaswatch-sim score` judges by it once more.
final class TruthLog {
    /// Facts encoded in one turn of the run: about a millisecond's work, so that the log never
    /// delays a message that is due.
    private static let turnMax = 100

    private let file: AppendFile
    private let encoder = JSONEncoder()
    private var waiting: [WitnessedFact] = []
    private var written = 0

    init(path: String, _ identity: RunIdentity) throws {
        file = try AppendFile(path: path)
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try append(identity)
    }

    private func append(_ line: some Encodable) throws {
        try file.append(Array(try encoder.encode(line)) + [0x0A])
    }

    /// Takes facts, and writes some of those that wait.
    func note(_ facts: [WitnessedFact]) throws {
        waiting += facts
        try write(atMost: Self.turnMax)
    }

    private func write(atMost count: Int) throws {
        let end = min(waiting.count, written + count)
        guard end > written else { return }
        var bytes: [UInt8] = []
        for fact in waiting[written..<end] { bytes += Array(try encoder.encode(fact)) + [0x0A] }
        try file.append(bytes)
        written = end
        // Taking a few off the front of a long list would move the rest each time.
        if written == waiting.count {
            waiting = []
            written = 0
        }
    }

    func end(_ ending: RunEnding) throws {
        try write(atMost: .max - written)
        try append(ending)
    }
}
