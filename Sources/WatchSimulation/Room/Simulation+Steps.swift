internal import ControlRoom
internal import ValveModel

/// When each loop of the room takes its next step.
struct Clockwork {
    struct Turn {
        var due = Int64.max
        /// Its thread gets no processor before this.
        var stalledUntil: Int64 = 0
    }

    var watch = Turn()
    var control = Turn()
    var journal = Turn()
    /// Commits take long until here.
    var slowUntil: Int64 = 0
    /// Number of the room's life; what was meant for an earlier one is void.
    var life = 0
    var startedAt: Int64 = 0
    /// Lateness up to here has a cause outside the room.
    var excusedUntil: Int64 = 0

    /// Nothing that was given before this is expected to be prompt.
    var disturbedUntil: Int64 = 0

    var next: Int64 { min(watch.due, control.due, journal.due) }

    mutating func stop() {
        watch = Turn()
        control = Turn()
        journal = Turn()
        slowUntil = 0
    }
}

extension Simulation {
    /// Lets the next thing happen, or the next loop take its step; `false` at the end of the run.
    func stepOnce() throws(Violation) -> Bool {
        let due = min(agenda.next, clockwork.next)
        guard due <= end else { return false }
        if due > time.now { time.now = due }
        outcome.stepCount += 1
        if agenda.next <= due, let (_, happening) = agenda.take() {
            try happen(happening)
        } else if let room {
            if clockwork.control.due <= due {
                try stepControl(room)
            } else if clockwork.watch.due <= due {
                try stepWatch(room)
            } else {
                clockwork.journal.due = nextDue(room.writer.step())
            }
        }
        try afterStep()
        return true
    }

    private func stepWatch(_ room: ControlRoom) throws(Violation) {
        clockwork.watch.due = nextDue(room.watch.step())
        try checkFaces(room)
    }

    private func stepControl(_ room: ControlRoom) throws(Violation) {
        checks.hasNewInputs = false
        let written = room.writer.lastTicket
        clockwork.control.due = nextDue(room.loop.step())
        try checkOwnWords(room)
        // A round that wrote nothing has changed no incident and no team: time alone is looked at once
        // a second.
        if room.writer.lastTicket != written { try sweepDesk(room) }
    }

    private func nextDue(_ rest: Rest) -> Int64 {
        switch rest {
        case .none: time.now
        case .atMost(let lapse): time.now + max(1, lapse.milliseconds)
        case .untilWoken: .max
        }
    }

    /// What the room wanted to send leaves, lanes whose batch is on disk go on, and whoever was woken
    /// is given a processor soon.
    private func afterStep() throws(Violation) {
        if store.takeEnd() {
            count(.crashAfterCommit)
            killRoom()
        }
        for side in [Sender.Side.valves, .rescue] {
            for sent in senders[side.rawValue].outbound.take() { try leave(sent, by: side) }
        }
        for posted in gateway.take() { reachGateway(posted) }
        outcome.faults[.secondChannelUsed] += gateway.takeSecondCount()
        guard let room else { return }
        try releaseHeld(room)
        if room.watch.takeNotice() { wake(&clockwork.watch, within: 3) }
        if room.loop.takeNotice() { wake(&clockwork.control, within: 3) }
        if room.writer.takeNotice() {
            let isSlow = time.now < clockwork.slowUntil
            wake(&clockwork.journal, within: 8, after: isSlow ? dice.between(100, 2_500) : 0)
        }
    }

    private func wake(_ turn: inout Clockwork.Turn, within jitter: Int64, after delay: Int64 = 0) {
        let due = max(time.now + dice.between(0, jitter) + delay, turn.stalledUntil)
        turn.due = min(turn.due, due)
    }

    /// One message on its way out: checked, then on to the broker.
    private func leave(_ sent: Sent, by side: Sender.Side) throws(Violation) {
        digest(sent)
        switch side {
        case .valves: try checkValveSide(sent)
        case .rescue: try checkRescueSide(sent)
        }
        trace("out \(sent.wasTaken ? "" : "(no way) ")\(sent.topic) \(Text.brief(sent.body))")
        guard sent.wasTaken else { return }
        let at = max(senders[side.rawValue].arrivalAt, time.now + dice.between(1, 15))
        senders[side.rawValue].arrivalAt = at
        agenda.plan(.sentArrives(side, sent, life: clockwork.life), at: at)
    }

    private func digest(_ sent: Sent) {
        var hash = outcome.digest ^ UInt64(bitPattern: time.now)
        for byte in sent.topic.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for byte in sent.body { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        outcome.digest = hash
    }
}
