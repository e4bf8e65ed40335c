internal import Glibc

/// One side of a plot: what it shows, and which values lie where on it.
package struct Axis: Equatable, Sendable {
    package enum Scale: Equatable, Sendable {
        case linear
        /// Powers of ten; values at or below 0 are drawn at the lower end.
        case logarithmic
    }

    /// A line across the plot with its words.
    package struct Tick: Equatable, Sendable {
        package var value: Double
        package var text: String
    }

    package let label: String
    package let scale: Scale
    package private(set) var from: Double
    package private(set) var to: Double
    /// Ticks that somebody chose; nil draws round numbers.
    package var ticksChosen: [Tick]?

    /// An axis that holds all values: a linear one begins at 0 unless a value lies below.
    package init(_ label: String, _ scale: Scale = .linear, holding values: [Double]) {
        self.label = label
        self.scale = scale
        let finite = values.filter(\.isFinite)
        switch scale {
        case .linear:
            from = min(0, finite.min() ?? 0)
            to = max(from, finite.max() ?? 1)
            // A plot of nothing but zeros still has a height.
            if to == from { to = from + 1 }
            // Up to the next round number, so that no line runs along the edge.
            let step = Self.step(for: to - from)
            to = (to / step - 1e-9).rounded(.up) * step
        case .logarithmic:
            let positive = finite.filter { $0 > 0 }
            from = pow(10, log10(positive.min() ?? 1).rounded(.down))
            to = pow(10, log10(positive.max() ?? 10).rounded(.up))
            if to <= from { to = from * 10 }
        }
    }

    /// Where a value lies between the lower end, 0, and the upper end, 1.
    package func share(of value: Double) -> Double {
        switch scale {
        case .linear: (value - from) / (to - from)
        case .logarithmic:
            value <= from ? 0 : (log10(value) - log10(from)) / (log10(to) - log10(from))
        }
    }

    /// Round numbers at even distances, or the powers of ten.
    package var ticks: [Tick] {
        if let ticksChosen { return ticksChosen }
        switch scale {
        case .linear:
            let step = Self.step(for: to - from)
            // 0.3 / 0.05 is a little less than 6 in floating point.
            let first = Int((from / step - 1e-9).rounded(.up))
            let last = Int((to / step + 1e-9).rounded(.down))
            return (first...max(first, last)).map { number in
                let value = Double(number) * step
                return Tick(value: value, text: Self.text(value, step: step))
            }
        case .logarithmic:
            let powers = Int(log10(from).rounded())...Int(log10(to).rounded())
            return powers.map { power in
                let value = pow(10, Double(power))
                return Tick(value: value, text: Self.text(value, step: value))
            }
        }
    }

    /// One, two or five times a power of ten, so that four to eleven steps fill the span.
    private static func step(for span: Double) -> Double {
        let power = pow(10, log10(span / 5).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { span / $0 <= 10 } ?? power * 10
    }

    /// As many decimals as the step needs.
    private static func text(_ value: Double, step: Double) -> String {
        let decimals = max(0, Int((-log10(step)).rounded(.up)))
        return Fixed.text(value == 0 ? 0 : value, decimals: min(decimals, 9))
    }
}
