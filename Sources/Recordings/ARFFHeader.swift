/// The head of an ARFF file: the names of its columns, up to the line `@data`.
enum ARFFHeader {
    /// Reads up to `@data`, so that the feed stands at the first row.
    static func columns(
        _ feed: inout ByteFeed, place: String
    ) throws(RecordingFault) -> [String] {
        var columns: [String] = []
        while true {
            let number = feed.line
            guard let line = try feed.nextLine(place: place) else {
                throw RecordingFault(
                    place: place,
                    message: "The file ends without a line @data. Is it an ARFF file?")
            }
            let words = line.split(maxSplits: 1, whereSeparator: isSpace)
            guard let first = words.first, first.first != 0x25 else { continue }
            switch String(decoding: first, as: UTF8.self).lowercased() {
            case "@relation": continue
            case "@attribute":
                guard words.count == 2, let name = name(words[1]) else {
                    throw RecordingFault(
                        place: place, line: number,
                        message: "The attribute has no name. Write @attribute 'name' type.")
                }
                columns.append(name)
            case "@data": return columns
            default:
                throw RecordingFault(
                    place: place, line: number,
                    message: "Expected @relation, @attribute, @data or a comment with %.")
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The name before the type, with or without quotes.
    private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
        let bytes = bytes.drop(while: isSpace)
        guard let first = bytes.first else { return nil }
        let name: ArraySlice<UInt8>
        if first == 0x27 || first == 0x22 {
            let inside = bytes.dropFirst()
            guard let end = inside.firstIndex(of: first) else { return nil }
            name = inside[..<end]
        } else {
            name = bytes.prefix { !isSpace($0) }
        }
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
}
