internal import LinuxPlatform
internal import SimulatedDistrict

/// The line that shows how the run goes: redrawn every second on a terminal, printed every five
/// seconds into a pipe.
struct LiveLine {
    private let isTerminal: Bool
    private let daemonPID: Int32?
    private var due = Instant.seconds(1)
    private var drawn = false
    private var usageFirst: ProcessUsage?
    private var usageLast: ProcessUsage?
    private var usageAt = Instant.start
    private var residentMax: Int64 = 0
    private var share = 0.0
    private var shareWhole = 0.0

    init(daemonPID: Int32?) {
        self.daemonPID = daemonPID
        isTerminal = Terminal.isTerminal(1)
        usageFirst = daemonPID.flatMap { try? ProcessUsage.of(pid: $0) }
        usageLast = usageFirst
    }

    mutating func show(_ world: FleetWorld, _ now: Instant) {
        guard now >= due else { return }
        let period = isTerminal ? 1.0 : 5.0
        due = due + period
        // After a stall the missed lines are not made up for.
        if due < now { due = now + period }
        sampleUsage(now)
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
            "\(Int(now.seconds)) s  valves \(min(score.births, valveCount))  reports "
            + "\(score.reports)  leaks \(score.leaks.count) alarmed \(alarmed) called out "
            + "\(score.calledOutCount)  receipts due \(score.outstanding)  call-out p99 "
            + Fixed.text(score.calloutLatency.percentile(0.99), decimals: 1) + " ms"
        if let usageLast {
            text +=
                "  daemon \(Fixed.text(share * 100, decimals: 0)) % "
                + "\(usageLast.residentBytes / 1_000_000) MB"
        }
        return text
    }

    private mutating func sampleUsage(_ now: Instant) {
        guard let daemonPID, let usage = try? ProcessUsage.of(pid: daemonPID) else {
            usageLast = nil
            return
        }
        if let usageLast, now > usageAt {
            let spent = Double(usage.cpuNanoseconds - usageLast.cpuNanoseconds) / 1e9
            share = spent / (now - usageAt)
        }
        if let usageFirst, now.seconds > 0 {
            shareWhole =
                Double(usage.cpuNanoseconds - usageFirst.cpuNanoseconds) / 1e9 / now.seconds
        }
        residentMax = max(residentMax, usage.residentBytes)
        usageLast = usage
        usageAt = now
    }

    /// What the daemon used over the whole run, and what the simulator did.
    func usageRemarks(ranFor seconds: Double) -> [String] {
        var remarks: [String] = []
        if let own = try? ProcessUsage.current(), seconds > 0 {
            let share = Double(own.cpuNanoseconds) / 1e9 / seconds
            remarks.append(
                "simulator: \(Fixed.text(share * 100, decimals: 1)) % of a core, "
                    + "\(own.residentBytes / 1_000_000) MB")
        }
        if daemonPID != nil {
            remarks.append(
                usageLast == nil
                    ? "the daemon ended before the run did"
                    : "daemon: \(Fixed.text(shareWhole * 100, decimals: 1)) % of a core, "
                        + "\(residentMax / 1_000_000) MB")
        }
        return remarks
    }
}
