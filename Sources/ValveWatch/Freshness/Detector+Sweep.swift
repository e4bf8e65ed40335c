internal import FlatStore
public import ValveModel

/// What time alone brings about: silence, delays that have passed, priorities that have changed.
///
/// Each valve has one timer, for the earliest moment at which anything of it could change. A message
/// moves that moment away and leaves the timer where it is; when it fires, the row says whether the
/// moment has come, or until when to wait. So a plain report costs no timer.
extension Detector {
    /// Judges every valve whose moment has come. To be called about once a second.
    public mutating func sweep(at now: Moment) { _ = sweep(at: now, eventsMax: .max) }

    /// Judges valves whose moment has come until so many events wait to be told; whether that was all
    /// of them.
    public mutating func sweep(at now: Moment, eventsMax: Int) -> Bool {
        while events.count < eventsMax {
            guard let row = wheel.next(by: now) else { return true }
            let valve = ValveIndex(UInt32(row))
            table.rows[row].marks.remove(.timed)
            judge(blank(valve, at: now), at: now) { $0.judgeTime(listening: $1) }
            settle(blank(valve, at: now), at: now)
            time(valve, at: now)
        }
        return false
    }

    /// A moment no later than the next at which time alone could bring anything about; `nil` when
    /// nothing is waited for. For a clock that jumps.
    public var nextSweep: Moment? { wheel.nextLook }

    /// The broker is back, or we have just started: nobody could have been heard before.
    public mutating func listenAgain(at now: Moment) {
        isDeaf = false
        listeningSince = now
    }

    /// Messages were lost while we listened: silence counts from here. Where nothing is heard it does
    /// not count at all, and that stays.
    public mutating func noteGap(at now: Moment) {
        if !isDeaf { listeningSince = now }
    }

    /// Whether valves can be heard at all.
    public var isListening: Bool { !isDeaf }

    /// The broker is gone: until it is back, silence says nothing about a valve.
    public mutating func goDeaf() { isDeaf = true }

    /// From when on silence counts.
    func listening(at now: Moment) -> Moment { isDeaf ? now : min(listeningSince, now) }

    /// Sets the valve's timer where a judgement may have brought its moment nearer.
    @inline(__always)
    mutating func time(_ valve: ValveIndex, at now: Moment) {
        let row = valve.offset
        if table.rows[row].marks.contains(.timed), !table.rows[row].isHurried { return }
        setTimer(valve, at: now)
    }

    private mutating func setTimer(_ valve: ValveIndex, at now: Moment) {
        let row = valve.offset
        let moment = nextMoment(of: row, at: now)
        table.rows[row].marks.insert(.timed)
        if moment < wheel.due(of: row) { wheel.arm(row, at: moment) }
    }

    /// The earliest moment after `now` at which anything of the valve could change by itself.
    private func nextMoment(of row: Int, at now: Moment) -> Moment {
        let profile = limits[Int(table.rows[row].profile)]
        let heard = max(table.rows[row].heardAt, listening(at: now))
        // A leak that was heard as long ago as the limit may still be P2; a moment later it may not.
        let instant = Lapse.milliseconds(1)
        var moment = Moment.distantFuture
        func consider(_ other: Moment) { if other > now { moment = min(moment, other) } }
        if table.rows[row].marks.contains(.retired) {
            if table.rows[row].link == .offline || table.rows[row].current.contains(.offline) {
                moment = now + instant
            }
        } else if table.rows[row].link != .offline {
            consider(heard + profile.offlineAfter)
        } else if !table.rows[row].marks.contains(.offlineRaised) {
            consider(table.since(.offline, of: row) + profile.offlineRaise)
        }
        if table.rows[row].hasBegun(.plainClosing) {
            consider(table.since(.plainClosing, of: row) + Judgement.plainClosingHold)
        }
        if table.rows[row].hasBegun(.overflow) {
            consider(table.since(.overflow, of: row) + profile.overflowClose)
        }
        guard table.rows[row].isLeaking else { return moment }
        if !table.rows[row].current.contains(.suspect) {
            // A leak that an older message showed may be silent for long enough already.
            consider(max(heard + profile.suspectSilence, now + instant))
        }
        consider(table.rows[row].heardAt + profile.provenHeard + instant)
        if table.rows[row].isProvenClosed {
            consider(table.since(.proven, of: row) + profile.provenSettle)
            for leak in otherLeaks(than: ValveIndex(UInt32(row))) {
                consider(leak.at + profile.riserWindow + instant)
            }
        }
        return moment
    }
}

extension ProfileLimits {
    /// How long nothing has to be heard of a valve for it to be `offline`.
    var offlineAfter: Lapse {
        switch link {
        case .connected, .dutyCycled: reportPeriod * offlinePeriods
        case .daily: Lapse(milliseconds: reportPeriod.milliseconds + overdueFor.milliseconds)
        }
    }
}

extension Judgement {
    /// Judges what time may have brought about.
    mutating func judgeTime(listening: Moment) {
        judgeDelays()
        let silence = now - max(state.heardAt, listening)
        if state.isLeaking, silence >= profile.suspectSilence { suspectWhenLeaking(.silence) }
        if state.marks.contains(.retired) {
            forgetLink()
        } else if state.link == .offline {
            let isLong = now - since(.offline) >= profile.offlineRaise
            if state.hasBegun(.offline), isLong, !state.marks.contains(.offlineRaised) {
                state.marks.insert(.offlineRaised)
                emit(.priority, .offline, .p3, .silence, since: since(.offline))
            }
        } else if silence >= profile.offlineAfter {
            goOffline(.silence, listening: listening)
        }
    }

    /// That a valve is gone which the registry names no more is nothing to be found.
    private mutating func forgetLink() {
        if state.link == .offline {
            state.link = .unknown
            end(.offline)
            state.marks.subtract([.offlineRaised, .offlineBySilence])
        }
        clear(.offline)
    }

    private mutating func judgeDelays() {
        if state.hasBegun(.plainClosing) {
            if state.position != .closed || state.isLeaking || wasCommanded {
                end(.plainClosing)
            } else if now - since(.plainClosing) >= Self.plainClosingHold {
                let began = since(.plainClosing)
                end(.plainClosing)
                raise(.shutoff, .p2, .position, since: began)
            }
        }
        if state.hasBegun(.overflow) {
            if !state.current.contains(.overflow) {
                end(.overflow)
            } else if now - since(.overflow) >= profile.overflowClose {
                end(.overflow)
                wantClosed(for: .overflow)
            }
        }
    }
}
