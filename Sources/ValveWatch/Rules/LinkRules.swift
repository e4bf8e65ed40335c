internal import FlatStore
internal import ValveModel

/// `offline` and `suspect`: what link messages, last wills and undecodable alarms say.
extension Detector {
    /// A link message or last will. One of an older boot is void: wills come late and get lost
    /// around thousands of connections.
    mutating func noteLink(_ reading: Reading, at now: Moment) {
        let row = reading.valve.offset
        let isKnown = table.rows[row].isHeard || table.rows[row].link != .unknown
        if isKnown, reading.boot < table.rows[row].boot {
            counters.staleWills &+= 1
            return
        }
        judge(reading, at: now) { judgement in
            // What the broker remembers may be of where the valve was before.
            if !reading.flags.contains(.retained) || !isKnown {
                judgement.state.move(to: reading.area)
            }
            if reading.boot > judgement.state.boot {
                judgement.state.boot = reading.boot
                judgement.state.sequence = 0
            }
            if reading.origin == .linkUp {
                // The broker's memory of a link is no sign of life of its valve.
                judgement.comeBack(isHeard: !reading.flags.contains(.retained))
            } else {
                judgement.loseLink()
            }
        }
        settle(reading, at: now)
    }

    /// An alarm that could not be read, from a valve that is known: something may be burning there.
    mutating func noteUndecodable(_ reading: Reading, at now: Moment) {
        judge(reading, at: now) { judgement in
            judgement.comeBack(isUnderSuspicion: true)
            judgement.state.current.insert(.suspect)
            // Once while open: a valve with a broken encoder repeats itself for hours.
            if judgement.state.latched.insert(.suspect) {
                judgement.emit(.raised, .suspect, .p2, .unreadable)
            }
        }
        settle(reading, at: now)
    }
}

extension Judgement {
    /// The link topic or the last will says that the connection is gone. A valve that sleeps between
    /// its reports says so too, and only its silence counts; but one that leaks stays awake.
    mutating func loseLink() {
        if profile.link == .connected { goOffline(.link) } else { suspectWhenLeaking(.link) }
    }

    /// The valve is gone: off line, and with an open leak under suspicion.
    ///
    /// - Parameter listening: since when its silence counts.
    mutating func goOffline(_ ground: Ground, listening: Moment = .distantPast) {
        if state.link != .offline || !state.hasBegun(.offline) { begin(.offline, at: now) }
        if ground != .silence {
            state.marks.remove(.offlineBySilence)
        } else if state.link != .offline {
            state.marks.insert(.offlineBySilence)
        }
        state.link = .offline
        if !state.marks.contains(.retired), state.current.insert(.offline) {
            state.latched.insert(.offline)
            // What was never there cannot have been lost.
            let isUnheard = ground == .silence && heardBefore == .distantPast
            let since = isUnheard ? listening : heardBefore
            emit(
                .raised, .offline, .p4, isUnheard ? .unheard : ground,
                since: ground == .silence ? since : now)
        }
        suspectWhenLeaking(ground)
    }

    /// A leaking valve that cannot be heard is suspect.
    mutating func suspectWhenLeaking(_ ground: Ground) {
        guard state.isLeaking, state.current.insert(.suspect),
            // Once while open: a valve that reports every five minutes is silent between any two.
            state.latched.insert(.suspect)
        else { return }
        emit(.raised, .suspect, .p2, ground, since: ground == .silence ? heardBefore : now)
    }
}
