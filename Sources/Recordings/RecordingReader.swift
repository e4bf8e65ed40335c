internal import ValveModel

/// Reads a recording row by row in the contract's units, with the memory of one row.
///
/// As the contract says of messages, a quantity that cannot be read counts as not measured and is
/// tallied; time, valve, identity and alarm must be readable, else the file is refused there.
public struct RecordingReader {
    private enum Rows {
        case table(DelimitedRows, columnCount: Int, isARFF: Bool)
        case objects
    }

    private let place: String
    private let interval: Int64?
    private var feed: ByteFeed
    private var rows: Rows
    private let sources: [FieldSources.Source]
    private var composer: ReadingComposer
    /// Columns that options name and that no object has had so far.
    private var unseen: Set<String> = []
    private var last: (at: Int64, line: Int)?

    /// The number of rows read so far.
    public private(set) var rowCount = 0
    /// How often a field was given and could not be read.
    public var unmeasured: [RecordingField: Int] { composer.unmeasured }

    /// How often each field, by its name, was given and could not be read.
    public var unmeasuredByName: [String: Int] {
        Dictionary(uniqueKeysWithValues: unmeasured.map { ($0.key.rawValue, $0.value) })
    }
    /// Columns or members that mean nothing here, for who wonders where a quantity has gone; a hundred
    /// names at the most.
    public private(set) var unused: [String] = []
    private static let unusedCountMax = 100
    private let usedMembers: Set<String>

    /// Whether the rows may say where their valves hang.
    public var hasPlaces: Bool {
        sources.contains { [.area, .building, .riser].contains($0.field) }
    }

    /// Reads the head of a recording.
    ///
    /// - Parameters:
    ///   - place: the file's name for faults.
    ///   - more: the next bytes of the file; empty at the end.
    /// - Throws: when the columns do not fit the mapping.
    public init(
        _ layout: RecordingLayout, mapping: RecordingMapping, place: String,
        more: @escaping () throws(RecordingFault) -> [UInt8]
    ) throws(RecordingFault) {
        var feed = ByteFeed(more: more)
        let columns: [String]?
        switch layout {
        case .csv:
            var table = DelimitedRows(.csv, place: place)
            guard try table.next(&feed) else {
                throw RecordingFault(
                    place: place, message: "The file is empty. Its first row names the columns.")
            }
            let names = (0..<table.row.count).map { table.row[$0] }
            rows = .table(table, columnCount: names.count, isARFF: false)
            columns = names
        case .arff:
            let names = try ARFFHeader.columns(&feed, place: place)
            rows = .table(
                DelimitedRows(.arff, place: place), columnCount: names.count, isARFF: true)
            columns = names
        case .ndjson:
            rows = .objects
            columns = nil
            for case .column(let name, _) in mapping.origins.values { unseen.insert(name) }
        }
        let found = try FieldSources(mapping, columns: columns, place: place)
        sources = found.sources
        usedMembers = Set(
            sources.compactMap { source in
                if case .member(let name, _) = source.place { name } else { nil }
            })
        unused = Array(found.unused(of: columns ?? []).prefix(Self.unusedCountMax))
        self.feed = feed
        self.place = place
        interval = mapping.interval
        composer = ReadingComposer(place: place)
    }

    /// The next row; nil at the end.
    ///
    /// - Throws: the fault of a row that cannot be read or is earlier than the one before.
    public mutating func next() throws(RecordingFault) -> RecordedReading? {
        guard let (line, cells) = try nextCells() else {
            if rowCount > 0, let column = unseen.sorted().first {
                throw RecordingFault(
                    place: place, message: "No row has a member \(column). Check the mapping.")
            }
            return nil
        }
        let spaced = interval.map { $0.multipliedReportingOverflow(by: Int64(rowCount)).0 }
        let reading = try composer.reading(line: line, at: spaced, cells)
        if let last, reading.at < last.at {
            throw RecordingFault(
                place: place, line: line,
                message: "The row is earlier than line \(last.line). Sort the rows by time.")
        }
        last = (reading.at, line)
        rowCount += 1
        return reading
    }

    private mutating func nextCells() throws(RecordingFault) -> (Int, [ReadingComposer.Entry])? {
        switch rows {
        case .table(var table, let columnCount, let isARFF):
            // Taken out of the enumeration so that the row's memory is reused, not copied.
            rows = .objects
            defer { rows = .table(table, columnCount: columnCount, isARFF: isARFF) }
            guard try table.next(&feed) else { return nil }
            return (table.row.line, try entries(table.row, columnCount, isARFF))
        case .objects:
            while true {
                let line = feed.line
                guard let text = try feed.nextLine(place: place) else { return nil }
                if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
                return (line, try entries(text, line: line))
            }
        }
    }

    private func entries(
        _ row: CellRow, _ columnCount: Int, _ isARFF: Bool
    ) throws(RecordingFault) -> [ReadingComposer.Entry] {
        guard row.count == columnCount else {
            throw RecordingFault(
                place: place, line: row.line,
                message: "The row has \(row.count) cells for \(columnCount) columns. Mend it.")
        }
        return sources.map { source in
            let cell: RecordedCell =
                switch source.place {
                case .cell(let number): RecordedCell(cell: row[number], isARFF: isARFF)
                case .constant(let cell): cell
                case .member: .absent
                }
            return ReadingComposer.Entry(field: source.field, unit: source.unit, cell: cell)
        }
    }

    private mutating func noteUnused(_ members: some Sequence<String>) {
        guard unused.count < Self.unusedCountMax else { return }
        for name in members where !usedMembers.contains(name) && !unused.contains(name) {
            unused.append(name)
        }
    }

    private mutating func entries(
        _ text: [UInt8], line: Int
    ) throws(RecordingFault) -> [ReadingComposer.Entry] {
        guard case .object(let members) = JSONValue(text) else {
            throw RecordingFault(
                place: place, line: line, message: "The line is not a JSON object. Mend it.")
        }
        if !unseen.isEmpty { unseen.subtract(members.keys) }
        noteUnused(members.keys)
        return sources.map { source in
            let cell: RecordedCell =
                switch source.place {
                case .member(let name, let isNamed):
                    RecordedCell(members[name], isNumber: !isNamed && source.field.isNumber)
                case .constant(let cell): cell
                case .cell: .absent
                }
            return ReadingComposer.Entry(field: source.field, unit: source.unit, cell: cell)
        }
    }
}
