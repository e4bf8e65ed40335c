/// What one picture shows.
package struct Plot: Equatable, Sendable {
    package struct Point: Equatable, Sendable {
        package var x: Double
        package var y: Double

        package init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    package struct Series: Equatable, Sendable {
        package var name: String
        package var points: [Point]
        /// A value holds until the next one: drawn in steps.
        package var holds: Bool

        package init(name: String, points: [Point], holds: Bool = false) {
            self.name = name
            self.points = points
            self.holds = holds
        }
    }

    /// A line across the picture at a value that means something, such as a deadline.
    package struct Limit: Equatable, Sendable {
        package var value: Double
        package var text: String
    }

    package var title: String
    package var x: Axis
    package var y: Axis
    package var series: [Series]
    /// Upright lines.
    package var marks: [Limit] = []
    /// Level lines.
    package var limits: [Limit] = []

    package init(
        title: String, x: Axis, y: Axis, series: [Series], marks: [Limit] = [],
        limits: [Limit] = []
    ) {
        self.title = title
        self.x = x
        self.y = y
        self.series = series
        self.marks = marks
        self.limits = limits
    }

    package var isEmpty: Bool { series.allSatisfy(\.points.isEmpty) }
}

extension Plot.Series {
    /// At most so many points: of each stretch of the axis its first, least, greatest and last, so
    /// that every peak survives.
    package func thinned(to most: Int) -> [Plot.Point] {
        guard points.count > most, most >= 4 else { return points }
        let length = (points.count + most / 4 - 1) / (most / 4)
        var kept: [Plot.Point] = []
        var start = 0
        while start < points.count {
            let end = min(start + length, points.count)
            let stretch = points[start..<end]
            let least = stretch.indices.min { points[$0].y < points[$1].y } ?? start
            let greatest = stretch.indices.max { points[$0].y < points[$1].y } ?? start
            for index in Set([start, least, greatest, end - 1]).sorted() {
                kept.append(points[index])
            }
            start = end
        }
        return kept
    }
}
