internal import ConsoleAPI

/// What following a list needs to know of its rows.
protocol Watchable: Decodable, Sendable {
    /// Grows with every change of the same thing: an older state that is replayed is not shown
    /// again.
    var watchOrder: String { get }
    /// Rows of a screen stand in the order of this text.
    var screenOrder: String { get }
    /// Whether the row belongs to the list.
    func passes(_ filter: ListFilter) -> Bool
}

extension IncidentView: Watchable {
    var watchOrder: String {
        let digits = String(revision)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
            + (lastHeardAt ?? "")
    }

    var screenOrder: String {
        (isOver ? "1" : "0") + priority + raisedAt + id
    }

    /// Whether nothing of it is urgent any more.
    var isOver: Bool { state == "closed" || state == "safe" }
}

extension ValveView: Watchable {
    var watchOrder: String { lastHeardAt ?? "" }

    var screenOrder: String {
        (axes.contains { $0.axis == "gas" && !$0.current.isEmpty } ? "0" : "1") + id
    }
}

extension TeamView: Watchable {
    var watchOrder: String { changedAt ?? "" }
    var screenOrder: String { centre + id }
}

extension CentreView: Watchable {
    var watchOrder: String { "" }
    var screenOrder: String { id }
}
