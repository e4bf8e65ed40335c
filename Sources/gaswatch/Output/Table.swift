/// A table that fits the terminal: columns leave by rank, free texts are cut, nothing wraps.
struct Table: Sendable {
    struct Heading: Sendable {
        var title: String
        var rank: Int
        var isElastic: Bool
        var isNumber: Bool
    }

    struct Row: Sendable {
        var cells: [String]
        var emphasis: Emphasis
    }

    /// An address of Shinan ("闽江路12号3单元402") is about 18 columns; below 12 a cut one says
    /// nothing, and it is better to leave another column out.
    static let elasticColumnsMin = 12
    static let gap = 2
    /// Below this a table of the columns that may not go does not fit: a telephone held upright.
    static let cardColumnsMax = 59

    var headings: [Heading]
    var rows: [Row]

    /// - Parameters:
    ///   - columnsMax: width of the terminal, nil for unlimited.
    func lines(columnsMax: Int?, hasColour: Bool) -> [String] {
        if let columnsMax, columnsMax <= Self.cardColumnsMax {
            return cardLines(columnsMax: max(8, columnsMax), hasColour: hasColour)
        }
        let widths = headings.indices.map { column in
            rows.reduce(DisplayWidth.of(headings[column].title)) {
                max($0, DisplayWidth.of($1.cells[column]))
            }
        }
        let fitted = fit(widths, to: columnsMax)
        var lines = [line(headings.map(\.title), fitted, .none, hasColour)]
        for row in rows { lines.append(line(row.cells, fitted, row.emphasis, hasColour)) }
        return lines
    }

    /// The columns that stay and their widths.
    private func fit(_ widths: [Int], to columnsMax: Int?) -> [(column: Int, width: Int)] {
        var kept = headings.indices.map { (column: $0, width: widths[$0]) }
        guard let columnsMax else { return kept }
        func least(_ column: (column: Int, width: Int)) -> Int {
            headings[column.column].isElastic
                ? min(column.width, Self.elasticColumnsMin) : column.width
        }
        while kept.reduce(-Self.gap, { $0 + least($1) + Self.gap }) > columnsMax,
            let leaving = kept.indices.max(by: {
                headings[kept[$0].column].rank < headings[kept[$1].column].rank
            }), headings[kept[leaving].column].rank > 0
        {
            kept.remove(at: leaving)
        }
        var excess = kept.reduce(-Self.gap) { $0 + $1.width + Self.gap } - columnsMax
        for index in kept.indices.reversed() where excess > 0 {
            let floor =
                headings[kept[index].column].isElastic ? least(kept[index]) : kept[index].width
            let taken = min(excess, kept[index].width - floor)
            kept[index].width -= taken
            excess -= taken
        }
        // What is left are columns that must stay: the last of them gives way.
        if excess > 0, let last = kept.indices.last {
            kept[last].width = max(1, kept[last].width - excess)
        }
        return kept
    }

    private func line(
        _ cells: [String], _ fitted: [(column: Int, width: Int)], _ emphasis: Emphasis,
        _ hasColour: Bool
    ) -> String {
        var text = ""
        for (position, place) in fitted.enumerated() {
            if position > 0 { text += String(repeating: " ", count: Self.gap) }
            let cell = DisplayWidth.cut(cells[place.column], to: place.width)
            let isLast = position == fitted.count - 1
            text +=
                headings[place.column].isNumber
                ? DisplayWidth.pad(cell, to: place.width, onTheLeft: true)
                : isLast ? cell : DisplayWidth.pad(cell, to: place.width)
        }
        return Colour.paint(text, emphasis, hasColour)
    }

    /// A few lines for each row: the columns that may not go on the first, the others below as
    /// they fit.
    private func cardLines(columnsMax: Int, hasColour: Bool) -> [String] {
        var lines: [String] = []
        for row in rows {
            let first = headings.indices.filter { headings[$0].rank == 0 }.map { row.cells[$0] }
            let mark = row.emphasis == .urgent ? "!! " : ""
            let title = DisplayWidth.cut(mark + first.joined(separator: "  "), to: columnsMax)
            lines.append(Colour.paint(title, row.emphasis, hasColour))
            var current = ""
            for column in headings.indices where headings[column].rank > 0 {
                let cell = row.cells[column]
                if cell == "-" { continue }
                let joined = current.isEmpty ? "  " + cell : current + "  " + cell
                if !current.isEmpty, DisplayWidth.of(joined) > columnsMax {
                    lines.append(current)
                    current = DisplayWidth.cut("  " + cell, to: columnsMax)
                } else {
                    current = DisplayWidth.cut(joined, to: columnsMax)
                }
            }
            if !current.isEmpty { lines.append(current) }
        }
        return lines
    }
}

/// The few colours there are. Normal is the terminal's own.
enum Colour {
    static func paint(_ text: String, _ emphasis: Emphasis, _ hasColour: Bool) -> String {
        guard hasColour else { return text }
        switch emphasis {
        case .none: return text
        case .quiet: return "\u{1B}[2m\(text)\u{1B}[0m"
        case .notice: return "\u{1B}[33m\(text)\u{1B}[0m"
        case .urgent: return "\u{1B}[1;31m\(text)\u{1B}[0m"
        }
    }
}
