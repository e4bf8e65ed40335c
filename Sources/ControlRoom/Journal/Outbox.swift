internal import Incidents
internal import Synchronization
package import ValveModel

/// Effects in the order of the decisions, each held back until the fact it stands for is on disk.
///
/// One exception (fail open): when nothing has been committed for `patience`, effects leave all the
/// same and know that they are not durable.
package final class Outbox: Sendable {
    /// How long effects wait for the journal (contract, section 5, Fail open).
    package static let patience = Lapse.seconds(1)

    private let patience: Lapse
    /// A person who asked for something would rather wait than hear that it is done and not stored:
    /// five times as long as a team or a valve waits.
    private var answerPatience: Lapse { patience * 5 }

    private struct Held: Sendable {
        var ticket: UInt64
        var since: Moment
        var effects: [Effect]
        /// All but the answers to people have left without the journal.
        var isLeft = false
    }

    private struct State: Sendable {
        var held: [Held] = []
        /// Everything through this ticket is on disk.
        var durable: UInt64 = 0
        /// How far the disk was when effects last left without it; while it has not moved from
        /// there nothing waits for it.
        var stuckAt: UInt64?
        /// What may leave, in its order, with whether it is on disk.
        var leaving: [(effect: Effect, isDurable: Bool)] = []
        /// A thread is carrying out what leaves; whatever is added meanwhile it takes too.
        var isLeaving = false
        /// Incidents that readers were shown as not durable, each with its newest ticket.
        var owed: [String: (ticket: UInt64, revision: Int)] = [:]

        var isStuck: Bool { stuckAt == durable }
    }

    private let state = Mutex(State())
    private let failedOpen = Atomic<UInt64>(0)
    private let perform: @Sendable (Effect, _ isDurable: Bool) -> Void

    /// `patience` is a setting only for tests of what waits, which no slow machine may upset.
    package init(
        patience: Lapse = Outbox.patience,
        perform: @escaping @Sendable (Effect, _ isDurable: Bool) -> Void
    ) {
        self.patience = patience
        self.perform = perform
    }

    /// Holds effects until `ticket` is durable.
    package func hold(_ effects: [Effect], until ticket: UInt64, at now: Moment) {
        guard !effects.isEmpty else { return }
        state.withLock { $0.held.append(Held(ticket: ticket, since: now, effects: effects)) }
    }

    /// Carries out everything that is on disk, and tells readers of what has come there after it
    /// had left.
    package func release(through ticket: UInt64) {
        state.withLock { state in
            guard ticket > state.durable || !state.held.isEmpty else { return }
            state.durable = max(state.durable, ticket)
            let count = state.held.prefix { $0.ticket <= ticket }.count
            for entry in state.held.prefix(count) {
                state.leaving.append(contentsOf: entry.effects.map { ($0, true) })
            }
            state.held.removeFirst(count)
            let paid = state.owed.filter { $0.value.ticket <= ticket }
            for (incident, debt) in paid.sorted(by: { $0.key < $1.key }) {
                state.owed[incident] = nil
                state.leaving.append((.stored(incident: incident, revision: debt.revision), true))
            }
        }
        carryOut()
    }

    /// Carries out what may leave, in its order whichever thread does it: one at a time, and outside
    /// the lock, so that the desk never waits for the bodies of a storm's call-outs to be written.
    private func carryOut() {
        while true {
            let leaving = state.withLock { state -> [(effect: Effect, isDurable: Bool)] in
                guard !state.isLeaving, !state.leaving.isEmpty else { return [] }
                state.isLeaving = true
                var taken: [(effect: Effect, isDurable: Bool)] = []
                swap(&taken, &state.leaving)
                return taken
            }
            guard !leaving.isEmpty else { return }
            for (effect, isDurable) in leaving { perform(effect, isDurable) }
            state.withLock { $0.isLeaving = false }
        }
    }

    /// Carries out what has waited too long, and everything else while the disk still stands where
    /// it stood then; whether there was any.
    package func failOpen(at now: Moment) -> Bool {
        let hasFailed = state.withLock { state in
            let count =
                state.isStuck
                ? state.held.count : state.held.prefix { now - $0.since >= patience }.count
            var left: UInt64?
            var waiting: [Held] = []
            for var entry in state.held.prefix(count) {
                let answersToo = now - entry.since >= answerPatience
                var kept: [Effect] = []
                for effect in entry.effects {
                    if case .answer = effect, !answersToo {
                        kept.append(effect)
                        continue
                    }
                    state.leaving.append((effect, false))
                    left = entry.ticket
                    if case .incident(let incident, _) = effect {
                        state.owed[incident.id] = (entry.ticket, incident.revision)
                    }
                }
                guard !kept.isEmpty else { continue }
                entry.effects = kept
                entry.isLeft = true
                waiting.append(entry)
            }
            state.held.replaceSubrange(0..<count, with: waiting)
            guard let left else { return false }
            failedOpen.store(max(left, failedOpenTicket), ordering: .releasing)
            state.stuckAt = state.durable
            return true
        }
        carryOut()
        return hasFailed
    }

    /// The newest ticket whose effects have left without it: until it is on disk, the journal is
    /// late.
    package var failedOpenTicket: UInt64 { failedOpen.load(ordering: .acquiring) }

    /// When the oldest effect has waited long enough; `nil` when nothing waits.
    package var nextFailOpen: Moment? {
        state.withLock { state in
            state.held.map { entry in
                if entry.isLeft { return entry.since + answerPatience }
                return state.isStuck ? entry.since : entry.since + patience
            }.min()
        }
    }
}
