internal import ArgumentParser
internal import LinuxPlatform
internal import SimulatedDistrict
internal import ValveModel

/// Writes the synthetic registry.
struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Writes a synthetic registry of households in Shinan's eleven sub-districts.",
        discussion: """
            Every household is invented; the same seed gives the same file. The outlines of the \
            sub-districts are coarse drawings after OpenStreetMap \
            (© OpenStreetMap contributors, ODbL 1.0).
            """)

    @Option(help: "How many valves, 1 to 999,999.")
    var valves = 29_000

    @Option(help: "The seed everything is drawn from.")
    var seed: UInt64 = 1

    @Option(name: [.customShort("O"), .customLong("output")], help: "The file to write.")
    var output: String

    func validate() throws {
        guard (1...SyntheticRegistry.countMax).contains(valves) else {
            throw ValidationError("--valves is \(valves); 1 to 999,999 are possible.")
        }
    }

    func run() throws {
        let households = SyntheticRegistry(seed: seed).households(count: valves)
        do {
            // Readable for the owner and the group only, as a real registry would be.
            try AtomicFile.replace(path: output, contents: RegistryText.write(households))
        } catch {
            Console.complain("\(error)")
            throw ExitCode(73)
        }
        let areas = Set(households.map(\.area)).count
        let risers = Set(households.map(\.riser)).count
        Console.say(
            "Wrote \(households.count) households on \(risers) risers in \(areas) sub-districts "
                + "to \(output).")
    }
}
