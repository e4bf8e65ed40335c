public import Synchronization

/// The end of a ring that takes.
///
/// It may be handed to another thread but is used by one thread at a time; that is the caller's
/// duty, and nothing checks it.
@safe
public final class RingConsumer<Element: BitwiseCopyable> {
    @usableFromInline let storage: RingStorage<Element>
    @usableFromInline let tail: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let head: UnsafeMutablePointer<Atomic<UInt64>>
    @usableFromInline let end: UnsafeMutablePointer<RingEnd>
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let mask: UInt64
    /// Keeps this object's reference count 128 bytes away from whatever the allocator puts next to
    /// it, which is likely to be the other end.
    private let padding = InlineArray<16, UInt64>(repeating: 0)

    /// How many records the ring holds at most.
    public let capacity: Int

    init(_ storage: RingStorage<Element>) {
        self.storage = storage
        self.mask = UInt64(storage.capacity - 1)
        self.capacity = storage.capacity
        // Safety: the pointers are valid while `storage` lives, and this object holds it.
        unsafe self.tail = storage.tail
        unsafe self.head = storage.head
        unsafe self.end = storage.consumerEnd
        unsafe self.slots = storage.slots
    }

    /// How many records were taken since the ring was made. The next record taken has this
    /// sequence number; `taken` on this end equals `pushed` on the other when the ring is empty.
    @inlinable
    public var taken: UInt64 {
        // Safety: the private line belongs to the consumer's thread, which is the one here.
        unsafe end.pointee.position
    }

    /// How many records wait now. The producer can only make it grow.
    @inlinable
    public var count: Int {
        // Safety: `end` belongs to this thread, and the cursor is read atomically.
        unsafe end.pointee.oppositeSeen = tail.pointee.load(ordering: .acquiring)
        return unsafe Int(truncatingIfNeeded: end.pointee.oppositeSeen &- end.pointee.position)
    }

    /// Whether no record waits now; always a fresh look at the producer's cursor.
    ///
    /// A consumer about to sleep raises its flag, passes a sequentially consistent fence and only
    /// then asks; the producer does the same between its push and its look at the flag.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// Takes one record, or nil when none waits.
    @inlinable
    public func pop() -> Element? {
        // Safety: `end` belongs to this thread; a slot before the producer's cursor was written
        // before the releasing store that this thread has seen, and stays ours until our own.
        let position = unsafe end.pointee.position
        if unsafe position == end.pointee.oppositeSeen {
            unsafe end.pointee.oppositeSeen = tail.pointee.load(ordering: .acquiring)
            if unsafe position == end.pointee.oppositeSeen { return nil }
        }
        let element = unsafe slots[Int(truncatingIfNeeded: position & mask)]
        unsafe end.pointee.position = position &+ 1
        unsafe head.pointee.store(position &+ 1, ordering: .releasing)
        return element
    }

    /// Lends the waiting records to `body`, oldest first, and gives their slots back at the end in
    /// one step.
    ///
    /// The record is valid during its call only. `body` must not use this end of the ring.
    ///
    /// - Parameter countMax: the most records to take, 1 to `capacity`.
    /// - Returns: how many were taken; fewer than `countMax` means that the ring was empty behind
    ///   the last one when the call began.
    @inlinable
    public func drain(countMax: Int, _ body: (borrowing Element) -> Void) -> Int {
        let (position, taking) = claim(countMax: countMax)
        if taking == 0 { return 0 }
        // Two runs cost a tenth less a record than one whose index is masked.
        let first = Int(truncatingIfNeeded: position & mask)
        let firstRunCount = min(taking, capacity - first)
        // Safety: the claimed slots were written before the cursor that this thread has seen, and stay
        // ours until they are given back.
        for index in first..<(first + firstRunCount) { unsafe body(slots[index]) }
        for index in 0..<(taking - firstRunCount) { unsafe body(slots[index]) }
        giveBack(through: position &+ UInt64(taking))
        return taking
    }

    /// How many records ahead `ahead` is told: a record costs some 100 ns, so that what is asked for
    /// eight of them before has come from any memory.
    @inlinable static var aheadCount: Int { 8 }

    /// Lends the waiting records to `body` as the other `drain` does, and before that each of them to
    /// `ahead`, which begins to fetch what `body` will need.
    @inlinable
    public func drain(
        countMax: Int, ahead: (borrowing Element) -> Void, _ body: (borrowing Element) -> Void
    ) -> Int {
        let (position, taking) = claim(countMax: countMax)
        if taking == 0 { return 0 }
        // Safety: the claimed slots were written before the cursor that this thread has seen, and stay
        // ours until they are given back.
        for index in 0..<min(taking, Self.aheadCount) { unsafe ahead(slots[slot(position, index)]) }
        for index in 0..<taking {
            if index + Self.aheadCount < taking {
                unsafe ahead(slots[slot(position, index + Self.aheadCount)])
            }
            unsafe body(slots[slot(position, index)])
        }
        giveBack(through: position &+ UInt64(taking))
        return taking
    }

    @inlinable @inline(__always)
    func slot(_ position: UInt64, _ index: Int) -> Int {
        Int(truncatingIfNeeded: (position &+ UInt64(truncatingIfNeeded: index)) & mask)
    }

    /// Where the waiting records begin, and how many of them are to be taken.
    @inlinable @inline(__always)
    func claim(countMax: Int) -> (position: UInt64, count: Int) {
        precondition(
            countMax > 0 && countMax <= capacity,
            "A drain takes at least one record and at most the ring's capacity.")
        // Safety: as in `pop`, for all the slots between the two cursors at once.
        let position = unsafe end.pointee.position
        var waiting = unsafe Int(truncatingIfNeeded: end.pointee.oppositeSeen &- position)
        if waiting < countMax { waiting = count }
        return (position, min(waiting, countMax))
    }

    @inlinable @inline(__always)
    func giveBack(through position: UInt64) {
        // Safety: only the consumer's thread writes its end, and the store releases the slots read.
        unsafe end.pointee.position = position
        unsafe head.pointee.store(position, ordering: .releasing)
    }
}

// Safety: what both ends touch is the two cursors, which are atomic, and slots, which change hands
// by a releasing store and an acquiring load; the rest belongs to one thread by contract.
extension RingConsumer: @unchecked Sendable where Element: Sendable {}
