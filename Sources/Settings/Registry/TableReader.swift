/// Reads RFC 4180 tables over bytes: quotes, doubled quotes, line breaks inside quotes, LF or CRLF.
///
/// Cells are ranges of the input until somebody asks for their text, so that a row costs no
/// allocation for the columns nobody wants.
struct TableReader {
    /// A cell of a row: its bytes without the outer quotes.
    struct Cell {
        var range: Range<Int>
        /// Whether quotes are doubled inside, so that the text is shorter than the range.
        var hasDoubledQuotes: Bool
    }

    /// Why a row cannot be taken apart.
    enum Fault: Error {
        case unclosedQuote
        case textAfterQuote
    }

    private let bytes: [UInt8]
    private var offset: Int
    /// The line the next row begins on, from 1.
    private(set) var line = 1

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // Windows programs write the byte-order mark in front of UTF-8.
        offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    var isAtEnd: Bool { offset >= bytes.count }

    /// Takes the next row into `cells`. After a fault the reader stands behind the row.
    mutating func readRow(into cells: inout [Cell]) throws(Fault) {
        cells.removeAll(keepingCapacity: true)
        while true {
            let cell: Cell
            do throws(Fault) {
                cell = try readCell()
            } catch {
                if case .textAfterQuote = error { skipLine() }
                throw error
            }
            cells.append(cell)
            guard offset < bytes.count else { return }
            let end = bytes[offset]
            offset += 1
            if end == Self.comma { continue }
            if end == Self.carriageReturn, offset < bytes.count, bytes[offset] == Self.lineFeed {
                offset += 1
            }
            line += 1
            return
        }
    }

    /// The text of a cell.
    func text(_ cell: Cell) -> String {
        guard cell.hasDoubledQuotes else {
            return String(decoding: bytes[cell.range], as: UTF8.self)
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(cell.range.count)
        var isSecond = false
        for byte in bytes[cell.range] {
            isSecond = byte == Self.quote && !isSecond
            if !isSecond { plain.append(byte) }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// A cell without the white space around it, still as bytes.
    func trimmed(_ cell: Cell) -> ArraySlice<UInt8> {
        var slice = bytes[cell.range]
        while let first = slice.first, first == 0x20 || first == 0x09 { slice.removeFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 { slice.removeLast() }
        return slice
    }

    private mutating func readCell() throws(Fault) -> Cell {
        guard offset < bytes.count, bytes[offset] == Self.quote else {
            let start = offset
            while offset < bytes.count, !isEnd(bytes[offset]) { offset += 1 }
            return Cell(range: start..<offset, hasDoubledQuotes: false)
        }
        offset += 1
        let start = offset
        var hasDoubledQuotes = false
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == Self.lineFeed { line += 1 }
            guard byte == Self.quote else {
                offset += 1
                continue
            }
            if offset + 1 < bytes.count, bytes[offset + 1] == Self.quote {
                hasDoubledQuotes = true
                offset += 2
                continue
            }
            let cell = Cell(range: start..<offset, hasDoubledQuotes: hasDoubledQuotes)
            offset += 1
            guard offset == bytes.count || isEnd(bytes[offset]) else { throw .textAfterQuote }
            return cell
        }
        throw .unclosedQuote
    }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == Self.comma || byte == Self.lineFeed || byte == Self.carriageReturn
    }

    private mutating func skipLine() {
        while offset < bytes.count, bytes[offset] != Self.lineFeed { offset += 1 }
        if offset < bytes.count {
            offset += 1
            line += 1
        }
    }
}
