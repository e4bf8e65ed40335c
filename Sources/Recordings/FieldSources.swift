/// Where in a row each field stands, once the file's columns are known.
struct FieldSources {
    enum Place: Equatable {
        /// The number of the cell, from 0.
        case cell(Int)
        /// The name of the member, and whether an option names it: a stranger's form may write its
        /// numbers as text, the contract's may not.
        case member(String, isNamed: Bool)
        case constant(RecordedCell)
    }

    struct Source {
        let field: RecordingField
        let place: Place
        let unit: RecordingUnit?
    }

    let sources: [Source]

    /// Finds each field among the columns of a table; nil columns stand for JSON objects, whose
    /// members are only known row by row.
    ///
    /// - Throws: when a column that an option names does not exist, or exists twice.
    init(
        _ mapping: RecordingMapping, columns: [String]?, place: String
    ) throws(RecordingFault) {
        var sources: [Source] = []
        for field in RecordingField.allCases {
            if field == .at, mapping.interval != nil { continue }
            let origin = mapping.origins[field]
            switch origin {
            case .constant(let text):
                sources.append(
                    Source(
                        field: field, place: .constant(RecordedCell(cell: text)),
                        unit: field.units.first))
            case .column, nil:
                let (name, unit) = Self.column(origin, of: field)
                let isNamed = origin != nil
                if let found = try Self.find(name, isNamed, columns, place) {
                    sources.append(Source(field: field, place: found, unit: unit))
                }
            }
        }
        let fields = sources.map(\.field)
        guard fields.contains(.valve) else {
            throw Self.missing("valve", "valve=COLUMN or valve:=SN-1", columns, place)
        }
        guard fields.contains(.at) || mapping.interval != nil else {
            throw Self.missing("at", "at=COLUMN:ms (or :s, :iso) or every=60s", columns, place)
        }
        self.sources = sources
    }

    private static func column(
        _ origin: RecordingMapping.Origin?, of field: RecordingField
    ) -> (String, RecordingUnit?) {
        if case .column(let name, let unit) = origin { return (name, unit) }
        return (field.rawValue, field.units.first)
    }

    private static func find(
        _ name: String, _ isNamed: Bool, _ columns: [String]?, _ place: String
    ) throws(RecordingFault) -> Place? {
        guard let columns else { return .member(name, isNamed: isNamed) }
        // Who names a column means it to the letter; by themselves `GAS` and `gas` are one word.
        let written =
            columns.contains(name)
            ? name : isNamed ? nil : columns.first { $0.lowercased() == name }
        guard let name = written, let index = columns.firstIndex(of: name) else {
            guard isNamed else { return nil }
            throw RecordingFault(
                place: place,
                message: "There is no column \(name); there are \(list(columns)).")
        }
        guard columns.lastIndex(of: name) == index else {
            throw RecordingFault(
                place: place, message: "Two columns are named \(name). Rename one of them.")
        }
        return .cell(index)
    }

    /// Which columns nothing was taken from, in their order.
    func unused(of columns: [String]) -> [String] {
        let used = Set(
            sources.map(\.place).compactMap { if case .cell(let index) = $0 { index } else { nil } }
        )
        return columns.indices.filter { !used.contains($0) }.map { columns[$0] }
    }

    private static func missing(
        _ field: String, _ options: String, _ columns: [String]?, _ place: String
    ) -> RecordingFault {
        RecordingFault(
            place: place,
            message: "No column \(field). Map \(options); "
                + "the columns are \(list(columns ?? [])).")
    }

    private static func list(_ columns: [String]) -> String { columns.joined(separator: ", ") }
}
