/// The rows of a CSV file, quoted cells and both line ends included. Empty lines are skipped.
struct CSVRows {
    struct Row {
        let line: Int
        let cells: [String]
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark, as spreadsheets write it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func next() -> Row? {
        while position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
        guard position < bytes.count else { return nil }
        let first = line
        var cells: [String] = []
        var cell: [UInt8] = []
        var quoted = false
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x0A { line += 1 }
            switch byte {
            case 0x22 where quoted && position < bytes.count && bytes[position] == 0x22:
                cell.append(byte)
                position += 1
            case 0x22:
                quoted.toggle()
            case 0x2C where !quoted:
                cells.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
            case 0x0A where !quoted:
                cells.append(String(decoding: cell, as: UTF8.self))
                return Row(line: first, cells: cells)
            case 0x0D where !quoted:
                break
            default:
                cell.append(byte)
            }
        }
        cells.append(String(decoding: cell, as: UTF8.self))
        return Row(line: first, cells: cells)
    }
}
