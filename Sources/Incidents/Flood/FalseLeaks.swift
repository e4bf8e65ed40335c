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

    /// Devices to swap, the worst first.
    public private(set) var swaps: [Swap] = []
    /// Leak incidents and false ones among them, by model.
    public private(set) var models: [String: (leaks: Int, false: Int)] = [:]

    /// Counts closed incidents of the last thirty days.
    ///
    /// - Parameter model: the profile of a valve.
    public init(_ closed: some Sequence<Incident>, at now: Moment, model: (String) -> String) {
        var found: [String: Swap] = [:]
        for incident in closed
        where incident.kinds.contains(.leak) && incident.mode == .actual
            && now - incident.raisedAt <= Self.span
        {
            let valve = incident.place.valve
            let isFalse = incident.reason == "false_alarm"
            models[model(valve), default: (0, 0)].leaks += 1
            guard isFalse else { continue }
            models[model(valve), default: (0, 0)].false += 1
            var swap = found[valve] ?? Swap(valve: valve, inWeek: 0, inMonth: 0)
            swap.inMonth += 1
            if now - incident.raisedAt <= .hours(24 * 7) { swap.inWeek += 1 }
            found[valve] = swap
        }
        swaps = found.values
            .filter { $0.inWeek >= Self.inWeek || $0.inMonth >= Self.inMonth }
            .sorted { ($1.inMonth, $1.inWeek, $0.valve) < ($0.inMonth, $0.inWeek, $1.valve) }
    }
}
