public import FlatStore
public import Synchronization

/// Where things stand in the memory both ends of a ring share.
///
/// Every line below is written by one thread. Lines are 128 bytes apart, because the adjacent-line
/// prefetcher of current x86 cores and the cache lines of Apple and some Arm cores both make
/// 128 bytes the distance at which two writers stop disturbing each other.
@usableFromInline
enum RingLayout {
    /// Distance between things that different threads write.
    @usableFromInline static let lineStride = 128
    /// The producer's published cursor: how many records were ever pushed.
    @usableFromInline static let tailOffset = 0
    /// The consumer's published cursor: how many records were ever taken.
    @usableFromInline static let headOffset = 128
    /// The producer's private line.
    @usableFromInline static let producerOffset = 256
    /// The consumer's private line.
    @usableFromInline static let consumerOffset = 384
    /// The first slot.
    @usableFromInline static let slotsOffset = 512

    /// 2^30 slots of 64 bytes are 64 GiB, more than any machine this runs on has; beyond it lies a
    /// mistaken unit, not a bigger ring.
    @usableFromInline static let capacityLog2Max = 30
}

/// What one end of a ring knows by itself: no other thread reads or writes it.
@usableFromInline
struct RingEnd: BitwiseCopyable {
    /// The end's own cursor, a copy of what it published last.
    @usableFromInline var position: UInt64
    /// The opposite cursor as last seen; refreshed only when it no longer suffices.
    @usableFromInline var oppositeSeen: UInt64
}

/// The memory of one ring. It lives as long as either end.
@safe @usableFromInline
final class RingStorage<Element: BitwiseCopyable> {
    @usableFromInline let pages: ReservedPages
    @usableFromInline let capacity: Int

    @usableFromInline
    init(capacityLog2: Int) {
        precondition(
            (0...RingLayout.capacityLog2Max).contains(capacityLog2),
            "A ring holds 2^0 to 2^\(RingLayout.capacityLog2Max) records.")
        precondition(
            MemoryLayout<Element>.alignment <= RingLayout.lineStride,
            "A ring's record may be aligned to 128 bytes at most.")
        precondition(
            MemoryLayout<Atomic<UInt64>>.size == MemoryLayout<UInt64>.size
                && MemoryLayout<RingEnd>.size <= RingLayout.lineStride,
            "A cursor is one word and a private line holds a whole end.")
        self.capacity = 1 << capacityLog2
        self.pages = ReservedPages(
            byteCount: RingLayout.slotsOffset + capacity * MemoryLayout<Element>.stride)
        // Safety: the four lines lie inside the pages just reserved, are aligned to 128 bytes and
        // are shared with nobody yet.
        unsafe tail.initialize(to: Atomic(0))
        unsafe head.initialize(to: Atomic(0))
        unsafe producerEnd.initialize(to: RingEnd(position: 0, oppositeSeen: 0))
        unsafe consumerEnd.initialize(to: RingEnd(position: 0, oppositeSeen: 0))
    }

    @usableFromInline var tail: UnsafeMutablePointer<Atomic<UInt64>> {
        // Safety: inside the pages, aligned, and used for nothing but this cursor.
        unsafe (pages.base + RingLayout.tailOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @usableFromInline var head: UnsafeMutablePointer<Atomic<UInt64>> {
        // Safety: inside the pages, aligned, and used for nothing but this cursor.
        unsafe (pages.base + RingLayout.headOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @usableFromInline var producerEnd: UnsafeMutablePointer<RingEnd> {
        // Safety: inside the pages, aligned, and touched by the producer's thread only.
        unsafe (pages.base + RingLayout.producerOffset).assumingMemoryBound(to: RingEnd.self)
    }

    @usableFromInline var consumerEnd: UnsafeMutablePointer<RingEnd> {
        // Safety: inside the pages, aligned, and touched by the consumer's thread only.
        unsafe (pages.base + RingLayout.consumerOffset).assumingMemoryBound(to: RingEnd.self)
    }

    @usableFromInline var slots: UnsafeMutablePointer<Element> {
        // Safety: the pages hold `capacity` strides from here on, aligned to at least 128 bytes.
        unsafe (pages.base + RingLayout.slotsOffset).assumingMemoryBound(to: Element.self)
    }
}
