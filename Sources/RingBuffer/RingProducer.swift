public import Synchronization

/// The end of a ring that pushes.
///
/// It may be handed to another thread but is used by one thread at a time; that is the caller's
/// duty, and nothing checks it.
@safe
public final class RingProducer<Element: BitwiseCopyable> {
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
        unsafe self.end = storage.producerEnd
        unsafe self.slots = storage.slots
    }

    /// The sequence number after the last push: how many records were pushed since the ring was
    /// made. The first record has the sequence 0 and leaves 1 here. A million records a second
    /// would take 580,000 years to wrap it.
    @inlinable
    public var pushed: UInt64 {
        // Safety: the private line belongs to the producer's thread, which is the one here.
        unsafe end.pointee.position
    }

    /// How many records can be pushed now. The consumer can only make it grow.
    @inlinable
    public var freeCount: Int {
        // Safety: `end` belongs to this thread, and the cursor is read atomically.
        unsafe end.pointee.oppositeSeen = head.pointee.load(ordering: .acquiring)
        let used = unsafe end.pointee.position &- end.pointee.oppositeSeen
        return capacity - Int(truncatingIfNeeded: used)
    }

    /// Pushes one record.
    ///
    /// - Returns: false when the ring is full; the record was not taken and nothing changed.
    @inlinable
    public func push(_ element: Element) -> Bool {
        // Safety: `end` belongs to this thread; the slot at `position` is the producer's until the
        // releasing store, because the consumer's cursor is proven less than `capacity` behind.
        let position = unsafe end.pointee.position
        if unsafe position &- end.pointee.oppositeSeen > mask {
            unsafe end.pointee.oppositeSeen = head.pointee.load(ordering: .acquiring)
            if unsafe position &- end.pointee.oppositeSeen > mask { return false }
        }
        unsafe (slots + Int(truncatingIfNeeded: position & mask)).initialize(to: element)
        unsafe end.pointee.position = position &+ 1
        unsafe tail.pointee.store(position &+ 1, ordering: .releasing)
        return true
    }

    /// Pushes the records from the front of `elements` that fit, and makes them visible at once.
    ///
    /// - Returns: how many were pushed; fewer than given when the ring became full.
    @inlinable
    public func push(contentsOf elements: Span<Element>) -> Int {
        // Safety: as in `push`; the two runs below cover `count` free slots and as many elements,
        // and the runs end where the slots end.
        let position = unsafe end.pointee.position
        var free = unsafe capacity - Int(truncatingIfNeeded: position &- end.pointee.oppositeSeen)
        if free < elements.count { free = freeCount }
        let count = min(free, elements.count)
        if count == 0 { return 0 }
        let first = Int(truncatingIfNeeded: position & mask)
        let firstRunCount = min(count, capacity - first)
        unsafe elements.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (slots + first).update(from: start, count: firstRunCount)
            unsafe slots.update(from: start + firstRunCount, count: count - firstRunCount)
        }
        // Safety: only the producer's thread writes its end, and the store publishes the slots written.
        unsafe end.pointee.position = position &+ UInt64(count)
        unsafe tail.pointee.store(position &+ UInt64(count), ordering: .releasing)
        return count
    }
}

// Safety: what both ends touch is the two cursors, which are atomic, and slots, which change hands
// by a releasing store and an acquiring load; the rest belongs to one thread by contract.
extension RingProducer: @unchecked Sendable where Element: Sendable {}
