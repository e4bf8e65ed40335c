internal import ConsoleAPI

/// What following a list needs to know of its rows.
protocol Watchable: Decodable, Sendable {
    /// Grows with every change of the same thing: an older state that is replayed is not shown
    /// again.
    var watchOrder: String { get }
    /// Rows of a screen stand in the order of this text.
    var screenOrder: String { get }
    /// Whether the row passes the daemon's filter of that name.
    func passes(_ filter: String, _ value: String) -> Bool
}

extension IncidentView: Watchable {
    var watchOrder: String {
        let digits = String(revision)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
            + (lastHeardAt ?? "")
    }

    var screenOrder: String {
        (state == "closed" || state == "safe" ? "1" : "0") + priority + raisedAt + id
    }

    func passes(_ filter: String, _ value: String) -> Bool {
        switch filter {
        case "state": value == "open" ? state != "closed" : state == value
        case "centre": centre == value || homeCentre == value
        case "area": area == value
        case "valve": valve == value
        case "kind": kind == value
        case "priority": priority == value
        case "mode": mode == value
        default: true
        }
    }
}

extension ValveView: Watchable {
    var watchOrder: String { lastHeardAt ?? "" }

    var screenOrder: String {
        (axes.contains { $0.axis == "gas" && !$0.current.isEmpty } ? "0" : "1") + id
    }

    func passes(_ filter: String, _ value: String) -> Bool {
        switch filter {
        case "centre": centre == value
        case "area": area == value
        case "valve": id == value
        case "kind": axes.contains { $0.current.contains(value) }
        case "priority": axes.contains { $0.priority == value }
        // The word may be a position, a link or `open`; the daemon's own list decides at a refetch.
        default: true
        }
    }
}

extension TeamView: Watchable {
    var watchOrder: String { changedAt ?? "" }
    var screenOrder: String { centre + id }
    func passes(_ filter: String, _ value: String) -> Bool {
        filter == "centre" ? centre == value : true
    }
}

extension CentreView: Watchable {
    var watchOrder: String { "" }
    var screenOrder: String { id }
    func passes(_ filter: String, _ value: String) -> Bool {
        filter == "centre" ? id == value : true
    }
}
