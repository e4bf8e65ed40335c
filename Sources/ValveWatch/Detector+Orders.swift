internal import FlatStore
public import ValveModel

/// What the control room tells the watch.
public enum WatchOrder: Sendable {
    /// A close command was sent to the valve.
    case commanded(ValveIndex)
    /// The close command that the watch asked for was not sent: nobody wants it any more.
    case notCommanded(ValveIndex)
    /// The gas incident of the valve was made safe or closed: what comes now is new.
    case gasSettled(ValveIndex)
    /// The incident on the axis was closed.
    case axisSettled(ValveIndex, Axis)
    /// A test was declared until the moment.
    case testDeclared(ValveIndex, until: Moment)
}

extension WatchOrder {
    /// The valve it concerns.
    public var valve: ValveIndex {
        switch self {
        case .commanded(let valve), .notCommanded(let valve), .gasSettled(let valve),
            .axisSettled(let valve, _), .testDeclared(let valve, _):
            valve
        }
    }
}

extension Detector {
    /// Takes an order of the control room.
    public mutating func obey(_ order: WatchOrder, at now: Moment) {
        switch order {
        case .commanded(let valve): noteCommanded(valve, at: now)
        case .notCommanded(let valve): forgetCommand(of: valve)
        case .gasSettled(let valve): settleGas(valve)
        case .axisSettled(let valve, let axis):
            guard valve.offset < table.rows.count else { return }
            if axis == .gas {
                settleGas(valve)
            } else {
                table.rows[valve.offset].latched.removeAll(of: axis)
                // What calls a team out and goes on is found anew.
                if axis == .supply { table.rows[valve.offset].current.remove(.overpressure) }
                // Whoever closed the incident does not want the valve closed by it.
                if axis == .supply { table.end(.overflow, of: valve.offset) }
            }
        case .testDeclared(let valve, let until):
            declareTest(of: valve, until: until, at: now)
        }
    }

    mutating func noteCommanded(_ valve: ValveIndex, at now: Moment) {
        enrol(through: valve, area: .unknown)
        beginCommand(of: valve.offset, at: now)
        // What is proven already is commanded once and not repeated.
        if table.rows[valve.offset].isProvenClosed {
            judge(blank(valve, at: now), at: now) { $0.emit(.provenClosed, .shutoff, .p4) }
        }
    }

    /// From now on the valve is commanded, and due to be closed if it was not already.
    mutating func beginCommand(of row: Int, at moment: Moment) {
        table.begin(.commanded, of: row, at: moment)
        guard !table.rows[row].hasBegun(.closedDue) else { return }
        table.begin(.closedDue, of: row, at: moment)
        table.rows[row].marks.remove(.closedSeen)
    }

    /// What was due only because it was to be commanded is due no longer.
    private mutating func forgetCommand(of valve: ValveIndex) {
        let row = valve.offset
        guard row < table.rows.count, table.rows[row].hasBegun(.commanded) else { return }
        if table.since(.closedDue, of: row) == table.since(.commanded, of: row) {
            table.end(.closedDue, of: row)
        }
        table.end(.commanded, of: row)
    }

    /// Forgets the gas axis: the home was made safe, and the next exceedance is a new leak.
    mutating func settleGas(_ valve: ValveIndex) {
        guard valve.offset < table.rows.count else { return }
        let row = valve.offset
        table.rows[row].current.removeAll(of: .gas)
        table.rows[row].latched.removeAll(of: .gas)
        table.rows[row].gasPriority = 0
        table.rows[row].gasLevel = 0
        // A seepage begins anew as well: what remains after the leak shall show half an hour. That we
        // commanded it closed stays true: the closing may still come, and is ours.
        for what in [Since.proven, .closedDue, .leak, .seepage, .seepageHigh] {
            table.end(what, of: row)
        }
        table.rows[row].marks.remove(.closedSeen)
        // Whoever made it safe answers for the closed valve; it is opened by a person on site.
        if table.rows[row].position == .closed { table.rows[row].marks.insert(.closedByHand) }
    }
}
