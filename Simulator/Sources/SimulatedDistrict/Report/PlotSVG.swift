/// Draws a plot as SVG. Colours come from the page's style by the number of the series; dashes
/// tell the series apart without them.
package enum PlotSVG {
    // A user unit is about a pixel of a page 46 rem wide.
    private static let width = 720.0
    private static let height = 300.0
    private static let left = 64.0
    private static let right = 12.0
    private static let top = 12.0
    private static let bottom = 44.0
    /// Twice as many points as units of width: more cannot be seen.
    private static let pointsMax = 1_440

    package static func text(_ plot: Plot) -> String {
        let size = "viewBox=\"0 0 \(Int(width)) \(Int(height))\""
        let title = Markup.escaped(plot.title)
        var parts = [
            "<figure><figcaption>\(title)</figcaption>",
            "<svg \(size) role=\"img\" aria-label=\"\(title)\">",
        ]
        if plot.isEmpty {
            parts.append(words(width / 2, height / 2, "nothing measured", anchor: "middle"))
        } else {
            parts += grid(plot) + marks(plot)
            for (number, series) in plot.series.enumerated() {
                parts.append(line(series, number: number, plot))
            }
        }
        parts.append("</svg>")
        if !plot.isEmpty && plot.series.count > 1 { parts.append(legend(plot)) }
        parts.append("</figure>")
        return parts.joined(separator: "\n")
    }

    private static func across(_ value: Double, _ axis: Axis) -> Double {
        left + axis.share(of: value) * (width - left - right)
    }

    private static func down(_ value: Double, _ axis: Axis) -> Double {
        height - bottom - axis.share(of: value) * (height - top - bottom)
    }

    private static func number(_ value: Double) -> String { Fixed.text(value, decimals: 1) }

    private static func words(
        _ x: Double, _ y: Double, _ text: String, anchor: String, turned: Bool = false
    ) -> String {
        let turn = turned ? " transform=\"rotate(-90 \(number(x)) \(number(y)))\"" : ""
        return "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\"\(turn)>"
            + Markup.escaped(text) + "</text>"
    }

    private static func rule(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String
    ) -> String {
        "<line class=\"\(kind)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" "
            + "y2=\"\(number(y2))\"/>"
    }

    private static func grid(_ plot: Plot) -> [String] {
        var parts: [String] = []
        for tick in plot.y.ticks {
            let y = down(tick.value, plot.y)
            parts.append(rule(left, y, width - right, y, "grid"))
            parts.append(words(left - 6, y + 4, tick.text, anchor: "end"))
        }
        for tick in plot.x.ticks {
            let x = across(tick.value, plot.x)
            parts.append(rule(x, top, x, height - bottom, "grid"))
            parts.append(words(x, height - bottom + 16, tick.text, anchor: "middle"))
        }
        parts.append(words((left + width) / 2, height - 8, plot.x.label, anchor: "middle"))
        parts.append(words(14, (height - bottom) / 2, plot.y.label, anchor: "middle", turned: true))
        return parts
    }

    private static func marks(_ plot: Plot) -> [String] {
        var parts: [String] = []
        for (order, mark) in plot.marks.enumerated() {
            let share = plot.x.share(of: mark.value)
            guard (0...1).contains(share) else { continue }
            let x = across(mark.value, plot.x)
            parts.append(rule(x, top, x, height - bottom, "mark"))
            // Neighbours stand on different lines, and words near the right end before their rule.
            let isLate = share > 0.8
            parts.append(
                words(
                    x + (isLate ? -4 : 4), top + 12 + Double(order % 4) * 14, mark.text,
                    anchor: isLate ? "end" : "start"))
        }
        for limit in plot.limits where (0...1).contains(plot.y.share(of: limit.value)) {
            let y = down(limit.value, plot.y)
            parts.append(rule(left, y, width - right, y, "mark"))
            parts.append(words(width - right - 4, y - 4, limit.text, anchor: "end"))
        }
        return parts
    }

    private static func line(_ series: Plot.Series, number order: Int, _ plot: Plot) -> String {
        var path = ""
        var height: Double?
        for point in series.thinned(to: pointsMax) where point.x.isFinite && point.y.isFinite {
            let x = across(point.x, plot.x)
            let y = down(point.y, plot.y)
            if let height {
                if series.holds { path += "L\(number(x)) \(number(height))" }
                path += "L\(number(x)) \(number(y))"
            } else {
                path = "M\(number(x)) \(number(y))"
            }
            height = y
        }
        // A single point is a path without a length; round caps make it a dot.
        if series.points.count == 1 { path += "h0.1" }
        return "<path class=\"series s\(order % 4)\" d=\"\(path)\"/>"
    }

    private static func legend(_ plot: Plot) -> String {
        let entries = plot.series.enumerated().map { order, series in
            "<li><svg viewBox=\"0 0 32 8\" aria-hidden=\"true\"><path class=\"series "
                + "s\(order % 4)\" d=\"M1 4L31 4\"/></svg>\(Markup.escaped(series.name))</li>"
        }
        return "<ul class=\"legend\">" + entries.joined() + "</ul>"
    }
}

/// Text in a page of markup.
package enum Markup {
    /// Names come from files and wires: nothing in them may become markup.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Control characters have no place in a page, not even as references.
            case "\u{0}"..."\u{1F}" where character != "\n" && character != "\t":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
