/// The columns of the registry the contract names, in its order.
enum RegistryColumn: String, CaseIterable {
    case valve, area, building, riser, floor, lat, lon, address, category
    case accessNote = "access_note"
    case contactName = "contact_name"
    case contactPhone = "contact_phone"
    case gridWorker = "grid_worker"
    case gridPhone = "grid_phone"
    case profile, installed

    /// Without these a valve can be neither known nor placed.
    static let required: [RegistryColumn] = [.valve, .area, .lat, .lon]

    /// What is about the people behind the door, and goes only to those who may see it. Columns
    /// that the contract does not name (key holder, mobility, …) count with them.
    static let personal: Set<RegistryColumn> = [
        .category, .accessNote, .contactName, .contactPhone, .gridWorker, .gridPhone,
    ]
}

/// Where the columns of one file stand.
struct RegistryHeader {
    /// For each cell of a row: a known column, or the name of a further one.
    let columns: [RegistryColumn?]
    let names: [String]

    /// Reads the first row; what is wrong with it is said in one fault each.
    init(names: [String], line: Int, faults: inout [RegistryFault]) {
        let words = names.map { Self.trimmed($0) }
        self.names = words
        columns = words.map { RegistryColumn(rawValue: $0.lowercased()) }
        for column in RegistryColumn.required where !columns.contains(column) {
            faults.append(
                RegistryFault(
                    line: line,
                    message: "the header has no column \(column.rawValue), add it"))
        }
        var seen: Set<String> = []
        for word in words {
            if word.isEmpty {
                faults.append(
                    RegistryFault(line: line, message: "the header has a column without a name"))
            } else if !seen.insert(word.lowercased()).inserted {
                faults.append(
                    RegistryFault(
                        line: line, message: "the header has the column \(word) twice, drop one"))
            }
        }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
