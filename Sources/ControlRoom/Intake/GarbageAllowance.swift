internal import FlatStore
internal import ValveModel

/// How much garbage each valve may be answered and shown: so many at once, then one a second. Beyond
/// it a message is only counted. Everything a lane does about garbage that costs more than a count (a
/// sample, a `nak`, a finding) goes by this allowance, so a valve that floods costs the others nothing.
///
/// Constant time, and no memory after the start: one word a valve.
struct GarbageAllowance {
    /// Garbage in a row that is dealt with in full. Somebody who tries a firmware out sends dozens
    /// and wants each answered; a flood is thousands a second.
    static let burst: Int64 = 100
    /// After the burst one a second: enough to see that it goes on, and what it is by now.
    static let every = Lapse.seconds(1)
    /// Words for senders that are not in the table: they share one where their hashes meet. Ten
    /// times the centres and strangers that a district sees in a day; 32 KiB.
    static let strangerWordCount = 4_096

    /// When the allowance of each row, then of each stranger's word, will be whole again.
    private var wholeAt: [Int64]
    private let rowCount: Int
    private let seed: UInt64

    /// - Parameter rowCount: rows of the valve table.
    init(rowCount: Int, seed: UInt64 = .random(in: .min ... .max)) {
        self.rowCount = rowCount
        self.seed = seed
        wholeAt = Array(repeating: .min / 2, count: rowCount + Self.strangerWordCount)
    }

    /// Takes one piece of a known valve's allowance; whether there was one.
    mutating func take(row: UInt32, at now: Moment) -> Bool {
        take(place: min(Int(row), rowCount - 1), at: now)
    }

    /// Takes one piece of the allowance of somebody who is not in the table, by name or topic.
    mutating func take(stranger: Span<UInt8>, at now: Moment) -> Bool {
        let hash = BodyHash.of(stranger, seed: seed)
        return take(place: rowCount + Int(hash % UInt64(Self.strangerWordCount)), at: now)
    }

    private mutating func take(place: Int, at now: Moment) -> Bool {
        let next = max(wholeAt[place], now.milliseconds) + Self.every.milliseconds
        guard next - now.milliseconds <= Self.burst * Self.every.milliseconds else { return false }
        wholeAt[place] = next
        return true
    }
}
