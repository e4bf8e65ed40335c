public import CProcessor
public import Synchronization

/// A table from short keys to dense numbers 0, 1, 2 … in the order in which the keys came.
///
/// Any number of threads look keys up without a lock while others insert; inserting takes a lock
/// and is meant to be rare. A key keeps its number for good, and nothing is ever rehashed or moved.
///
/// Open addressing with linear probing, at most half full. The whole key is compared, so two keys
/// never share a number; the hash is seeded, so nobody outside can choose keys that collide.
/// Pages that no key has touched cost no memory, but keys spread over the whole table: choose the
/// capacity near the number expected (about 49 bytes for each of it are touched in the end).
@safe
public final class KeyIndex {
    @usableFromInline let pages: ReservedPages
    /// Hash tag (24 bits), key length (8 bits), number + 1 (32 bits); 0 is a free place.
    @usableFromInline let places: UnsafeMutablePointer<Atomic<UInt64>>
    /// One row of 32 bytes a key, zero behind the key's end.
    @usableFromInline let rows: UnsafeMutableRawPointer
    @usableFromInline let lengths: UnsafeMutablePointer<UInt8>
    @usableFromInline let placeMask: UInt64
    @usableFromInline let frontSeed: UInt64
    @usableFromInline let backSeed: UInt64
    private let published = Atomic<Int>(0)
    private let inserting = Mutex<Void>(())

    /// How many keys the table holds at most.
    public let capacity: Int

    /// The longest key in bytes.
    @inlinable public static var keyByteCountMax: Int { 32 }

    /// 2^28 keys of 49 bytes are 13 GiB: more is a mistaken unit. It also keeps a number far from
    /// filling the 32 bits it has in a place.
    private static let capacityMax = 1 << 28

    /// Makes an empty table.
    ///
    /// - Parameters:
    ///   - capacity: the most keys there may ever be, 1 to 2^28.
    ///   - seed: what the hash begins with; chosen at random when not given. It decides where keys
    ///     lie and never which numbers they get.
    public init(capacity: Int, seed: UInt64 = .random(in: .min ... .max)) {
        precondition(
            capacity > 0 && capacity <= Self.capacityMax,
            "A key index holds 1 to \(Self.capacityMax) keys.")
        var placeCount = 16
        while placeCount < capacity * 2 { placeCount *= 2 }
        self.capacity = capacity
        self.frontSeed = BodyHash.fold(seed ^ BodyHash.first, BodyHash.second)
        self.backSeed = BodyHash.fold(seed ^ BodyHash.third, BodyHash.fourth)
        self.placeMask = UInt64(placeCount - 1)
        let placesByteCount = placeCount * 8
        let rowsByteCount = capacity * Self.keyByteCountMax
        self.pages = ReservedPages(
            byteCount: placesByteCount + rowsByteCount + capacity, prefersHuge: true)
        // Safety: the three ranges follow each other inside the pages, the first two aligned to 32
        // bytes, and zero bytes are free places and empty rows.
        unsafe self.places = pages.base.bindMemory(to: Atomic<UInt64>.self, capacity: placeCount)
        unsafe self.rows = pages.base + placesByteCount
        unsafe self.lengths = (pages.base + placesByteCount + rowsByteCount)
            .bindMemory(to: UInt8.self, capacity: capacity)
    }

    /// How many keys there are. Every number below it can be asked for with `key(at:)`.
    public var count: Int { published.load(ordering: .acquiring) }

    /// The number of `key`, or nil when it was never inserted. Takes no lock and allocates nothing.
    ///
    /// - Parameter key: any bytes; an empty key or one over 32 bytes is never found.
    @inlinable
    public func find(_ key: Span<UInt8>) -> UInt32? {
        if key.count == 0 || key.count > Self.keyByteCountMax { return nil }
        // Safety: the pointer is used inside the closure only, and the count was checked.
        return unsafe key.withUnsafeBufferPointer { buffer in
            let bytes = UnsafeRawBufferPointer(buffer)
            return unsafe search(bytes, hash: hash(bytes)).number
        }
    }

    /// Begins to bring near where `key` would stand, for a `find` some hundred nanoseconds later: a
    /// table of tens of thousands of keys lies outside the caches by the time a key comes again.
    @inlinable @inline(__always)
    public func approach(_ key: Span<UInt8>) {
        if key.count == 0 || key.count > Self.keyByteCountMax { return }
        // Safety: the pointer is used inside the closure only, and the count was checked; the place
        // lies below the mask, and asking for its line reads and changes nothing.
        unsafe key.withUnsafeBufferPointer { buffer in
            let place = unsafe hash(UnsafeRawBufferPointer(buffer)) & placeMask
            unsafe cprocessor_fetch(places + Int(truncatingIfNeeded: place))
        }
    }

    /// The number of `key`, inserting it when it is new.
    ///
    /// - Parameter key: 1 to 32 bytes; other lengths trap, so check what comes from outside.
    /// - Returns: the key's number, old or new, or nil when the key is new and the table is full.
    public func insert(_ key: Span<UInt8>) -> UInt32? {
        precondition(
            key.count > 0 && key.count <= Self.keyByteCountMax, "A key has 1 to 32 bytes.")
        if let number = find(key) { return number }
        // Safety: the pointer is used inside the closure only, and the count was checked.
        return unsafe key.withUnsafeBufferPointer { buffer in
            let bytes = UnsafeRawBufferPointer(buffer)
            return inserting.withLock { _ in unsafe insertLocked(bytes) }
        }
    }

    /// The key with the given number and its length in bytes; bytes behind the length are zero.
    ///
    /// - Parameter number: 0 to `count` - 1.
    public func key(at number: UInt32) -> (bytes: InlineArray<32, UInt8>, count: Int) {
        precondition(Int(number) < count, "A key is asked for by a number that was given out.")
        // Safety: the row and length lie inside their ranges and were written before the count
        // this thread has just seen.
        let row = unsafe (rows + Int(number) * Self.keyByteCountMax)
            .load(as: InlineArray<32, UInt8>.self)
        return (row, Int(unsafe lengths[Int(number)]))
    }
}

// Safety: rows and lengths are written under the lock and published by a releasing store before any
// reader can learn their number; places are atomic; the rest never changes.
extension KeyIndex: @unchecked Sendable {}

extension KeyIndex {
    /// Where a search ended: the key's number, or the free place where it belongs.
    @usableFromInline
    struct SearchEnd {
        @usableFromInline var number: UInt32?
        @usableFromInline var place: UInt64

        @inlinable
        init(number: UInt32?, place: UInt64) {
            self.number = number
            self.place = place
        }
    }

    // Safety: both branches load within the count, as `ShortKey` and `BodyHash` say.
    @inlinable @inline(__always)
    func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        let length = UInt64(truncatingIfNeeded: count) &* BodyHash.third
        if count <= 16 {
            let (low, high) = unsafe ShortKey.words(bytes, count)
            return BodyHash.fold(low ^ frontSeed, high ^ backSeed ^ length)
        }
        let front = unsafe BodyHash.fold(
            BodyHash.word(bytes, 0) ^ frontSeed, BodyHash.word(bytes, 8) ^ backSeed)
        return unsafe BodyHash.fold(
            BodyHash.word(bytes, count - 16) ^ front,
            BodyHash.word(bytes, count - 8) ^ backSeed ^ length)
    }

    /// The top half of a place for this hash and length: 24 bits that the home place does not use.
    @inlinable @inline(__always)
    static func tag(_ hash: UInt64, _ length: Int) -> UInt64 {
        (hash >> 40) << 8 | UInt64(truncatingIfNeeded: length)
    }

    // Safety: a place is read atomically and below the mask; the row it names was written before
    // the place was. The loop ends because at least half of the places are free.
    @inlinable @inline(__always)
    func search(_ bytes: UnsafeRawBufferPointer, hash: UInt64) -> SearchEnd {
        let tag = Self.tag(hash, bytes.count)
        var place = hash & placeMask
        while true {
            let entry = unsafe places[Int(truncatingIfNeeded: place)].load(ordering: .acquiring)
            if entry == 0 { return SearchEnd(number: nil, place: place) }
            if entry >> 32 == tag {
                let number = UInt32(truncatingIfNeeded: entry) &- 1
                if unsafe matches(bytes, rows + Int(number) * Self.keyByteCountMax) {
                    return SearchEnd(number: number, place: place)
                }
            }
            place = (place + 1) & placeMask
        }
    }

    // Safety: both sides have at least `bytes.count` bytes, and the words compared cover them all.
    @inlinable @inline(__always)
    func matches(_ bytes: UnsafeRawBufferPointer, _ row: UnsafeMutableRawPointer) -> Bool {
        let count = bytes.count
        let stored = unsafe UnsafeRawBufferPointer(start: row, count: count)
        if count <= 16 {
            let (low, high) = unsafe ShortKey.words(bytes, count)
            let (storedLow, storedHigh) = unsafe ShortKey.words(stored, count)
            return (low ^ storedLow) | (high ^ storedHigh) == 0
        }
        // Safety: both sides have more than 16 bytes here, so every word lies inside.
        let front = unsafe BodyHash.word(bytes, 0) ^ BodyHash.word(stored, 0)
        let second = unsafe BodyHash.word(bytes, 8) ^ BodyHash.word(stored, 8)
        let third = unsafe BodyHash.word(bytes, count - 16) ^ BodyHash.word(stored, count - 16)
        let back = unsafe BodyHash.word(bytes, count - 8) ^ BodyHash.word(stored, count - 8)
        return front | second | third | back == 0
    }

    // Safety: only one thread is in here at a time, by the lock. The row and length are written
    // before the releasing store of their place, and the number is below the capacity. The count
    // comes before the place: whoever finds a number finds it counted.
    func insertLocked(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
        let hash = unsafe hash(bytes)
        let end = unsafe search(bytes, hash: hash)
        if let number = end.number { return number }
        let number = published.load(ordering: .relaxed)
        if number == capacity { return nil }
        unsafe UnsafeMutableRawBufferPointer(
            start: rows + number * Self.keyByteCountMax, count: bytes.count
        ).copyMemory(from: bytes)
        // Safety: the number is below the capacity, checked above, and only this thread writes it.
        unsafe lengths[number] = UInt8(bytes.count)
        let entry = Self.tag(hash, bytes.count) << 32 | UInt64(number + 1)
        published.store(number + 1, ordering: .releasing)
        unsafe places[Int(truncatingIfNeeded: end.place)].store(entry, ordering: .releasing)
        return UInt32(truncatingIfNeeded: number)
    }
}
