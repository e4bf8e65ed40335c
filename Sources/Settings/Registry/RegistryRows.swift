internal import ValveModel

/// Turns rows into households, keeping count of what is wrong.
struct RegistryRows {
    let header: RegistryHeader
    let datum: Datum
    var households: [Household] = []
    private(set) var faults: [RegistryFault] = []
    /// Faults beyond `faultsMax`, which are only counted.
    private(set) var furtherCount = 0
    private var lines: [ValveID: Int] = [:]

    /// Faults that are kept in words: nobody mends more in one go, and a file that is no registry
    /// has one in every line. Ten thousand take a few MB.
    static let faultsMax = 10_000

    /// A building of more floors stands nowhere on earth; basements do not go deeper than ten.
    static let floorRange = -10...200

    init(header: RegistryHeader, datum: Datum) {
        self.header = header
        self.datum = datum
    }

    /// Takes one row that begins on `line`.
    mutating func take(_ cells: [TableReader.Cell], of table: TableReader, line: Int) {
        guard cells.count == header.columns.count else {
            fault(
                line, nil,
                "has \(cells.count) cells and the header \(header.columns.count), "
                    + "quote cells that have commas")
            return
        }
        var draft = RegistryDraft()
        for (offset, cell) in cells.enumerated() where !cell.range.isEmpty {
            guard let column = header.columns[offset] else {
                draft.extra[header.names[offset]] = table.text(cell)
                continue
            }
            draft.set(column, cell, of: table)
        }
        draft.checkPlace()
        for reason in draft.reasons { fault(line, draft.valve, reason) }
        for (value, column) in draft.missing where !value {
            fault(line, draft.valve, "\(column.rawValue) is missing")
        }
        if let valve = draft.valve {
            if let first = lines[valve] {
                fault(line, valve, "valve is already in line \(first), keep one row of it")
                return
            }
        }
        guard draft.reasons.isEmpty, let household = draft.household(datum: datum) else { return }
        lines[household.valve] = line
        households.append(household)
    }

    mutating func fault(_ fault: RegistryFault) {
        if faults.count < Self.faultsMax { faults.append(fault) } else { furtherCount += 1 }
    }

    private mutating func fault(_ line: Int, _ valve: ValveID?, _ reason: String) {
        let name = valve.map { "\($0): " } ?? ""
        fault(RegistryFault(line: line, message: name + reason))
    }
}

/// A household while its cells are read.
struct RegistryDraft {
    var valve: ValveID?
    var area: Area?
    var latitude: Double?
    var longitude: Double?
    var floor: Int?
    var texts: [RegistryColumn: String] = [:]
    var extra: [String: String] = [:]
    var reasons: [String] = []
    private var seen: Set<RegistryColumn> = []

    /// For each required column whether the row has something in it.
    var missing: [(Bool, RegistryColumn)] {
        RegistryColumn.required.map { (seen.contains($0), $0) }
    }

    mutating func set(_ column: RegistryColumn, _ cell: TableReader.Cell, of table: TableReader) {
        let bytes = table.trimmed(cell)
        guard !bytes.isEmpty else { return }
        seen.insert(column)
        switch column {
        case .valve:
            valve = ValveID(Array(bytes).span)
            if valve == nil {
                reasons.append("valve is not 1 to 32 letters, digits, - or _")
            }
        case .area:
            area = Area(Array(bytes).span)
            if area == nil { reasons.append("area is not nine digits") }
        case .lat:
            latitude = degrees(column, bytes, in: -90...90)
        case .lon:
            longitude = degrees(column, bytes, in: -180...180)
        case .floor:
            floor = Int(String(decoding: bytes, as: UTF8.self))
            if let floor, RegistryRows.floorRange.contains(floor) { return }
            reasons.append("floor is not a whole number from -10 to 200")
        case .building, .riser, .profile:
            // A blank that nobody sees would make another building of it.
            texts[column] = table.text(
                TableReader.Cell(range: bytes.indices, hasDoubledQuotes: cell.hasDoubledQuotes))
        default:
            texts[column] = table.text(cell)
        }
    }

    /// Whoever has not measured a place may write zeros: help would be sent into the Gulf of Guinea.
    mutating func checkPlace() {
        guard latitude == 0, longitude == 0 else { return }
        reasons.append("lat and lon are 0, measure the place of the home")
    }

    /// The household, when every required column was good.
    func household(datum: Datum) -> Household? {
        guard let valve, let area, let latitude, let longitude else { return nil }
        let written = Coordinate(latitude: latitude, longitude: longitude)
        var household = Household(valve: valve, area: area, location: datum.wgs84(written))
        household.floor = floor
        household.building = texts[.building] ?? ""
        household.riser = texts[.riser] ?? ""
        household.address = texts[.address] ?? ""
        household.category = texts[.category] ?? ""
        household.accessNote = texts[.accessNote] ?? ""
        household.contactName = texts[.contactName] ?? ""
        household.contactPhone = texts[.contactPhone] ?? ""
        household.gridWorker = texts[.gridWorker] ?? ""
        household.gridPhone = texts[.gridPhone] ?? ""
        household.profile = texts[.profile] ?? ""
        household.installed = texts[.installed] ?? ""
        household.extra = extra
        return household
    }

    private mutating func degrees(
        _ column: RegistryColumn, _ bytes: ArraySlice<UInt8>, in range: ClosedRange<Double>
    ) -> Double? {
        let value = Section.decimal(String(decoding: bytes, as: UTF8.self))
        if let value, range.contains(value) { return value }
        let what = value == nil ? "is not a number of degrees" : "is out of range"
        reasons.append("\(column.rawValue) \(what)")
        return nil
    }
}
