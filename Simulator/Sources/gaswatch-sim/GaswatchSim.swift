internal import ArgumentParser

/// The simulated district: 29,000 homes, their valves, and the rescue centres.
@main
struct GaswatchSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaswatch-sim",
        abstract: "Simulates a district of gas valves and rescue centres, and keeps the score.",
        version: "0.1.0",
        subcommands: [
            FleetCommand.self, ScenarioCommand.self, CapacityCommand.self, ScoreCommand.self,
            ReplayCommand.self,
            RecordCommand.self, DetectionCommand.self, RegistryCommand.self,
        ])
}
