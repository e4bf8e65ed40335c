/// Rows of cells with commas between them: CSV, and the body of an ARFF file.
struct DelimitedRows {
    /// What differs between the two.
    enum Dialect {
        /// Cells in double quotes, where a doubled one stands for itself.
        case csv
        /// Cells in single or double quotes with a backslash before what is meant literally;
        /// lines that begin with `%` are comments.
        case arff
    }

    /// No recording has a row of a megabyte: a longer one is a quote that nobody closed, and
    /// would otherwise take the rest of the file into memory.
    static let rowBytesMax = 1 << 20

    private let dialect: Dialect
    private let place: String
    private(set) var row = CellRow()

    init(_ dialect: Dialect, place: String) {
        self.dialect = dialect
        self.place = place
    }

    /// Reads the next row into `row`; false at the end. Empty lines are skipped.
    mutating func next(_ feed: inout ByteFeed) throws(RecordingFault) -> Bool {
        while let byte = try feed.peek() {
            if byte == 0x0A || byte == 0x0D {
                _ = try feed.next()
            } else if dialect == .arff, byte == 0x25 {
                while let byte = try feed.next(), byte != 0x0A {}
            } else {
                try readRow(&feed)
                return true
            }
        }
        return false
    }

    private mutating func readRow(_ feed: inout ByteFeed) throws(RecordingFault) {
        row.clear(line: feed.line)
        var wasQuoted = false
        while let byte = try feed.next() {
            guard row.byteCount < Self.rowBytesMax else { throw tooLong() }
            switch byte {
            case 0x2C:
                if !wasQuoted { row.trimOpenCell() }
                row.endCell()
                wasQuoted = false
            case 0x0A, 0x0D:
                // A lone CR ends a row as well, as old spreadsheets write it.
                if byte == 0x0D, try feed.peek() == 0x0A { _ = try feed.next() }
                if !wasQuoted { row.trimOpenCell() }
                row.endCell()
                return
            case 0x20 where row.openCell.isEmpty && !wasQuoted, 0x20 where wasQuoted:
                break
            case 0x22 where row.openCell.isEmpty && !wasQuoted,
                0x27 where dialect == .arff && row.openCell.isEmpty && !wasQuoted:
                try readQuoted(byte, &feed)
                wasQuoted = true
            default:
                guard !wasQuoted else { throw textAfterQuote() }
                row.append(byte)
            }
        }
        if !wasQuoted { row.trimOpenCell() }
        row.endCell()
    }

    private mutating func readQuoted(
        _ quote: UInt8, _ feed: inout ByteFeed
    ) throws(RecordingFault) {
        while let byte = try feed.next() {
            guard row.byteCount < Self.rowBytesMax else { throw tooLong() }
            switch byte {
            case quote:
                guard dialect == .csv, try feed.peek() == quote else { return }
                _ = try feed.next()
                row.append(byte)
            case 0x5C where dialect == .arff:
                if let literal = try feed.next() { row.append(literal) }
            default:
                row.append(byte)
            }
        }
        throw RecordingFault(
            place: place, line: row.line,
            message: "A quote is opened in this row and never closed. Close it.")
    }

    private func tooLong() -> RecordingFault {
        RecordingFault(
            place: place, line: row.line,
            message: "The row is longer than 1 MiB. Look for a quote that is not closed.")
    }

    private func textAfterQuote() -> RecordingFault {
        RecordingFault(
            place: place, line: row.line,
            message: "Text follows a closing quote. Double the quotes that belong to the cell.")
    }
}
