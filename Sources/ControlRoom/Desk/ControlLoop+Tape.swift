internal import Incidents
internal import Journal
internal import Rescue
internal import Synchronization
internal import ValveModel

/// The tape from which every decision of the desk can be made again.
extension ControlLoop {
    /// Gives the desk an input. Everything that reaches it comes this way, so that it stands on the
    /// tape before anything comes of it. Drills have a desk of their own and no tape.
    func feed(_ input: DeskInput, _ state: inout State, at now: Moment) throws(DeskRefusal) {
        state.tape.note(input, at: now)
        try state.desk.take(input, at: now)
    }

    /// Ends a round of the desk on the tape, where it was one.
    func keepOnTape(
        _ actions: [DeskAction], _ told: [PartyAction], isRound: Bool, _ state: inout State,
        at now: Moment
    ) {
        // Rows that the parties' notices alone have written anew.
        var saved: [String] = []
        if !told.isEmpty {
            let decided = Set(
                actions.compactMap { if case .changed(let it) = $0 { it.id } else { nil } })
            for case .changed(let incident, _) in told
            where !decided.contains(incident.id) && state.desk.book.incident(incident.id) != nil {
                saved.append(incident.id)
            }
        }
        guard isRound || !saved.isEmpty else { return }
        state.tape.settle(
            actions, saved: saved, utcOffsetSeconds: state.desk.utcOffsetSeconds, at: now)
    }

    /// Takes what has gathered into the batch.
    func takeTape(_ state: inout State, at now: Moment) {
        guard let row = state.tape.take() else { return }
        state.batch.entries.append(
            JournalEntry(
                sequence: state.nextSequence, at: now, kind: DeskTape.entryKind,
                subject: DeskTape.entrySubject, body: row))
        state.nextSequence += 1
    }

    /// Writes what has waited for another reason; at the end, and before the store is copied.
    package func writeTape() {
        state.withLock { state in
            let now = context.clock.now()
            takeTape(&state, at: now)
            keepFigures(&state, isLast: true, at: now)
            guard !state.batch.isEmpty else { return }
            _ = context.writer.append(state.batch)
            state.batch = JournalBatch()
        }
    }
}
