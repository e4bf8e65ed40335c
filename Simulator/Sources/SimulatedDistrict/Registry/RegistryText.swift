package import ValveModel

/// The registry file: the columns of the registry CSV, written whole and read as far as the fleet
/// needs it.
package enum RegistryText {
    package static let columns = [
        "valve", "area", "building", "riser", "floor", "lat", "lon", "address", "category",
        "access_note", "contact_name", "contact_phone", "grid_worker", "grid_phone", "profile",
        "installed",
    ]

    /// The file's bytes, UTF-8, one row a household.
    package static func write(_ households: [Household]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(households.count * 260)
        bytes += columns.joined(separator: ",").utf8
        bytes.append(0x0A)
        for household in households {
            let cells = [
                household.valve.description, household.area.description, household.building,
                household.riser, household.floor.map { String($0) } ?? "",
                Fixed.text(household.location.latitude, decimals: 6),
                Fixed.text(household.location.longitude, decimals: 6), household.address,
                household.category, household.accessNote, household.contactName,
                household.contactPhone, household.gridWorker, household.gridPhone,
                household.profile, household.installed,
            ]
            for (index, cell) in cells.enumerated() {
                if index > 0 { bytes.append(0x2C) }
                bytes += quoted(cell).utf8
            }
            bytes.append(0x0A)
        }
        return bytes
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }) else {
            return cell
        }
        var text = "\""
        for character in cell {
            if character == "\"" { text.append("\"") }
            text.append(character)
        }
        return text + "\""
    }

    /// What is wrong with a registry file, and where.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let line: Int
        package let problem: String
        package var description: String { "line \(line): \(problem)" }
    }

    /// The valves of a file with their areas, buildings and risers.
    package static func read(_ bytes: [UInt8]) throws(Fault) -> [ValvePlace] {
        var rows = CSVRows(bytes)
        guard let header = rows.next() else { throw Fault(line: 1, problem: "the file is empty") }
        let places = Dictionary(
            header.cells.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        guard let valveColumn = places["valve"], let areaColumn = places["area"] else {
            throw Fault(line: 1, problem: "the columns valve and area are required")
        }
        var valves: [ValvePlace] = []
        while let row = rows.next() {
            guard row.cells.count == header.cells.count else {
                throw Fault(
                    line: row.line,
                    problem: "\(row.cells.count) cells under \(header.cells.count) columns")
            }
            guard let valve = ValveID(row.cells[valveColumn]) else {
                throw Fault(line: row.line, problem: "valve is not 1–32 of A–Z a–z 0–9 _ -")
            }
            guard let area = Area(row.cells[areaColumn]) else {
                throw Fault(line: row.line, problem: "area is not nine digits")
            }
            func cell(_ column: String) -> String { places[column].map { row.cells[$0] } ?? "" }
            var place = ValvePlace(
                valve: valve, area: area, riser: cell("riser"), building: cell("building"),
                floor: Int(cell("floor")))
            if let latitude = Double(cell("lat")), let longitude = Double(cell("lon")) {
                place.location = Coordinate(latitude: latitude, longitude: longitude)
            }
            valves.append(place)
        }
        return valves
    }
}

/// As much of a household as its valve knows of itself.
package struct ValvePlace: Equatable, Sendable {
    package var valve: ValveID
    package var area: Area
    package var riser: String
    package var building: String
    package var floor: Int?
    /// Nil where the registry names no place.
    package var location: Coordinate?

    package init(
        valve: ValveID, area: Area, riser: String = "", building: String = "",
        floor: Int? = nil, location: Coordinate? = nil
    ) {
        self.valve = valve
        self.area = area
        self.riser = riser
        self.building = building
        self.floor = floor
        self.location = location
    }
}
