public import FlatStore
public import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Where things stand in one slot of a snapshot table: a version word and fifteen payload words.
@usableFromInline
enum SnapshotLayout {
    /// Words of a slot: 128 bytes, so that a publication never disturbs a neighbour's readers.
    @usableFromInline static let slotWordCount = 16
    /// Bytes of a slot left for the face once the version has its word.
    @usableFromInline static let faceByteCountMax = 120
    /// A publication takes some 10 ns. Sixty-four looks cover several of them; a reader that loses
    /// all of them is most likely waiting for a writer without a core, and gives it this one.
    @usableFromInline static let lookCountMax = 64
}

/// The present state of many things, written by one thread and read by any number of others.
///
/// Readers take no lock and never hold the writer up. A reader that meets a publication half-way
/// reads again, so it returns a face that was published whole. What nobody has published costs no
/// memory.
@safe
public final class SnapshotTable<Face: BitwiseCopyable> {
    @usableFromInline let pages: ReservedPages
    @usableFromInline let words: UnsafeMutablePointer<Atomic<UInt64>>

    /// How many slots there are.
    public let capacity: Int

    /// Makes a table in which nothing is published.
    ///
    /// - Parameter capacity: number of slots, at least 1. `Face` may have 120 bytes at most.
    public init(capacity: Int) {
        precondition(capacity > 0, "A snapshot table has at least one slot.")
        precondition(
            MemoryLayout<Face>.size <= SnapshotLayout.faceByteCountMax
                && MemoryLayout<Face>.alignment <= MemoryLayout<UInt64>.alignment,
            "A published face has 120 bytes at most and is aligned to 8 at most.")
        precondition(
            MemoryLayout<Atomic<UInt64>>.stride == MemoryLayout<UInt64>.stride,
            "An atomic word is laid out as a plain one.")
        self.capacity = capacity
        let wordCount = capacity * SnapshotLayout.slotWordCount
        self.pages = ReservedPages(byteCount: wordCount * MemoryLayout<UInt64>.stride)
        // Safety: the pages hold `wordCount` aligned words, and zero bytes are an Atomic of 0.
        unsafe self.words = pages.base.bindMemory(to: Atomic<UInt64>.self, capacity: wordCount)
    }

    /// How many words the face takes; known to the compiler once `Face` is.
    @inlinable
    static var faceWordCount: Int { (MemoryLayout<Face>.size + 7) / 8 }

    /// Publishes `face` as the present state of slot `index`. Only the one writer calls this.
    ///
    /// - Parameter index: the slot, 0 to `capacity` - 1.
    @inlinable
    public func publish(_ face: Face, at index: Int) {
        precondition(
            index >= 0 && index < capacity, "A face is published inside its table's capacity.")
        var copy = InlineArray<15, UInt64>(repeating: 0)
        // Safety: the copy has 120 bytes and `init` has checked that a face fits.
        unsafe withUnsafeMutableBytes(of: &copy) { unsafe $0.storeBytes(of: face, as: Face.self) }
        // Safety: the slot's sixteen words lie inside the table because the index does. The fence
        // keeps the payload behind the odd version; the last store keeps it before the even one.
        let slot = unsafe words + index * SnapshotLayout.slotWordCount
        let version = unsafe slot.pointee.load(ordering: .relaxed)
        unsafe slot.pointee.store(version &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
        for word in 0..<Self.faceWordCount {
            unsafe slot[word + 1].store(copy[word], ordering: .relaxed)
        }
        unsafe slot.pointee.store(version &+ 2, ordering: .releasing)
    }

    /// The face published last in slot `index`, or nil when none ever was.
    ///
    /// - Parameter index: the slot, 0 to `capacity` - 1.
    @inlinable
    public func read(at index: Int) -> Face? {
        precondition(index >= 0 && index < capacity, "A face is read inside its table's capacity.")
        // Safety: the slot's sixteen words lie inside the table because the index does.
        let slot = unsafe words + index * SnapshotLayout.slotWordCount
        var copy = InlineArray<15, UInt64>(repeating: 0)
        while true {
            for _ in 0..<SnapshotLayout.lookCountMax {
                // Safety: every word is read atomically; the acquiring load and the fence hold the
                // payload between two equal even versions, so no publication fell in between.
                let before = unsafe slot.pointee.load(ordering: .acquiring)
                if before == 0 { return nil }
                if before & 1 == 1 { continue }
                for word in 0..<Self.faceWordCount {
                    copy[word] = unsafe slot[word + 1].load(ordering: .relaxed)
                }
                atomicMemoryFence(ordering: .acquiring)
                if unsafe slot.pointee.load(ordering: .relaxed) != before { continue }
                // Safety: the bytes are those of one whole face that `publish` stored.
                return unsafe withUnsafeBytes(of: &copy) { unsafe $0.load(as: Face.self) }
            }
            yieldCore()
        }
    }
}

/// Lets another thread have this core, most likely the writer a reader waits for.
@usableFromInline
func yieldCore() {
    sched_yield()
}

// Safety: there is one writer by contract, and readers share nothing with it but atomic words.
extension SnapshotTable: @unchecked Sendable where Face: Sendable {}
