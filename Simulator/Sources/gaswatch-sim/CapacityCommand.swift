internal import ArgumentParser
internal import LinuxPlatform
internal import SimulatedDistrict

/// Finds out how much an installation can bear.
struct CapacityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Raises the rate until something gives out, and says what it was.",
        discussion: """
            Every step lasts some seconds at one rate, with alarms in between whose receipts are \
            timed from the moment they were planned to leave. The knee is the last rate at which \
            all messages were taken in and receipts came within a second. Exit code 0 when at \
            least --at-least messages a second were borne, else 1.
            """)

    /// Alarms a second whose receipts measure the way: enough for a 99th percentile in a step.
    private static let probesPerSecond = 50.0

    /// Seconds of a new rate that are not measured.
    private static let catchUp = 0.5
    /// Reports a second between two steps: as good as none.
    private static let quiet = 0.01
    /// Seconds that what is under way gets to arrive: what takes longer is a backlog.
    private static let drain = 1.0

    @Option(help: "How many valves: the first of the registry.")
    var valves = 29_000

    @Option(help: "The seed everything is drawn from.")
    var seed: UInt64 = 1

    @OptionGroup var target: FleetTarget

    @Option(help: "Messages a second of the first step.")
    var from = 2_000.0

    @Option(help: "Messages a second beyond which no step goes.")
    var to = 200_000.0

    @Option(help: "Seconds that a step is measured.")
    var stepSeconds = 8.0

    @Option(help: "Messages a second that have to be borne for exit code 0.")
    var atLeast = 0.0

    func validate() throws {
        _ = try target.place(valves: valves, seed: seed)
        guard from > 0, to >= from else {
            throw ValidationError("--from is above 0 and --to is not below it.")
        }
        guard stepSeconds >= 2 else {
            throw ValidationError("--step-seconds is \(stepSeconds); at least 2.")
        }
        guard target.server != nil, target.daemonPID != nil else {
            throw ValidationError(
                "The daemon is asked what it took in: give --server and --daemon-pid.")
        }
    }

    func run() throws {
        Interruption.listen()
        let place = try target.place(valves: valves, seed: seed)
        var settings = place.settings()
        settings.leaksPerMinute = 0
        settings.othersPerMinute = 0
        // Reports begin with the first step; until then the valves only say that they are there.
        settings.period = 3_600
        let stage = try place.open(settings, keepsFacts: false)
        var run = FleetRun(
            consume stage, live: nil, usage: UsageSampler(daemonPID: nil, brokerPIDs: []))
        defer { run.transport.close() }
        run.run(until: .seconds(FleetSettings.birthSpread + 1))
        var knee = Knee()
        var rate = from
        var probe = 0
        while rate <= to, !Interruption.isAsked {
            let step = measure(rate, &run, &probe)
            Console.say(
                "\(Int(rate))/s: taken in \(step.heard + step.conflated) of \(step.planned), "
                    + "receipt p99 \(Fixed.text(step.receiptP99, decimals: 1)) ms")
            guard knee.note(step) else { break }
            rate *= Knee.growth
        }
        Console.write("\n" + knee.page, to: 1)
        if (knee.borne ?? 0) < max(1, atLeast) { throw ExitCode(1) }
    }

    /// The counters are read while nothing is under way, so that what is missing was lost or is
    /// more than `drain` behind.
    private func measure(
        _ rate: Double, _ run: inout FleetRun, _ probe: inout Int
    ) -> LoadStep {
        let heard = taken(run)
        let before = (reports: run.world.score.reports, turnedAway: run.turnedAway)
        let used = usage()
        run.setRate(rate)
        let begun = run.now
        // The first moment shows the change of the rate and not the rate.
        run.run(until: begun + Self.catchUp)
        run.forgetTimes()
        let probes = Int(stepSeconds * Self.probesPerSecond)
        for number in 1...probes {
            run.probe(probe)
            probe += 1
            run.run(until: begun + Self.catchUp + Double(number) / Self.probesPerSecond)
        }
        let seconds = run.now - begun
        let usedAfter = usage()
        let lag = run.lag.percentile(0.99)
        run.setRate(Self.quiet)
        run.run(until: run.now + Self.drain)
        let heardAfter = taken(run)
        let planned = run.world.score.reports - before.reports + probes
        func share(_ part: KeyPath<Usage, Int64>) -> Double {
            Double(usedAfter[keyPath: part] - used[keyPath: part]) / 1e9 / seconds
        }
        return LoadStep(
            rate: rate, seconds: seconds, planned: planned,
            sent: planned - (run.turnedAway - before.turnedAway),
            heard: heardAfter.messages - heard.messages,
            conflated: heardAfter.conflated - heard.conflated, lagP99: lag,
            receiptP99: run.world.score.receiptLatency.percentile(0.99),
            receiptsMissing: run.world.score.outstanding, generatorCPU: share(\.generator),
            brokerCPU: share(\.broker), daemonCPU: share(\.daemon))
    }

    /// CPU time spent so far, nanoseconds.
    private struct Usage {
        var generator: Int64
        var broker: Int64
        var daemon: Int64
    }

    private func usage() -> Usage {
        func spent(_ pid: Int32?) -> Int64 {
            pid.flatMap { try? ProcessUsage.of(pid: $0).cpuNanoseconds } ?? 0
        }
        // Of several brokers the first carries everything.
        return Usage(
            generator: (try? ProcessUsage.current().cpuNanoseconds) ?? 0,
            broker: spent(target.brokerPID.first), daemon: spent(target.daemonPID))
    }

    /// What the daemon says it has taken in.
    private func taken(_ run: FleetRun) -> (messages: Int, conflated: Int) {
        let counters = run.cli?.counters() ?? [:]
        return (counters["messages"] ?? 0, counters["reports_conflated"] ?? 0)
    }
}
