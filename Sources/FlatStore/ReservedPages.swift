#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Zero-filled memory straight from the kernel, given back when the last owner lets go.
///
/// A page costs nothing until it is first written, so a table may be declared for its worst case.
/// Pages start on a page boundary, which is a multiple of every cache line there is.
///
/// Huge pages are for what is touched all over from the first moment on: a page is made at its first
/// touch, which takes longer the larger it is. The kernel may refuse; nothing changes then but the speed.
@safe
public final class ReservedPages {
    /// Where the memory begins; valid as long as this object lives.
    public let base: UnsafeMutableRawPointer
    /// How many bytes it has.
    public let byteCount: Int
    /// The mapping around it, which begins earlier where the base had to be aligned.
    private let mapping: UnsafeMutableRawPointer
    private let mappedByteCount: Int

    /// A huge page on x86-64 and on 64-bit Arm with pages of 4 KiB.
    private static let hugePageByteCount = 2 << 20

    /// Reserves address space.
    ///
    /// - Parameters:
    ///   - byteCount: at least 1; the program ends when the kernel refuses it.
    ///   - prefersHuge: whether to ask for huge pages where it is as long as one.
    public init(byteCount: Int, prefersHuge: Bool = false) {
        precondition(byteCount > 0, "Reserved memory must hold at least one byte.")
        let isHuge = prefersHuge && byteCount >= Self.hugePageByteCount
        mappedByteCount = isHuge ? byteCount + Self.hugePageByteCount : byteCount
        // Safety: an anonymous private mapping aliases nothing; the result is checked below before
        // any use, and `deinit` unmaps exactly the range mapped here.
        let mapped = unsafe mmap(
            nil, mappedByteCount, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        // Safety: compared as an address only; mmap reports failure by the address -1.
        guard let base = unsafe mapped, Int(bitPattern: base) != -1 else {
            preconditionFailure(
                "The kernel refused \(byteCount) bytes of address space; raise the limit on "
                    + "virtual memory or lower the capacity.")
        }
        // Safety: the mapping is owned by this object alone from here on.
        unsafe mapping = base
        self.byteCount = byteCount
        guard isHuge else {
            // Safety: as above.
            unsafe self.base = base
            return
        }
        // Safety: the mapping is a huge page longer than the bytes, so what is aligned up to the
        // next one still has them all; advice changes no contents and may be refused.
        unsafe self.base = base.alignedUp(toMultipleOf: Self.hugePageByteCount)
        unsafe madvise(self.base, byteCount, MADV_HUGEPAGE)
    }

    deinit {
        // Safety: these are those of the one mapping, and nobody refers to it any more.
        _ = unsafe munmap(mapping, mappedByteCount)
    }
}
