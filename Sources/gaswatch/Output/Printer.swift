internal import ArgumentParser

/// The forms a result can be asked for in.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table, wide, json, ndjson, csv, name
}

/// Writes results in the form that was asked for.
struct Printer: Sendable {
    var format: OutputFormat
    var surroundings: Surroundings

    /// - Returns: the whole text of a list.
    func text<View>(_ entries: [Entry<View>], _ sheet: Sheet<View>) -> [UInt8] {
        var text: [UInt8] = []
        switch format {
        case .table, .wide:
            for line in tableLines(entries.map(\.view), sheet) { text += Array("\(line)\n".utf8) }
        case .json:
            text += Array("{\"items\":[".utf8)
            for (position, entry) in entries.enumerated() {
                if position > 0 { text.append(0x2C) }
                text += entry.json
            }
            text += Array("]}\n".utf8)
        case .ndjson:
            for entry in entries { text += entry.json + [0x0A] }
        case .csv:
            text += Array(Self.csvLine(sheet.columns.map(\.key)).utf8)
            for entry in entries {
                let cells = sheet.columns.map { $0.plain(entry.view) }
                text += Array(Self.csvLine(cells).utf8)
            }
        case .name:
            for entry in entries { text += Array("\(sheet.name(entry.view))\n".utf8) }
        }
        return text
    }

    /// - Returns: the whole text of one thing; for a person one line a field.
    func text<View>(_ entry: Entry<View>, _ sheet: Sheet<View>) -> [UInt8] {
        switch format {
        case .json, .ndjson: return entry.json + [0x0A]
        case .csv, .name: return text([entry], sheet)
        case .table, .wide:
            let lines = sheet.columns.compactMap { column -> (String, String)? in
                let value = DisplayWidth.oneLine(column.text(entry.view, surroundings))
                return value == "-" ? nil : (surroundings.say(column.title), value)
            }
            let width = lines.reduce(0) { max($0, DisplayWidth.of($1.0)) }
            return lines.flatMap { Array("\(DisplayWidth.pad($0.0, to: width))  \($0.1)\n".utf8) }
        }
    }

    func tableLines<View>(_ views: [View], _ sheet: Sheet<View>) -> [String] {
        let isWide = format == .wide
        let columns = sheet.columns.filter { isWide || $0.rank != nil }
        let table = Table(
            headings: columns.map {
                Table.Heading(
                    title: surroundings.say($0.title), rank: $0.rank ?? .max,
                    isElastic: $0.isElastic, isNumber: $0.isNumber)
            },
            rows: views.map { view in
                Table.Row(
                    cells: columns.map { DisplayWidth.oneLine($0.text(view, surroundings)) },
                    emphasis: sheet.emphasis(view))
            })
        return table.lines(
            columnsMax: isWide ? nil : surroundings.columnsMax,
            hasColour: surroundings.hasColour)
    }

    /// RFC 4180 with the line ends of this system. What would move a terminal's cursor or turn a text
    /// around is a space; line ends and tabs stand.
    static func csvLine(_ cells: [String]) -> String {
        cells.map { cell in
            let cell = DisplayWidth.harmless(cell, keeping: ["\n", "\r", "\t"])
            return cell.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
                ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
        }.joined(separator: ",") + "\n"
    }
}
