/// A set of households as bits, to count what sites gain together.
struct HomeSet: Sendable, Hashable {
    private(set) var words: [UInt64]

    init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

    mutating func insert(_ home: Int) { words[home / 64] |= 1 << UInt64(home % 64) }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// How many of this set are not in `other`.
    func count(without other: HomeSet) -> Int {
        var sum = 0
        for place in words.indices {
            sum &+= (words[place] & ~other.words[place]).nonzeroBitCount
        }
        return sum
    }

    func union(_ other: HomeSet) -> HomeSet {
        var both = self
        for place in words.indices { both.words[place] |= other.words[place] }
        return both
    }

    func isSubset(of other: HomeSet) -> Bool {
        for place in words.indices where words[place] & ~other.words[place] != 0 { return false }
        return true
    }
}
