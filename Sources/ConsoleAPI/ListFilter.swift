/// Filters of the list routes; `nil` means any.
package struct ListFilter: Equatable, Sendable {
    /// A state, or `open` for everything that is not closed.
    package var state: String?
    package var centre: String?
    package var area: String?
    package var valve: String?
    package var kind: String?
    package var priority: String?
    /// `actual` and `exercise` when absent; incidents of mode `test` are listed only when asked.
    package var mode: String?

    package init() {}

    /// The filter of a query, whose values are asked for by their names.
    package init(_ value: (String) -> String?) {
        state = value("state")
        centre = value("centre")
        area = value("area")
        valve = value("valve")
        kind = value("kind")
        priority = value("priority")
        mode = value("mode")
    }
}

/// What the daemon's lists and the streams behind them let through.
extension ValveView {
    /// Whether the valve belongs to a list. `state` is its link, its position, or how the registry knows
    /// it. By `mode` only the daemon can decide, who has the incidents.
    package func passes(_ filter: ListFilter) -> Bool {
        if let state = filter.state, !hasState(state) { return false }
        if let wanted = filter.valve, wanted != id { return false }
        if let wanted = filter.area, wanted != area { return false }
        if let wanted = filter.centre, wanted != centre { return false }
        guard filter.kind != nil || filter.priority != nil else { return true }
        // One axis has to show both.
        return axes.contains { axis in
            (filter.kind.map(axis.current.contains) ?? true)
                && (filter.priority.map { $0 == axis.priority } ?? true)
        }
    }

    private func hasState(_ state: String) -> Bool {
        switch state {
        case "registered": registered
        case "unregistered": !registered
        case "retired": retired
        default: link == state || position == state
        }
    }
}

extension IncidentView {
    /// Whether the incident belongs to a list; one of mode `test` only when asked for.
    package func passes(_ filter: ListFilter) -> Bool {
        if let wanted = filter.state, wanted == "open" ? state == "closed" : state != wanted {
            return false
        }
        if let wanted = filter.centre, centre != wanted, homeCentre != wanted, scope != "fleet" {
            return false
        }
        if let wanted = filter.area, area != wanted { return false }
        if let wanted = filter.valve, valve != wanted, valves?.contains(wanted) != true {
            return false
        }
        if let wanted = filter.kind, kind != wanted { return false }
        if let wanted = filter.priority, priority != wanted { return false }
        return filter.mode.map { $0 == mode } ?? (mode != "test")
    }
}

extension TeamView {
    /// Whether the team belongs to a list. By `area` only the daemon can decide, who has the centres.
    package func passes(_ filter: ListFilter) -> Bool {
        if let wanted = filter.centre, wanted != centre { return false }
        switch filter.state {
        case "available": return available
        case "unavailable": return !available
        default: return true
        }
    }
}

extension CentreView {
    /// Whether the centre belongs to a list.
    package func passes(_ filter: ListFilter) -> Bool {
        (filter.centre.map { $0 == id } ?? true) && (filter.area.map(areas.contains) ?? true)
    }
}
