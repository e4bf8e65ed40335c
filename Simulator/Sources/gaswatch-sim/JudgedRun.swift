internal import ArgumentParser
internal import LinuxPlatform
internal import SimulatedDistrict

/// A run with its judge: plays a district to its end, asks the control room what it remembers, and
/// makes the page.
struct JudgedRun {
    let place: FleetPlace
    let settings: FleetSettings
    let scenario: String
    /// The scenario's file and thresholds; nil for a fleet that follows none.
    var file: String?
    var limits: Thresholds?

    /// Together ten seconds: a disk that the whole machine shares was seen to hold a commit back for
    /// three.
    private static let diskAsks = 10
    private static let diskPause = 1.0

    func play() throws -> SummaryPage {
        let stage = try place.open(settings, keepsFacts: place.truth != nil)
        let identity = RunIdentity(
            scenario: scenario, file: file, seed: place.seed, valves: place.valves,
            wallStart: stage.world.settings.wallStart, speed: settings.speed,
            driveSpeed: settings.rescue.driveSpeed)
        let log = try openLog(identity)
        let orders = InstallationOrders(place, cli: stage.cli)
        var run = FleetRun(
            consume stage, live: LiveLine(),
            usage: UsageSampler(daemonPID: place.daemonPID, brokerPIDs: place.brokerPID),
            log: log, order: orders.carryOut)
        let ending = run.run()
        let review = Self.settled(&run, identity, ending)
        run.transport.close()
        orders.close()
        return SummaryPage(
            run.world.score, of: identity, ending: ending, limits: limits, review: review,
            wasAsked: place.server != nil)
    }

    /// Asks again while the control room's disk is behind: what it owes then is for seconds, and
    /// only what stays owed is its failure.
    private static func settled(
        _ run: inout FleetRun, _ identity: RunIdentity, _ ending: RunEnding
    ) -> ControlRoomReview? {
        var asked = review(run.world.score, identity, ending, run.cli)
        for _ in 0..<diskAsks {
            guard let owing = asked, owing.notDurable > 0, !Interruption.isAsked else { break }
            run.idle(seconds: diskPause)
            asked = review(run.world.score, identity, ending, run.cli) ?? owing
        }
        return asked
    }

    private func openLog(_ identity: RunIdentity) throws -> TruthLog? {
        guard let path = place.truth else { return nil }
        do {
            return try TruthLog(path: path, identity)
        } catch {
            Console.complain("\(error) Name another file with --truth.")
            throw ExitCode(73)
        }
    }

    /// What the control room remembers; nil when it is not known or does not answer, which is said.
    static func review(
        _ score: Score, _ identity: RunIdentity, _ ending: RunEnding, _ cli: FieldCLI?
    ) -> ControlRoomReview? {
        guard let cli, let answer = cli.ask(["incident", "list"]),
            let records = ControlRoomRecord.list(answer)
        else { return nil }
        return ControlRoomReview(
            records, against: score, wallStart: identity.wallStart, lag: ending.lag ?? 0)
    }
}
