/// The plots of a run.
enum RunPlots {
    static func all(_ page: SummaryPage) -> [Plot] {
        [
            waits(page), percentiles(page.score), leaks(page), steps(page.score),
            usage(page, "Share of a core", "%") { $0.cores * 100 },
            usage(page, "Memory", "MB") { Double($0.bytes) / 1_000_000 },
        ]
    }

    private static func marks(_ page: SummaryPage) -> [Plot.Limit] {
        page.score.course.marks.map { Plot.Limit(value: $0.at, text: $0.what) }
    }

    private static func time(_ page: SummaryPage) -> Axis {
        Axis("seconds of the run", holding: [page.ending.seconds])
    }

    /// What took longest in each second: a stall cannot hide in a mean.
    private static func waits(_ page: SummaryPage) -> Plot {
        func series(_ name: String, _ longest: [Double?]) -> Plot.Series {
            Plot.Series(
                name: name,
                points: longest.enumerated().compactMap { second, milliseconds in
                    milliseconds.map { Plot.Point(Double(second) + 0.5, $0) }
                })
        }
        let all = [
            series("receipt", page.score.course.receiptLongest),
            series("call-out", page.score.course.calloutLongest),
        ]
        return Plot(
            title: "Longest wait in each second, from the planned alarm", x: time(page),
            y: Axis(
                "milliseconds", .logarithmic, holding: all.flatMap { $0.points.map(\.y) }),
            series: all, marks: marks(page))
    }

    private static func percentiles(_ score: Score) -> Plot {
        func series(_ name: String, _ latencies: Latencies) -> Plot.Series {
            // The axis counts one in so many, so that each nine takes the same room.
            let points = latencies.shares.map { share, milliseconds in
                let odds = min(1 / max(1 - share, 1e-9), Double(latencies.count))
                return Plot.Point(odds, milliseconds)
            }
            return Plot.Series(name: name, points: points, holds: true)
        }
        let all = [
            series("receipt", score.receiptLatency), series("call-out", score.calloutLatency),
        ]
        let points = all.flatMap(\.points)
        var x = Axis("share that is not slower", .logarithmic, holding: points.map(\.x) + [1, 10])
        x.ticksChosen = [
            (2, "50 %"), (10, "90 %"), (100, "99 %"), (1_000, "99.9 %"), (1e4, "99.99 %"),
        ]
        .filter { $0.0 <= x.to }.map { Axis.Tick(value: $0.0, text: $0.1) }
        return Plot(
            title: "Latency by percentile, from the planned alarm", x: x,
            y: Axis("milliseconds", .logarithmic, holding: points.map(\.y)), series: all)
    }

    private static func leaks(_ page: SummaryPage) -> Plot {
        func series(_ name: String, _ time: (LeakRecord) -> Instant?) -> Plot.Series {
            let times = page.score.leaks.compactMap { time($0)?.seconds }.sorted()
            return Plot.Series(
                name: name,
                points: times.enumerated().map { Plot.Point($1, Double($0 + 1)) }, holds: true)
        }
        return Plot(
            title: "Leaks", x: time(page),
            y: Axis("leaks", holding: [Double(page.score.leaks.count)]),
            series: [
                series("begun") { $0.begun }, series("called out") { $0.calledOut },
                series("accepted") { $0.accepted }, series("rescue") { $0.rescue },
            ], marks: marks(page))
    }

    private static func steps(_ score: Score) -> Plot {
        func series(_ name: String, _ latencies: Latencies) -> Plot.Series {
            let share =
                score.leaks.isEmpty ? 0 : Double(latencies.count) / Double(score.leaks.count)
            return Plot.Series(
                name: name,
                points: latencies.shares.map {
                    Plot.Point($0.milliseconds / 1000, $0.share * share * 100)
                }, holds: true)
        }
        let all = [
            series("accepted", score.acceptLatency), series("on scene", score.onsceneLatency),
            series("rescue", score.rescueLatency),
        ]
        return Plot(
            title: "Share of all leaks by the time a team took each step",
            x: Axis("seconds from the alarm", holding: all.flatMap { $0.points.map(\.x) } + [300]),
            y: Axis("% of leaks", holding: [100]), series: all,
            marks: [
                Plot.Limit(value: 60, text: "60 s"), Plot.Limit(value: 180, text: "180 s"),
                Plot.Limit(value: 300, text: "300 s"),
            ])
    }

    private static func usage(
        _ page: SummaryPage, _ title: String, _ unit: String, _ value: (Course.Usage) -> Double
    ) -> Plot {
        let all = page.score.course.usage.sorted { $0.key < $1.key }.map { part, samples in
            Plot.Series(name: part, points: samples.map { Plot.Point($0.at, value($0)) })
        }
        return Plot(
            title: title, x: time(page),
            y: Axis(unit, holding: all.flatMap { $0.points.map(\.y) }), series: all,
            marks: marks(page))
    }
}
