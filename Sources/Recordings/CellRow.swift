/// The cells of one row, kept as bytes so that only the columns that are mapped become text.
struct CellRow {
    /// The line on which the row begins, from 1.
    var line = 0
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    var byteCount: Int { bytes.count }

    mutating func clear(line: Int) {
        self.line = line
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func endCell() { ends.append(bytes.count) }

    /// The bytes since the last end of a cell.
    var openCell: ArraySlice<UInt8> { bytes[(ends.last ?? 0)...] }

    /// Takes spaces and tabs off the end of the cell being written, which stood outside quotes.
    mutating func trimOpenCell() {
        let start = ends.last ?? 0
        while bytes.count > start, let last = bytes.last, last == 0x20 || last == 0x09 {
            bytes.removeLast()
        }
    }

    subscript(_ cell: Int) -> String {
        let start = cell == 0 ? 0 : ends[cell - 1]
        return String(decoding: bytes[start..<ends[cell]], as: UTF8.self)
    }
}
