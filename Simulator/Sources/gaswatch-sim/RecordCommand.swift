internal import ArgumentParser
internal import Foundation
internal import LinuxPlatform
internal import SimulatedDistrict

/// Writes a recording of silent homes, and the truth beside it.
struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Writes a recording of homes whose leaks are known, and its truth.",
        discussion: """
            For gaswatch backtest: homes with habits, weather, drifting sensors and puffs that are \
            no gas; some have a leak. gaswatch-sim detection judges what was found by the truth.
            """)

    @Option(help: "Homes, at most 99,999.")
    var homes = 200
    @Option(help: "How many of them have one leak each.")
    var leaks = 100
    @Option(help: "Length in hours.")
    var hours = 24.0
    @Option(help: "Seconds between two reports of a home.")
    var period = 15.0
    @Option(help: "Puffs that are no gas, a home and day.")
    var puffs = 0.23
    @Flag(
        help: """
            Devices alarm as their firmware does (12 of 20 samples above 10 %LEL) and close their \
            valve; needs --leaks 0.
            """)
    var alarms = false
    @Option(help: "The seed everything is drawn from.")
    var seed: UInt64 = 1
    @Option(name: [.customShort("O"), .customLong("output")], help: "The recording to write, CSV.")
    var output: String
    @Option(help: "The truth to write, a JSON object a line.")
    var truth: String

    func validate() throws {
        guard Self.place(output) != Self.place(truth) else {
            throw ValidationError("-O and --truth are one file: name two.")
        }
        guard (1...99_999).contains(homes), (0...homes).contains(leaks) else {
            throw ValidationError("--homes is 1 to 99,999, --leaks at most as many.")
        }
        guard !alarms || leaks == 0 else {
            throw ValidationError(
                "--alarms needs --leaks 0: a device that alarms on a leak ends it. Play a scenario."
            )
        }
        guard hours > 0, hours <= 8_760 else {
            throw ValidationError("--hours is above 0 and at most a year, 8760.")
        }
        guard period >= 1, period <= 86_400, puffs >= 0, puffs <= 1_000
        else {
            throw ValidationError(
                "--period is 1 to 86400 s, --puffs 0 to 1000.")
        }
    }

    private static func place(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }

    /// Bytes that are written at once.
    private static let chunk = 1 << 16

    func run() throws {
        var settings = SilentSettings()
        settings.homes = homes
        settings.leaks = leaks
        settings.seconds = hours * 3_600
        settings.period = period
        settings.puffsPerDay = puffs
        settings.alarms = alarms
        settings.seed = seed
        var world = SilentHomes(settings)
        do {
            try AtomicFile.replace(path: truth, contents: world.truth.lines)
            let file = try AppendFile(path: output)
            var bytes = SilentHomes.Row.header(alarms: alarms)
            var count = 0
            while let row = world.row() {
                bytes += row.line
                count += 1
                if bytes.count >= Self.chunk {
                    try file.append(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
            try file.append(bytes)
            Console.say("Wrote \(count) rows of \(homes) homes with \(leaks) leaks to \(output).")
        } catch {
            Console.complain("\(error)")
            throw ExitCode(73)
        }
    }
}
