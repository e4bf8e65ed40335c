import SimulatedDistrict
import Testing

@Suite("The page for a browser")
struct ReportTests {
    @Test(
        "Ticks are round numbers that fill the axis",
        arguments: [
            ([0, 10], ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
            ([0, 47], ["0", "10", "20", "30", "40", "50"]),
            ([0, 0.3], ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]),
            ([-4, 4], ["-4", "-3", "-2", "-1", "0", "1", "2", "3", "4"]),
            ([], ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]),
            (
                [.nan, .infinity, 2],
                ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0", "1.2", "1.4", "1.6"]
                    + ["1.8", "2.0"]
            ),
        ] as [([Double], [String])])
    func linear(values: [Double], texts: [String]) {
        #expect(Axis("s", holding: values).ticks.map(\.text) == texts)
    }

    @Test(
        "A logarithmic axis goes from power to power, and holds zeros at its end",
        arguments: [
            ([3.0, 250], ["1", "10", "100", "1000"]), ([0.02, 5], ["0.01", "0.1", "1", "10"]),
            ([0, -3], ["1", "10"]), ([10], ["10", "100"]), ([], ["1", "10"]),
        ])
    func logarithmic(values: [Double], texts: [String]) {
        let axis = Axis("ms", .logarithmic, holding: values)
        #expect(axis.ticks.map(\.text) == texts)
        #expect(axis.share(of: 0) == 0 && axis.share(of: axis.to) == 1)
    }

    @Test("Thinning keeps the first, the last and every peak")
    func thinning() {
        var points = (0..<10_000).map { Plot.Point(Double($0), 1) }
        points[4_321].y = 99
        points[4_322].y = -99
        let kept = Plot.Series(name: "", points: points).thinned(to: 400)
        #expect(kept.count <= 400)
        #expect(kept.first == points.first && kept.last == points.last)
        #expect(kept.contains(points[4_321]) && kept.contains(points[4_322]))
        #expect(kept.map(\.x) == kept.map(\.x).sorted())
    }

    @Test("A plot without points says so, and one with a single point draws it")
    func fewPoints() {
        func plot(_ points: [Plot.Point]) -> Plot {
            Plot(
                title: "t", x: Axis("x", holding: points.map(\.x)),
                y: Axis("y", holding: points.map(\.y)),
                series: [Plot.Series(name: "s", points: points)])
        }
        #expect(PlotSVG.text(plot([])).contains("nothing measured"))
        let one = PlotSVG.text(plot([Plot.Point(2, 3)]))
        #expect(one.contains("h0.1") && !one.contains("nan"))
    }

    private static func page(scenario: String) -> SummaryPage {
        var score = Score()
        for leak in 0..<3 {
            score.note(.leakBegan(leak: leak, valve: "SN-\(leak)"), at: .seconds(Double(leak)))
        }
        score.note(.leakTripped(leak: 0), at: .seconds(5))
        score.note(.leakCalledOut(leak: 0, incident: "i<1>", team: "E-1"), at: .seconds(5.2))
        score.note(.sooner(leak: 0, team: "E-2", seconds: 12), at: .seconds(10))
        score.note(.disturbed(what: "storm & co"), at: .seconds(4))
        score.note(.usage(part: "daemon", cores: 0.1, bytes: 100_000_000), at: .seconds(1))
        return SummaryPage(
            score,
            of: RunIdentity(
                scenario: scenario, file: nil, seed: 1, valves: 3, wallStart: 0, speed: 1,
                driveSpeed: 8),
            ending: RunEnding(seconds: 20, isWhole: true, remarks: []), limits: nil, review: nil)
    }

    @Test("Names cannot become markup, and every element is closed")
    func wellFormed() {
        let text = String(
            decoding: RunHTML.bytes(Self.page(scenario: "<script>'\"&\u{1}")), as: UTF8.self)
        #expect(!text.contains("<script>") && text.contains("&lt;script&gt;&#39;&quot;&amp;"))
        #expect(text.contains("i&lt;1&gt;") && text.contains("storm &amp; co"))
        var open: [Substring] = []
        let voids: Set<Substring> = ["meta", "line", "!doctype"]
        for piece in text.split(separator: "<").dropFirst() {
            guard let tag = piece.split(separator: ">").first else { continue }
            let name = tag.split(separator: " ")[0]
            if tag.hasPrefix("/") {
                #expect(open.popLast() == tag.dropFirst())
            } else if !tag.hasSuffix("/") && !voids.contains(name) {
                open.append(name)
            }
        }
        #expect(open.isEmpty)
    }

    @Test("The verdict, its reasons and the leaks that went wrong stand before the rest")
    func order() throws {
        let text = String(
            decoding: RunHTML.bytes(Self.page(scenario: "one")), as: UTF8.self)
        let places = try [
            "FAILED", "2 leaks were not called out", "<figure>", "<td>SN-1</td>",
            "<td>SN-0</td>", "E-2, by 12 s",
        ].map { try #require(text.firstRange(of: $0)).lowerBound }
        #expect(places == places.sorted())
    }
}
