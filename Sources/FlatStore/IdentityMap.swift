/// A map from one 64-bit number to another, for one thread.
///
/// Open addressing with linear probing in one array of pairs, never more than half full, so that a
/// look-up is one multiplication and as a rule one cache line. It doubles when it would pass half
/// full; a removal closes the gap behind it and leaves no tombstones. A value of its own like any
/// other: copies do not see each other's changes.
public struct IdentityMap: Sendable {
    @usableFromInline
    struct Pair: BitwiseCopyable, Sendable {
        /// 0 marks a free pair; the key 0 lives in `zeroValue` instead.
        @usableFromInline var key: UInt64
        @usableFromInline var value: UInt64

        @inlinable
        init(key: UInt64, value: UInt64) {
            self.key = key
            self.value = value
        }
    }

    @usableFromInline var pairs: [Pair]
    @usableFromInline var zeroValue: UInt64?
    @usableFromInline var pairCount: Int

    /// The smallest table: 16 pairs of 16 bytes are four cache lines.
    @usableFromInline static var pairCountMin: Int { 16 }

    /// Makes an empty map with room for `capacity` keys before it first grows.
    public init(capacity: Int = 0) {
        precondition(capacity >= 0, "A map's capacity is not negative.")
        var size = Self.pairCountMin
        while size < capacity * 2 { size *= 2 }
        self.pairs = Array(repeating: Pair(key: 0, value: 0), count: size)
        self.pairCount = 0
    }

    /// How many keys have a value.
    @inlinable
    public var count: Int { pairCount + (zeroValue == nil ? 0 : 1) }

    /// Whether no key has a value.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// The value of `key`, or nil; setting nil removes the key.
    @inlinable
    public subscript(key: UInt64) -> UInt64? {
        get {
            if key == 0 { return zeroValue }
            let place = place(of: key)
            return pairs[place].key == key ? pairs[place].value : nil
        }
        set {
            if let newValue { insert(newValue, for: key) } else { remove(key) }
        }
    }

    /// Gives `key` the value, in place of an older one.
    ///
    /// - Returns: the value the key had before, or nil.
    @inlinable @discardableResult
    public mutating func insert(_ value: UInt64, for key: UInt64) -> UInt64? {
        if key == 0 {
            let old = zeroValue
            zeroValue = value
            return old
        }
        var place = place(of: key)
        if pairs[place].key == key {
            let old = pairs[place].value
            pairs[place].value = value
            return old
        }
        if (pairCount + 1) * 2 > pairs.count {
            grow()
            place = self.place(of: key)
        }
        pairs[place] = Pair(key: key, value: value)
        pairCount += 1
        return nil
    }

    /// Takes the key away and returns the value it had, or nil.
    @inlinable @discardableResult
    public mutating func remove(_ key: UInt64) -> UInt64? {
        if key == 0 {
            let old = zeroValue
            zeroValue = nil
            return old
        }
        var gap = place(of: key)
        guard pairs[gap].key == key else { return nil }
        let old = pairs[gap].value
        let mask = pairs.count - 1
        var next = (gap + 1) & mask
        while pairs[next].key != 0 {
            // A pair may fill the gap when its home does not lie behind the gap on its way.
            let home = home(of: pairs[next].key)
            if (next - home) & mask >= (next - gap) & mask {
                pairs[gap] = pairs[next]
                gap = next
            }
            next = (next + 1) & mask
        }
        pairs[gap] = Pair(key: 0, value: 0)
        pairCount -= 1
        return old
    }

    /// Takes all keys away and keeps the memory.
    public mutating func removeAll() {
        for place in pairs.indices { pairs[place] = Pair(key: 0, value: 0) }
        pairCount = 0
        zeroValue = nil
    }

    /// The pair at which the search for `key` begins: the top bits of a multiplication by 2^64
    /// over the golden ratio, which spreads neighbouring keys evenly.
    @inlinable
    func home(of key: UInt64) -> Int {
        let spread = (key ^ key >> 32) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: spread >> UInt64(64 - pairs.count.trailingZeroBitCount))
    }

    /// The pair that holds `key`, or the free pair where it belongs. Ends because at least half
    /// of the pairs are free.
    @inlinable
    func place(of key: UInt64) -> Int {
        let mask = pairs.count - 1
        var place = home(of: key)
        while pairs[place].key != 0 && pairs[place].key != key { place = (place + 1) & mask }
        return place
    }

    @usableFromInline
    mutating func grow() {
        let old = pairs
        pairs = Array(repeating: Pair(key: 0, value: 0), count: old.count * 2)
        for pair in old where pair.key != 0 { pairs[place(of: pair.key)] = pair }
    }
}
