/// Files whose rows are lines.
extension ByteFeed {
    /// The next line without its end; nil at the end of the file.
    mutating func nextLine(place: String) throws(RecordingFault) -> [UInt8]? {
        let number = line
        var text: [UInt8] = []
        guard try peek() != nil else { return nil }
        while let byte = try next(), byte != 0x0A {
            text.append(byte)
            guard text.count <= DelimitedRows.rowBytesMax else {
                throw RecordingFault(
                    place: place, line: number,
                    message: "The line is longer than 1 MiB. Is it really a recording?")
            }
        }
        if text.last == 0x0D { text.removeLast() }
        return text
    }
}
