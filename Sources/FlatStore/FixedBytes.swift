#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A file could not be read: the error number (errno) of the step that failed.
public struct FileReadFault: Error, Equatable, Sendable {
    /// What was attempted: `open`, `measure` or `read`.
    public let attempt: String
    /// The error number the system call left.
    public let code: Int32

    /// A fault from its parts.
    public init(attempt: String, code: Int32) {
        self.attempt = attempt
        self.code = code
    }
}

/// Bytes that never change and are read where they lie, on pages of their own.
///
/// A file is read whole and not mapped: who copies a new one over it would shorten it under its
/// readers, and the kernel ends a program that reads past the end of a mapped file.
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

    /// Reads a file whole.
    ///
    /// - Throws: the step that failed; a directory or a pipe is not read.
    public init(reading path: String) throws(FileReadFault) {
        // Safety: the path is passed as a NUL-terminated copy that lives for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileReadFault(attempt: "open", code: errno) }
        defer { close(descriptor) }
        var status = stat()
        // Safety: `status` is a local variable that the call fills.
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw FileReadFault(attempt: "measure", code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileReadFault(attempt: "read", code: EINVAL)
        }
        guard status.st_size > 0 else {
            count = 0
            unsafe base = nil
            owner = nil
            return
        }
        let pages = ReservedPages(byteCount: Int(status.st_size))
        var done = 0
        while done < pages.byteCount {
            // Safety: what is asked for ends with the pages, which nobody else knows yet.
            let more = unsafe read(descriptor, pages.base + done, pages.byteCount - done)
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw FileReadFault(attempt: "read", code: errno) }
            // Shortened meanwhile: what it holds is judged by whoever reads it.
            guard more > 0 else { break }
            done += more
        }
        count = done
        // Safety: the pages live as long as this object does.
        unsafe base = UnsafeRawPointer(pages.base)
        owner = pages
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
