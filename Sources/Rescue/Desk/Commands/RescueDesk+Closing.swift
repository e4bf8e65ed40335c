internal import Incidents
public import ValveModel

/// Close commands: repeated with one id until the valve is proven closed, at most for ten minutes.
extension RescueDesk {
    /// Outstanding close commands by valve.
    public var commands: [String: CloseCommand] { closeCommands.running }

    /// Starts commanding a valve to close. One that is being commanded already keeps its id, unless what
    /// asks for it now is graver or another incident: then a new command has its own ten minutes. The one
    /// that runs may be an operator's of nine minutes ago, or that of a leak that is over.
    ///
    /// - Parameters:
    ///   - kind: the finding that asks for it; `nil` for a person.
    ///   - incident: the incident of that finding.
    @discardableResult
    public mutating func startClosing(
        valve: String, area: String, by name: String, kind: FindingKind? = nil,
        incident: String? = nil, _ closing: ClosingRules, at now: Moment
    ) -> CloseCommand {
        let running = closeCommands.running[valve]
        if let running, running.serves(kind, of: incident) { return running }
        let command = CloseCommand(
            id: closeCommands.takeID(), valve: valve, area: area, by: name, kind: kind,
            incident: incident, firstAt: now, until: now + closing.atMost,
            lifeSeconds: closing.lifeSeconds,
            every: closing.every)
        closeCommands.running[valve] = command
        actions.append(.command(command, isRepeat: false))
        if let running {
            log("command", subject(of: valve), "\(running.id): taken over by \(command.id)")
        }
        log("command", subject(of: valve), by: name, "close commanded (\(command.id))")
        deadlines.add(.close(valve: valve, command: command.id), at: now + closing.every)
        return command
    }

    /// The incident a valve's command belongs to in the history: its gas incident, else supply,
    /// else the valve itself.
    private func subject(of valve: String) -> String {
        for axis in [Axis.gas, .supply] {
            let slot = IncidentBook.Slot(valve: valve, axis: axis, isTest: false)
            if let incident = book.incident(in: slot) { return incident.id }
        }
        return valve
    }

    mutating func repeatClose(_ valve: String, _ id: String, at now: Moment) {
        guard let command = closeCommands.running[valve], command.id == id else { return }
        if now >= command.until { return endClosingLate(valve) }
        actions.append(.command(command, isRepeat: true))
        deadlines.add(.close(valve: valve, command: id), at: now + command.every)
    }

    /// Ends the command of a valve.
    public mutating func endClosing(_ valve: String, _ why: String) {
        guard let command = closeCommands.running.removeValue(forKey: valve) else { return }
        actions.append(.commandOver(valve: valve))
        log("command", subject(of: valve), "\(command.id): \(why)")
    }

    /// Ends the command of a valve that has not proven itself closed in time.
    mutating func endClosingLate(_ valve: String) {
        endClosing(valve, "not proven closed within the time; no longer repeated")
    }

    /// Ends the command of an incident that is over, unless the valve's other axis still wants it.
    mutating func endClosing(of incident: Incident, _ why: String) {
        let axes = [Axis.gas, .supply]
        guard incident.mode != .test, axes.contains(incident.axis) else { return }
        let valve = incident.place.valve
        let isWanted = axes.contains { axis in
            let slot = IncidentBook.Slot(valve: valve, axis: axis, isTest: false)
            guard let other = book.incident(in: slot), other.id != incident.id,
                !other.isFinished
            else { return false }
            // Of the supply axis only these are a reason to close (contract, section 4, Closing).
            return axis == .gas || other.kinds.contains { $0 == .overpressure || $0 == .overflow }
        }
        if !isWanted { endClosing(valve, why) }
    }

    /// Notes what a valve said of a command. It proves nothing: only a reading does.
    public mutating func noteResult(
        valve: String, id: String, outcome: String, position: String?, at now: Moment
    ) {
        let place = position.map { ", position \($0)" } ?? ""
        log("result", subject(of: valve), by: valve, "\(id): \(outcome)\(place)")
    }
}

/// Close commands that are out, and the ids they carry.
struct CloseCommands: Sendable {
    /// By valve.
    var running: [String: CloseCommand] = [:]
    /// Unique per start, so that a valve never takes a new command for an old one.
    private let prefix: String
    private var count = 0

    init(prefix: String) { self.prefix = prefix }

    mutating func takeID() -> String {
        count += 1
        return "\(prefix)-\(count)"
    }
}
