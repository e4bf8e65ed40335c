internal import LinuxPlatform
package import ValveModel

/// The registry: one CSV row for each household with a valve.
package enum RegistryFile {
    /// Reads a whole file, UTF-8 or else GB18030.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - datum: What its `lat` and `lon` are in; they come out as WGS-84.
    /// - Returns: The good rows and every fault. When the header is at fault there are no rows.
    package static func read(_ bytes: [UInt8], datum: Datum = .wgs84) -> RegistryReading {
        guard let text = utf8(bytes) else {
            return refused(line: 1, "the file is neither UTF-8 nor GB18030, save it as UTF-8")
        }
        var table = TableReader(text)
        var cells: [TableReader.Cell] = []
        guard !table.isAtEnd else {
            return refused(line: 1, "the file is empty, begin it with the names of the columns")
        }
        do throws(TableReader.Fault) {
            try table.readRow(into: &cells)
        } catch {
            return refused(line: 1, message(error))
        }
        var faults: [RegistryFault] = []
        let header = RegistryHeader(
            names: cells.map { table.text($0) }, line: 1, faults: &faults)
        guard faults.isEmpty else { return RegistryReading(households: [], faults: faults) }

        var rows = RegistryRows(header: header, datum: datum)
        while !table.isAtEnd {
            let line = table.line
            do throws(TableReader.Fault) {
                try table.readRow(into: &cells)
            } catch {
                rows.fault(RegistryFault(line: line, message: message(error)))
                continue
            }
            // An empty line, such as the one editors leave at the end, is no row.
            if cells.count == 1, cells[0].range.isEmpty { continue }
            rows.take(cells, of: table, line: line)
        }
        var all = rows.faults
        if rows.furtherCount > 0 {
            all.append(
                RegistryFault(
                    line: table.line, message: "\(rows.furtherCount) further faults are not listed")
            )
        }
        return RegistryReading(households: rows.households, faults: all)
    }

    /// Writes households as UTF-8 with the contract's columns and then the further ones by name.
    package static func write(_ households: [Household], isWhole: Bool = true) -> [UInt8] {
        var further: Set<String> = []
        if isWhole { for household in households { further.formUnion(household.extra.keys) } }
        let extra = further.sorted()
        let columns = RegistryColumn.allCases.filter {
            isWhole || !RegistryColumn.personal.contains($0)
        }
        var writer = TableWriter()
        writer.reserve(households.count)
        writer.row(columns.map(\.rawValue) + extra)
        for household in households {
            writer.row(
                columns.map { household.text(of: $0) } + extra.map { household.extra[$0] ?? "" })
        }
        return writer.bytes
    }

    private static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        if String(validating: bytes, as: UTF8.self) != nil { return bytes }
        return TextEncoding.utf8(fromGB18030: bytes)
    }

    private static func refused(line: Int, _ message: String) -> RegistryReading {
        RegistryReading(households: [], faults: [RegistryFault(line: line, message: message)])
    }

    private static func message(_ fault: TableReader.Fault) -> String {
        switch fault {
        case .unclosedQuote: "a quote that begins in this row is never closed, close or double it"
        case .textAfterQuote: "text follows a closing quote, double the quotes inside a cell"
        }
    }
}

/// Writes rows the way RFC 4180 has them, with line feeds.
struct TableWriter {
    private(set) var bytes: [UInt8] = []

    /// A registry row is about 150 bytes.
    mutating func reserve(_ rowCount: Int) { bytes.reserveCapacity(rowCount * 150) }

    mutating func row(_ cells: [String]) {
        for (offset, cell) in cells.enumerated() {
            if offset > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ cell: String) {
        // A cell that begins or ends with a space would lose it in readers that trim.
        let needsQuotes =
            cell.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
            || cell.utf8.first == 0x20 || cell.utf8.last == 0x20
        guard needsQuotes else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(0x22)
        for byte in cell.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}

extension Household {
    /// The cell of a column.
    func text(of column: RegistryColumn) -> String {
        switch column {
        case .valve: valve.description
        case .area: area.description
        case .building: building
        case .riser: riser
        case .floor: floor.map(String.init) ?? ""
        case .lat: String(location.latitude)
        case .lon: String(location.longitude)
        case .address: address
        case .category: category
        case .accessNote: accessNote
        case .contactName: contactName
        case .contactPhone: contactPhone
        case .gridWorker: gridWorker
        case .gridPhone: gridPhone
        case .profile: profile
        case .installed: installed
        }
    }
}
