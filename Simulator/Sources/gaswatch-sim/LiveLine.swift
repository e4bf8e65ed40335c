internal import LinuxPlatform
internal import SimulatedDistrict

/// The line that shows how the run goes: redrawn every second on a terminal, printed every five
/// seconds into a pipe.
struct LiveLine {
    private let isTerminal = Terminal.isTerminal(1)
    private var due = Instant.seconds(1)
    private var drawn = false

    mutating func show(_ world: FleetWorld, _ now: Instant) {
        guard now >= due else { return }
        let period = isTerminal ? 1.0 : 5.0
        due = due + period
        // After a stall the missed lines are not made up for.
        if due < now { due = now + period }
        let text = line(world.score, valveCount: world.valveCount, now)
        guard isTerminal else {
            Console.say(text)
            return
        }
        let width = Terminal.columns() ?? 80
        Console.write("\r\u{1B}[K" + text.prefix(max(20, width - 1)), to: 1)
        drawn = true
    }

    /// Leaves the line standing.
    mutating func end() {
        if drawn { Console.write("\n", to: 1) }
        drawn = false
    }

    private func line(_ score: Score, valveCount: Int, _ now: Instant) -> String {
        let alarmed = score.leaks.count { $0.alarmed != nil }
        var text =
            "\(Int(now.seconds)) s  valves \(min(score.count(.births), valveCount))  reports "
            + "\(score.reports)  leaks \(score.leaks.count) alarmed \(alarmed) called out "
            + "\(score.calledOutCount)  receipts due \(score.outstanding)  call-out p99 "
            + Fixed.text(score.calloutLatency.percentile(0.99), decimals: 1) + " ms"
        if let usage = score.course.usage["daemon"]?.last {
            text +=
                "  daemon \(Fixed.text(usage.cores * 100, decimals: 0)) % "
                + "\(usage.bytes / 1_000_000) MB"
        }
        return text
    }
}
