import Recordings

/// Reads recordings that stand in a test.
enum Recorded {
    static func reader(
        _ text: String, _ layout: RecordingLayout = .csv, _ options: [String] = [],
        chunk: Int = 7
    ) throws -> RecordingReader {
        let bytes = Array(text.utf8)
        var position = 0
        return try RecordingReader(
            layout, mapping: try RecordingMapping(options: options), place: "rows"
        ) {
            let end = min(position + chunk, bytes.count)
            defer { position = end }
            return Array(bytes[position..<end])
        }
    }

    static func rows(
        _ text: String, _ layout: RecordingLayout = .csv, _ options: [String] = [],
        chunk: Int = 7
    ) throws -> [RecordedReading] {
        var reader = try reader(text, layout, options, chunk: chunk)
        var rows: [RecordedReading] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }
}
