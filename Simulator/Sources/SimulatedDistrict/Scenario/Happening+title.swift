extension Happening {
    /// A word or two for the marks in a plot.
    package var title: String {
        switch self {
        case .leak: "leaks"
        case .storm(let valves, _): "storm of \(valves)"
        case .supplyLoss: "supply lost"
        case .overpressure: "overpressure"
        case .powerCut: "power cut"
        case .brokerRestart(_, let isKilled): isKilled ? "broker killed" : "broker stopped"
        case .daemonKill: "daemon killed"
        case .radioOutage: "radio outage"
        case .earthquake: "earthquake"
        case .nuisance: "nuisance begins"
        case .stuck: "valves stuck"
        case .cloned: "clone speaks"
        case .garbage: "garbage"
        case .replayed: "old messages"
        case .clock: "clocks astray"
        case .drill: "drill"
        case .centreOutage(let id, _): "\(id) silent"
        case .teamAway(let team, _): "\(team) away"
        }
    }
}
