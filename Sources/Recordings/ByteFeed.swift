/// The bytes of a file, chunk by chunk, so that a recording of any length takes little memory.
struct ByteFeed {
    private let more: () throws(RecordingFault) -> [UInt8]
    private var chunk: [UInt8] = []
    private var position = 0
    private var isFirst = true
    private var isAtEnd = false
    /// The line of the next byte, from 1. A line ends with LF, CRLF or CR.
    private(set) var line = 1
    private var wasReturn = false

    /// - Parameter more: the next chunk; empty at the end.
    init(more: @escaping () throws(RecordingFault) -> [UInt8]) { self.more = more }

    /// The next byte without taking it; nil at the end.
    mutating func peek() throws(RecordingFault) -> UInt8? {
        while position == chunk.count {
            guard !isAtEnd else { return nil }
            chunk = try more()
            position = 0
            isAtEnd = chunk.isEmpty
            if isFirst, !isAtEnd { try skipByteOrderMark() }
        }
        return chunk[position]
    }

    mutating func next() throws(RecordingFault) -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        if byte == 0x0D || (byte == 0x0A && !wasReturn) { line += 1 }
        wasReturn = byte == 0x0D
        return byte
    }

    /// Spreadsheets write one before the first column's name.
    private mutating func skipByteOrderMark() throws(RecordingFault) {
        isFirst = false
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        while chunk.count < mark.count {
            let rest = try more()
            if rest.isEmpty { break }
            chunk += rest
        }
        if chunk.starts(with: mark) { position = mark.count }
    }
}
