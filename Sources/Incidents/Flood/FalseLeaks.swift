public import ValveModel

/// Device leak alarms that proved false, by home and by model. They are reported and never damped.
public struct FalseLeaks: Sendable {
    /// A device that has to be swapped.
    public struct Swap: Equatable, Sendable {
        /// Name of the valve.
        public var valve: String
        /// False leak alarms of the last seven days.
        public var inWeek: Int
        /// False leak alarms of the last thirty days.
        public var inMonth: Int
    }

    /// A device is swapped after so many in seven days.
    public static let inWeek = 2
    /// Or after so many in thirty.
    public static let inMonth = 3
    /// How far back the list looks.
    public static let span = Lapse.hours(24 * 30)

    /// Leak incidents and false ones among them, by model.
    public private(set) var models: [String: (leaks: Int, false: Int)] = [:]

    private let now: Moment
    private var found: [String: Swap] = [:]

    /// Begins with none.
    public init(at now: Moment) { self.now = now }

    /// Counts closed incidents of the last thirty days.
    ///
    /// - Parameter model: the profile of a valve.
    public init(_ closed: some Sequence<Incident>, at now: Moment, model: (String) -> String) {
        self.init(at: now)
        for incident in closed { note(incident, model: model(incident.place.valve)) }
    }

    /// Counts a closed incident; what is no leak of the last thirty days is passed over.
    public mutating func note(_ incident: Incident, model: String) {
        guard incident.kinds.contains(.leak), incident.mode == .actual,
            now - incident.raisedAt <= Self.span
        else { return }
        models[model, default: (0, 0)].leaks += 1
        guard incident.reason == "false_alarm" else { return }
        models[model, default: (0, 0)].false += 1
        let valve = incident.place.valve
        var swap = found[valve] ?? Swap(valve: valve, inWeek: 0, inMonth: 0)
        swap.inMonth += 1
        if now - incident.raisedAt <= .hours(24 * 7) { swap.inWeek += 1 }
        found[valve] = swap
    }

    /// Devices to swap, the worst first.
    public var swaps: [Swap] {
        found.values
            .filter { $0.inWeek >= Self.inWeek || $0.inMonth >= Self.inMonth }
            .sorted { ($1.inMonth, $1.inWeek, $0.valve) < ($0.inMonth, $0.inWeek, $1.valve) }
    }
}
