internal import FlatStore
public import ValveModel

/// What time alone brings about: silence, delays that have passed, priorities that have changed.
extension Detector {
    /// A full round of the table takes so many sweeps: at one sweep a second silence is found at
    /// most two seconds late, and a sweep over 29,000 valves touches 14,500 rows.
    static let sweepsPerRound = 2

    /// To be called about once a second.
    public mutating func sweep(at now: Moment) {
        sweepLeaks(at: now)
        sweepWaiting(at: now)
        let share = (table.rows.count + Self.sweepsPerRound - 1) / Self.sweepsPerRound
        for _ in 0..<min(share, table.rows.count) {
            if sweepNext >= table.rows.count { sweepNext = 0 }
            sweepSilence(ValveIndex(UInt32(sweepNext)), at: now)
            sweepNext += 1
        }
    }

    /// The broker is back, or we have just started: nobody could have been heard before.
    public mutating func listenAgain(at now: Moment) { listeningSince = now }

    private mutating func sweepLeaks(at now: Moment) {
        let rows = table.rows
        leaking.removeAll { valve in
            if rows[valve.offset].isLeaking { return false }
            rows[valve.offset].marks.remove(.listedLeaking)
            return true
        }
        for valve in leaking {
            let state = table.rows[valve.offset]
            let profile = profiles[Int(state.profile)]
            let heard = max(state.heardAt, min(listeningSince, now))
            if now - max(state.heardAt, heard) > profile.suspectSilence,
                !state.current.contains(.suspect)
            {
                judge(blank(valve, at: now), at: now) { $0.suspectWhenLeaking() }
            }
            settle(blank(valve, at: now), at: now)
        }
    }

    private mutating func sweepWaiting(at now: Moment) {
        guard !waiting.isEmpty else { return }
        let valves = waiting
        waiting.removeAll(keepingCapacity: true)
        for valve in valves {
            judge(blank(valve, at: now), at: now) { $0.judgeWaiting() }
            table.rows[valve.offset].marks.remove(.listedWaiting)
            list(valve)
        }
    }

    private mutating func sweepSilence(_ valve: ValveIndex, at now: Moment) {
        let state = table.rows[valve.offset]
        let profile = profiles[Int(state.profile)]
        if state.link == .offline {
            guard state.offlineSince != .distantPast,
                now - state.offlineSince >= profile.offlineRaise,
                !state.marks.contains(.offlineRaised)
            else { return }
            judge(blank(valve, at: now), at: now) { judgement in
                judgement.state.marks.insert(.offlineRaised)
                judgement.emit(.priority, .offline, .p3)
            }
            return
        }
        let heard = max(state.heardAt, listeningSince)
        guard now - heard > profile.reportPeriod * profile.offlinePeriods else { return }
        judge(blank(valve, at: now), at: now) { $0.goOffline() }
        settle(blank(valve, at: now), at: now)
    }
}

extension Judgement {
    /// Looks at the delays of one valve.
    mutating func judgeWaiting() {
        if state.plainClosingAt != .distantPast {
            if state.position != .closed || state.isLeaking || wasCommanded {
                state.plainClosingAt = .distantPast
            } else if now - state.plainClosingAt >= Self.plainClosingHold {
                state.plainClosingAt = .distantPast
                raise(.shutoff, .p2)
            }
        }
        if state.overflowSince != .distantPast {
            if !state.current.contains(.overflow) {
                state.overflowSince = .distantPast
            } else if now - state.overflowSince >= profile.overflowClose {
                state.overflowSince = .distantPast
                wantClosed(for: .overflow)
            }
        }
    }
}
