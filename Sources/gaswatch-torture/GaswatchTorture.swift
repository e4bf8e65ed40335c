internal import ArgumentParser
internal import LinuxPlatform
internal import Torture

/// Proves on the real thing that no alarm is lost. `make torture` calls it.
@main
struct GaswatchTorture: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaswatch-torture",
        abstract: "Kills, power cuts and what must survive them.",
        subcommands: [Kills.self, Cuts.self])
}

/// Ends the program with 1 when something was lost.
func judge(_ isClean: Bool) throws {
    guard isClean else { throw ExitCode(1) }
}

struct Kills: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "kill -9 at chance instants under a storm of alarms.")

    @Option(help: "How many kills.") var kills = 200
    @Option(help: "Alarms a second.") var rate = 3_000
    @Option(help: "Repeats the choices of a run.") var seed: UInt64 = 1
    @Flag(help: "Kill the broker as well; then every valve repeats until its receipt.")
    var broker = false

    func run() throws {
        var plan = KillPlan(killCount: kills, rate: rate)
        plan.killsBroker = broker
        plan.seed = seed
        let report = try KillHarness(plan).run { number in
            guard number % 20 == 0 else { return }
            try? StandardStream.write(Array("  \(number) of \(kills) kills\n".utf8), to: 2)
        }
        print(report.page)
        try judge(report.isClean)
    }
}
