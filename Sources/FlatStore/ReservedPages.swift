#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Zero-filled memory straight from the kernel, given back when the last owner lets go.
///
/// A page costs nothing until it is first written, so a table may be declared for its worst case.
/// Pages start on a page boundary, which is a multiple of every cache line there is.
@safe
public final class ReservedPages {
    /// Where the memory begins; valid as long as this object lives.
    public let base: UnsafeMutableRawPointer
    /// How many bytes it has.
    public let byteCount: Int

    /// Reserves address space.
    ///
    /// - Parameter byteCount: at least 1; the program ends when the kernel refuses it.
    public init(byteCount: Int) {
        precondition(byteCount > 0, "Reserved memory must hold at least one byte.")
        // Safety: an anonymous private mapping aliases nothing; the result is checked below before
        // any use, and `deinit` unmaps exactly the range mapped here.
        let mapped = unsafe mmap(
            nil, byteCount, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
        // Safety: compared as an address only; mmap reports failure by the address -1.
        guard let base = unsafe mapped, Int(bitPattern: base) != -1 else {
            preconditionFailure(
                "The kernel refused \(byteCount) bytes of address space; raise the limit on "
                    + "virtual memory or lower the capacity.")
        }
        // Safety: the mapping is owned by this object alone from here on.
        unsafe self.base = base
        self.byteCount = byteCount
    }

    deinit {
        // Safety: base and byteCount are those of the one mapping, and nobody refers to it any more.
        _ = unsafe munmap(base, byteCount)
    }
}
