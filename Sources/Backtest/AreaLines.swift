internal import Incidents
internal import ValveModel
internal import ValveWatch

/// Runs the control room's correlator over the findings of a backtest: findings with their place in,
/// area events out.
struct AreaLines {
    private var correlator = AreaCorrelator()
    private let census: Census
    /// The priority of each open event as it was printed.
    private var told: [Int: Priority] = [:]

    /// How long signs of one kind wait for others to come: what the correlator is made with.
    static let settle = ClusterRules().settle

    init(_ census: Census) { self.census = census }

    /// When `pass` has to be called at the latest; `nil` when nothing waits.
    var nextDeadline: Moment? { correlator.nextDeadline }

    mutating func raised(
        _ event: WatchEvent, _ priority: Priority, valve: ValveID
    ) -> [BacktestFinding] {
        let place = census.place(of: valve)
        let sign = AreaSign(
            event.kind, priority, cause: event.reading.cause, ground: event.ground, place: place,
            gas: event.gas.isNaN ? nil : event.gas, at: event.at)
        let among = census.neighbourhood(of: place)
        return lines(correlator.raised(sign, among: among, at: event.at), at: event.at)
    }

    mutating func cleared(_ event: WatchEvent, valve: ValveID) -> [BacktestFinding] {
        lines(correlator.cleared(event.kind, census.place(of: valve), at: event.at), at: event.at)
    }

    /// People have settled what a valve showed.
    mutating func settled(_ kind: FindingKind, valve: ValveID, at now: Moment) -> [BacktestFinding]
    {
        lines(correlator.cleared(kind, census.place(of: valve), at: now), at: now)
    }

    mutating func rose(_ event: WatchEvent, valve: ValveID) -> [BacktestFinding] {
        lines(
            correlator.reprioritised(valve.description, event.kind, event.priority), at: event.at)
    }

    /// Gas in a home that is no finding by itself yet.
    mutating func traced(_ gas: Float, valve: ValveID, at now: Moment) -> [BacktestFinding] {
        let place = census.place(of: valve)
        guard place.building != nil || place.riser != nil else { return [] }
        let among = census.neighbourhood(of: place)
        return lines(correlator.traced(gas, place: place, among: among, at: now), at: now)
    }

    mutating func pass(at now: Moment) -> [BacktestFinding] {
        lines(correlator.pass(at: now), at: now)
    }

    private mutating func lines(_ changes: [AreaChange], at now: Moment) -> [BacktestFinding] {
        changes.compactMap { change in
            switch change {
            case .opened(let serial), .altered(let serial): return line(serial, at: now)
            case .merged(let serial, let other):
                told[serial] = nil
                return line(other, at: now)
            case .over(let event):
                told[event.serial] = nil
                return nil
            case .held, .freed, .joined, .left: return nil
            }
        }
    }

    /// An event that is new, or graver than it was printed.
    private mutating func line(_ serial: Int, at now: Moment) -> BacktestFinding? {
        guard let event = correlator.events[serial] else { return nil }
        let before = told[serial]
        if let before, event.priority >= before { return nil }
        told[serial] = event.priority
        let valves = event.valves
        let cause = event.facts.cause.rawValue.replacing("_", with: " ")
        var line = BacktestFinding(
            valve: nil, at: now, .areaEvent, event.priority,
            "\(cause): \(event.facts.of.word) of \(valves.count) valves, "
                + "one \(event.facts.group.scope.rawValue)")
        line.scope = event.facts.group.scope.rawValue
        line.of = event.facts.of
        line.valves = valves
        line.isRise = before != nil
        return line
    }
}
