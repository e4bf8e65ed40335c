public import CProcessor

/// A row of which all bytes zero are a valid one that says nothing.
///
/// Conforming is a promise about the layout: no field may mean anything when its bits are zero.
public protocol BlankWhenZero: BitwiseCopyable {}

/// A table of fixed capacity whose rows are changed where they stand.
///
/// `slab[index].field = value` stores one field and copies no row. Rows never move, and capacity
/// that no row has used costs no memory. A slab is shared by reference and belongs to one thread
/// at a time.
@safe
public final class Slab<Element: BitwiseCopyable> {
    @usableFromInline let pages: ReservedPages
    @usableFromInline let storedCount: UnsafeMutablePointer<Int>
    @usableFromInline let rows: UnsafeMutablePointer<Element>

    /// How many rows there may be.
    public let capacity: Int

    /// Bytes before the first row: the count has them to itself, so that rows start on a line of
    /// their own. The count stands here rather than in the object because a stored property of an
    /// object is checked for exclusive access on every use.
    private static var headByteCount: Int { 128 }

    /// Makes an empty slab.
    ///
    /// - Parameter capacity: the most rows there may ever be, at least 1.
    public init(capacity: Int) {
        precondition(capacity > 0, "A slab has room for at least one row.")
        precondition(
            MemoryLayout<Element>.alignment <= Self.headByteCount,
            "A slab's row may be aligned to 128 bytes at most.")
        self.capacity = capacity
        self.pages = ReservedPages(
            byteCount: Self.headByteCount + capacity * MemoryLayout<Element>.stride)
        // Safety: the pages hold the count's line and then `capacity` aligned strides of rows;
        // zero bytes are the count of an empty slab.
        unsafe self.storedCount = pages.base.bindMemory(to: Int.self, capacity: 1)
        unsafe self.rows = (pages.base + Self.headByteCount)
            .bindMemory(to: Element.self, capacity: capacity)
    }

    /// Makes a slab of `count` rows, all equal to `repeating`.
    ///
    /// - Parameters:
    ///   - repeating: the row to begin with.
    ///   - count: how many rows there are at once, 0 to `capacity`.
    ///   - capacity: the most rows there may ever be; `count` when not given.
    public convenience init(repeating row: Element, count: Int, capacity: Int? = nil) {
        self.init(capacity: capacity ?? count)
        precondition(
            count >= 0 && count <= self.capacity,
            "A slab begins with no more rows than its capacity.")
        // Safety: `count` rows fit, and nothing refers to this object yet.
        unsafe rows.initialize(repeating: row, count: count)
        unsafe storedCount.pointee = count
    }

    /// How many rows there are.
    @inlinable
    public var count: Int {
        // Safety: the pointer is valid while `pages` lives, and this object holds it.
        unsafe storedCount.pointee
    }

    /// Whether there is a row at `index`, as one comparison: a negative index is a huge unsigned one.
    @inlinable @inline(__always)
    func holds(_ index: Int) -> Bool { UInt(bitPattern: index) < UInt(bitPattern: count) }

    /// Adds a row behind the last and returns its index. A full slab traps: ask `count` before.
    @inlinable @discardableResult
    public func append(_ row: Element) -> Int {
        let index = count
        precondition(index < capacity, "A slab takes no more rows than its capacity.")
        // Safety: the index is below the capacity, so the row lies inside the pages.
        unsafe (rows + index).initialize(to: row)
        unsafe storedCount.pointee = index + 1
        return index
    }

    /// Adds blank rows until there are `count`. They cost no memory until one of them is changed.
    ///
    /// - Parameter count: at most `capacity`; fewer than there are changes nothing.
    public func grow(to count: Int) where Element: BlankWhenZero {
        precondition(count <= capacity, "A slab takes no more rows than its capacity.")
        guard count > self.count else { return }
        // Safety: rows are never taken away, so those above the count are still the zero bytes the
        // pages began with, and zero bytes are a blank row by the element's own promise.
        unsafe storedCount.pointee = count
    }

    /// The row at `index`, 0 to `count` - 1, read and changed in place.
    @inlinable
    public subscript(index: Int) -> Element {
        unsafeAddress {
            precondition(holds(index), "A slab is read inside its count of rows.")
            // Safety: the row is inside the pages and initialised, as the index is below the count.
            return unsafe UnsafePointer(rows + index)
        }
        unsafeMutableAddress {
            precondition(holds(index), "A slab is changed inside its count of rows.")
            // Safety: the row is inside the pages and initialised, as the index is below the count.
            return unsafe rows + index
        }
    }

    /// Begins to bring the row at `index` near, without waiting for it.
    ///
    /// Called over a drained batch some rows before each is used, it lets the memory's latencies
    /// overlap instead of adding up. Every cache line of the row is asked for.
    ///
    /// - Parameter index: the row, 0 to `count` - 1.
    @inlinable @inline(__always)
    public func prefetch(_ index: Int) {
        precondition(holds(index), "A slab is read ahead inside its count of rows.")
        var line = 0
        while line < MemoryLayout<Element>.stride {
            // Safety: the line belongs to the row, and asking for one reads and changes nothing.
            unsafe cprocessor_fetch(UnsafeRawPointer(rows + index) + line)
            line += CacheLine.byteCount
        }
    }
}
