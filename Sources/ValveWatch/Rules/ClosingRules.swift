public import ValveModel

/// Whether a valve is shut when it should be: proven closed, `shutoff_failed`, `reopened` and
/// `shutoff`.
extension Detector {
    /// How long a closing that only a report shows waits for the alarm that says why.
    public static var plainClosingHold: Lapse { Judgement.plainClosingHold }
}

extension Judgement {
    /// A report may overtake the alarm that says why the valve closed, as they come by different
    /// connections: the judgement of a closing without a cause waits this long for it. Measured
    /// lanes differ by milliseconds; three seconds also cover one repeat of the alarm.
    static let plainClosingHold = Lapse.seconds(3)

    @inline(__always)
    var showsFlow: Bool { !reading.flow.isNaN && reading.flow > profile.closedFlow }

    @inline(__always)
    var showsNotClosed: Bool {
        switch reading.position {
        case .open, .moving, .stuck: true
        case .closed, .unknown: false
        }
    }

    /// Takes what this message proves about the valve being shut.
    mutating func proveClosed() {
        guard isNewest else { return proveClosedByBoth() }
        if reading.position == .closed, !showsFlow {
            guard !state.isProvenClosed else { return }
            // Gas of a message before this one, in the same millisecond, was not measured since.
            let isMeasured = isWarm && !reading.gas.isNaN
            begin(.proven, at: isMeasured ? now : now + .milliseconds(1))
        } else if showsNotClosed || showsFlow {
            end(.proven)
        }
    }

    /// An alarm that its valve's next report has overtaken on another lane: both say that it is closed, and
    /// the later of them has been received already.
    private mutating func proveClosedByBoth() {
        let flows = !state.flow.isNaN && state.flow > profile.closedFlow
        guard reading.boot == state.boot, now - heardBefore <= Self.plainClosingHold,
            reading.position == .closed, !showsFlow, state.position == .closed, !flows,
            !state.isProvenClosed
        else { return }
        // The row keeps the later report's gas: where the alarm had more of it nothing is measured since.
        let isMeasured =
            !state.gas.isNaN && state.gasAt == heardBefore && !(reading.gas > state.gas)
        begin(.proven, at: isMeasured ? state.gasAt : now + .milliseconds(1))
    }

    /// From now on the valve is due to be closed, if it was not already.
    mutating func expectClosed() {
        guard !state.hasBegun(.closedDue) else { return }
        begin(.closedDue, at: now)
        state.marks.remove(.closedSeen)
    }

    /// Judges the position. Runs after the alarms, before the state takes the new position.
    mutating func judgeClosing() {
        guard isNewest else { return }
        proveClosed()
        judgeShutoffFailed()
        judgeReopened()
        if reading.position == .closed {
            if !state.hasBegun(.closedDue) {
                begin(.closedDue, at: now)
                // Our command for what people have made safe meanwhile: they open it as well.
                if wasCommanded, !state.isLeaking { state.marks.insert(.closedByHand) }
            }
            state.marks.insert(.closedSeen)
            if !showsFlow { clear(.shutoffFailed) }
        }
        judgePlainClosing()
    }

    /// Whether opening the valve ends the expectation that it is closed: it was closed by a person,
    /// or the profile trusts people to open their own valve, and no leak is open.
    @inline(__always)
    private var mayBeOpened: Bool {
        (state.marks.contains(.closedByHand) || profile.handReopening)
            && state.marks.contains(.closedSeen) && !state.isLeaking
    }

    private mutating func judgeShutoffFailed() {
        guard state.hasBegun(.closedDue) else {
            if reading.position == .open { state.marks.remove(.closedByHand) }
            return
        }
        if reading.position == .open, mayBeOpened {
            end(.closedDue)
            state.marks.remove(.closedSeen)
            state.marks.remove(.closedByHand)
            clear(.shutoffFailed)
            return
        }
        guard now - since(.closedDue) > profile.shutoffGrace, !endToldClosing() else { return }
        if showsNotClosed {
            raise(.shutoffFailed, .p1, .position)
        } else if showsFlow {
            raise(.shutoffFailed, .p1, .flow)
        }
    }

    /// A valve that says it shuts off, and is never seen closed, is due to close as one that was
    /// commanded is. Once a command would have been given up, what is open was opened by a person.
    private mutating func endToldClosing() -> Bool {
        guard !state.marks.contains(.closedSeen), !state.isLeaking, !state.hasBegun(.commanded),
            now - since(.closedDue) > profile.closeRepeatFor
        else { return false }
        end(.closedDue)
        return true
    }

    private mutating func judgeReopened() {
        if state.isLeaking, reading.position == .open, state.marks.contains(.closedSeen) {
            raise(.reopened, .p1, .position)
        } else if reading.position == .closed {
            clear(.reopened)
        }
    }

    private mutating func judgePlainClosing() {
        // A valve may still be open when it says that it shuts off.
        if reading.position == .open, reading.alarm != .shutoff { clear(.shutoff) }
        // A shutoff alarm without a position explains the closing that the next message shows.
        guard reading.position == .closed, state.position != .closed, state.position != .unknown,
            reading.alarm != .shutoff, state.alarm != .shutoff, !state.isLeaking, !wasCommanded,
            !state.current.contains(.shutoff), !state.marks.contains(.closedByHand)
        else { return }
        if !state.hasBegun(.plainClosing) { begin(.plainClosing, at: now) }
    }

    /// Whether a close command of ours explains that the valve is closed.
    @inline(__always)
    var wasCommanded: Bool {
        state.hasBegun(.commanded) && now - since(.commanded) <= profile.closeRepeatFor
    }

    /// Judges `alarm: shutoff`; with cause `leak` it is a leak and judged there.
    mutating func judgeShutoffAlarm() {
        guard reading.alarm == .shutoff, reading.cause != .leak else { return }
        end(.plainClosing)
        switch reading.cause {
        case .leak: return
        case .manual:
            state.marks.insert(.closedByHand)
            return emit(.recorded, .shutoff, .p4)
        case .remote where wasCommanded: return emit(.recorded, .shutoff, .p4)
        case .remote, .shock, .unknown: raise(.shutoff, .p2, .alarm)
        case .overflow, .overpressure, .underpressure, .supplyLoss, .overtime, .lowBattery:
            raise(.shutoff, .p3, .alarm)
        }
        if isNewest { expectClosed() }
    }
}
