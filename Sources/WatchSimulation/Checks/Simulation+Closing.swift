internal import Incidents
internal import Rescue
internal import ValveModel

extension Simulation {
    /// Ten minutes of commands, less what the last repeat and a slow disk may take from them.
    private static let commandedFor = Lapse.seconds(570)
    /// The command is decided with the finding; what was given in one instant may be looked at before.
    private static let commandedAfter = Lapse.seconds(5)

    /// Whatever else the valve was commanded for before: a leak has its own ten minutes, while nothing that
    /// the valve said could have proven it closed.
    func checkCommanded(
        _ incident: Incident, _ desk: RescueDesk, _ now: Moment
    ) throws(Violation) {
        guard incident.mode == .actual, !incident.isFinished, incident.kinds.first == .leak,
            outcome.faults[.wallStepped] == 0, time.now > clockwork.excusedUntil + 5_000,
            let place = indexByName[incident.place.valve]
        else { return }
        let age = now - incident.raisedAt
        guard age > Self.commandedAfter, age < Self.commandedFor else { return }
        let raisedAt = incident.raisedAt.milliseconds - VirtualTime.wallAtStart
        if let saidAt = checks.closedAt[place], saidAt > raisedAt - 600_000 { return }
        guard desk.commands[incident.place.valve] == nil else { return }
        throw violation(
            .leakIsCommanded, "\(incident.place.valve) leaks by \(incident.id) and is not commanded"
        )
    }
}
