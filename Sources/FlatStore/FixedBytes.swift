#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A file could not be mapped: the error number (errno) of the step that failed.
public struct MappingFault: Error, Equatable, Sendable {
    /// What was attempted: `open`, `measure` or `map`.
    public let attempt: String
    /// The error number the system call left.
    public let code: Int32

    /// A fault from its parts.
    public init(attempt: String, code: Int32) {
        self.attempt = attempt
        self.code = code
    }
}

/// Bytes that never change and are read where they lie: a file mapped for reading, or a copy.
///
/// The pages of a mapped file are shared with every process that maps it and cost nothing until
/// they are read. The file must not be shortened while it is mapped: whoever replaces it renames a
/// new one over it, and the old one lives on until it is let go.
@safe
public final class FixedBytes: @unchecked Sendable {
    // Safety: the bytes are written before anybody else sees the object and never again.
    private let base: UnsafeRawPointer?
    private let owner: ReservedPages?
    /// How many bytes there are.
    public let count: Int

    /// Copies an array.
    public init(copying bytes: [UInt8]) {
        count = bytes.count
        guard !bytes.isEmpty else {
            unsafe base = nil
            owner = nil
            return
        }
        let pages = ReservedPages(byteCount: bytes.count)
        // Safety: the pages have room for exactly these bytes and nobody else knows them yet.
        unsafe bytes.withUnsafeBytes { source in
            // Safety: an array that is not empty has a first byte.
            if let start = source.baseAddress {
                unsafe pages.base.copyMemory(from: start, byteCount: source.count)
            }
        }
        // Safety: the pages live as long as this object does.
        unsafe base = UnsafeRawPointer(pages.base)
        owner = pages
    }

    /// Maps a file.
    ///
    /// - Throws: the step that failed; a directory or a pipe cannot be mapped.
    public init(mapping path: String) throws(MappingFault) {
        owner = nil
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MappingFault(attempt: "open", code: errno) }
        defer { close(descriptor) }
        var status = stat()
        // Safety: `status` is a local variable that the call fills.
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw MappingFault(attempt: "measure", code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw MappingFault(attempt: "map", code: EINVAL)
        }
        count = Int(status.st_size)
        guard count > 0 else {
            unsafe base = nil
            return
        }
        // Safety: a private mapping of the whole file for reading; the result is checked before use
        // and unmapped by `deinit`.
        let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        // Safety: compared as an address only; mmap reports failure by the address -1.
        guard let start = unsafe mapped, Int(bitPattern: start) != -1 else {
            throw MappingFault(attempt: "map", code: errno)
        }
        // Safety: the mapping is this object's own from here on.
        unsafe base = UnsafeRawPointer(start)
    }

    deinit {
        guard owner == nil, let base = unsafe base else { return }
        // Safety: base and count are those of the one mapping, and nobody refers to it any more.
        _ = unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    }

    /// The 64-bit hash of the bytes from `offset` to the end, to tell a damaged file from a whole
    /// one.
    public func hash(from offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count, "Only bytes that are there can be hashed.")
        // Safety: the range lies inside the bytes, which live as long as this object.
        let rest = unsafe UnsafeRawBufferPointer(
            start: base.map { unsafe $0 + offset }, count: count - offset)
        // Safety: `mix` reads below the count only.
        return unsafe BodyHash.mix(rest, seed: 0)
    }

    /// A column of equal rows.
    ///
    /// - Parameters:
    ///   - offset: where the first row begins, a multiple of the row's alignment.
    ///   - rowCount: how many there are.
    /// - Returns: nil when they do not lie inside the bytes or not on their alignment.
    public func rows<Row: BitwiseCopyable>(
        of _: Row.Type, at offset: Int, count rowCount: Int
    ) -> FixedRows<Row>? {
        let stride = MemoryLayout<Row>.stride
        guard offset >= 0, offset <= count, rowCount >= 0,
            rowCount <= (count - offset) / stride, offset % MemoryLayout<Row>.alignment == 0
        else { return nil }
        // Safety: the rows lie inside the bytes as just checked, on their alignment, as mappings
        // and pages begin on a page; any bits are a row, as rows are bitwise-copyable numbers.
        return unsafe FixedRows(
            bytes: self, count: rowCount,
            start: base.map { unsafe ($0 + offset).bindMemory(to: Row.self, capacity: rowCount) })
    }
}

/// A column of a `FixedBytes`.
@safe
public struct FixedRows<Row: BitwiseCopyable>: @unchecked Sendable {
    // Safety: the rows are only read, and `bytes` keeps them alive.
    private let bytes: FixedBytes
    @usableFromInline let start: UnsafePointer<Row>?
    /// How many rows there are.
    public let count: Int

    // Safety: the caller has checked that `count` rows lie at `start` inside `bytes`.
    init(bytes: FixedBytes, count: Int, start: UnsafePointer<Row>?) {
        self.bytes = bytes
        self.count = count
        unsafe self.start = start
    }

    /// The row at `index`, 0 to `count` - 1.
    @inlinable
    public subscript(index: Int) -> Row {
        precondition(
            UInt(bitPattern: index) < UInt(bitPattern: count),
            "A column is read inside its count of rows.")
        // Safety: the index is below the count, and a column with rows has a start.
        return unsafe start.unsafelyUnwrapped[index]
    }

    /// The places of its rows.
    @inlinable
    public var indices: Range<Int> { 0..<count }
}
