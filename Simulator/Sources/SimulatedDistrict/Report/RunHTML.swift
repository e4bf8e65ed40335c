/// The judge's page for a browser: one file, nothing to load, readable on paper.
package enum RunHTML {
    /// Rows of the table of leaks; the JSON has them all.
    private static let rowsMax = 200

    package static func bytes(_ page: SummaryPage) -> [UInt8] {
        let identity = page.identity
        let name = Markup.escaped(identity.scenario)
        var parts = [
            "<!doctype html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<title>Gaswatch simulator: \(name)</title>", "<style>", style, "</style>", "</head>",
            "<body>", "<h1>\(name)</h1>",
            "<p>\(identity.valves) valves, \(Fixed.text(page.ending.seconds, decimals: 0)) s, seed "
                + "\(identity.seed), homes \(Fixed.text(identity.speed, decimals: 0)) times and "
                + "teams \(Fixed.text(identity.driveSpeed, decimals: 0)) times as fast as life</p>",
        ]
        parts += verdict(page.verdict)
        // The page of the terminal says everything in words that are already aligned.
        parts.append("<pre>\(Markup.escaped(page.body))</pre>")
        parts += RunPlots.all(page).map(PlotSVG.text)
        parts += leaks(page.score)
        parts += ["</body>", "</html>", ""]
        return Array(parts.joined(separator: "\n").utf8)
    }

    private static func verdict(_ verdict: Verdict) -> [String] {
        guard !verdict.passed else { return ["<p class=\"verdict passed\">PASSED</p>"] }
        return ["<p class=\"verdict failed\">FAILED</p>", "<ul>"]
            + verdict.reasons.map { "<li>\(Markup.escaped($0))</li>" } + ["</ul>"]
    }

    private static func leaks(_ score: Score) -> [String] {
        guard !score.leaks.isEmpty else { return [] }
        let columns = [
            "valve", "incident", "team", "begun", "alarm", "called out", "accepted", "on scene",
            "rescue", "nearer team that stayed free",
        ]
        // What is wrong comes first: it is what somebody opens the page for.
        let order = score.leaks.sorted { rank($0) < rank($1) }
        var parts = [
            "<h2>Leaks</h2>", "<p>Seconds of the run.</p>",
            "<div class=\"wide\"><table><thead><tr>"
                + columns.map { "<th>\($0)</th>" }.joined() + "</tr></thead><tbody>",
        ]
        for leak in order.prefix(rowsMax) {
            let nearer = leak.soonerTeam.map {
                "\($0), by \(Fixed.text(leak.soonerBy, decimals: 0)) s"
            }
            let cells =
                [leak.valve, leak.incident ?? "–", leak.team ?? "–"]
                + [
                    leak.begun, leak.alarmed, leak.calledOut, leak.accepted, leak.onscene,
                    leak.rescue,
                ].map { $0.map { Fixed.text($0.seconds, decimals: 1) } ?? "–" } + [nearer ?? ""]
            parts.append(
                "<tr>" + cells.map { "<td>\(Markup.escaped($0))</td>" }.joined() + "</tr>")
        }
        parts.append("</tbody></table></div>")
        if order.count > rowsMax {
            parts.append("<p>and \(order.count - rowsMax) more, in the JSON report</p>")
        }
        return parts
    }

    /// Not called out, then without a team, then later than could be, then the rest.
    private static func rank(_ leak: LeakRecord) -> Int {
        if leak.calledOut == nil { return 0 }
        if leak.teamCalled == nil { return 1 }
        return leak.soonerTeam == nil ? 3 : 2
    }

    /// Blue, vermilion, green and purple of Okabe and Ito's palette, which colour-blind people
    /// tell apart (https://jfly.uni-koeln.de/color/).
    private static let style = """
        :root { color-scheme: light dark; --ink: #222; --paper: #fff; --grid: #ddd; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e6e6; --paper: #161616; --grid: #3a3a3a; } }
        body { font: 1rem/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
          max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; }
        pre { overflow-x: auto; font-size: .8rem; border: 1px solid var(--grid); padding: .75rem; }
        figure { margin: 1.5rem 0; break-inside: avoid; }
        figcaption { font-weight: 600; margin-bottom: .25rem; }
        svg text { font-size: 11px; fill: var(--ink); }
        .grid { stroke: var(--grid); }
        .mark { stroke: var(--ink); stroke-dasharray: 2 4; }
        .series { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
        .s0 { stroke: #0072b2; } .s1 { stroke: #d55e00; stroke-dasharray: 7 3; }
        .s2 { stroke: #009e73; stroke-dasharray: 2 3; }
        .s3 { stroke: #cc79a7; stroke-dasharray: 9 3 2 3; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0;
          margin: .25rem 0 0; font-size: .85rem; }
        .legend svg { width: 2rem; height: .5rem; margin-right: .4rem; vertical-align: middle; }
        .verdict { font-size: 1.6rem; font-weight: 700; margin: .5rem 0; }
        .passed::before { content: "\\2713  "; } .failed::before { content: "\\2717  "; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .8rem; }
        th, td { text-align: right; padding: .15rem .5rem; border-bottom: 1px solid var(--grid); }
        th:first-child, td:first-child { text-align: left; }
        """
}
