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

    private struct Held: Sendable {
        var ticket: UInt64
        var since: Moment
        var effects: [Effect]
    }

    private let held = Mutex<[Held]>([])
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
        held.withLock { $0.append(Held(ticket: ticket, since: now, effects: effects)) }
    }

    /// Carries out everything that is on disk. Done under the lock, so that two callers keep the
    /// order; every effect only queues something.
    package func release(through ticket: UInt64) {
        held.withLock { held in
            let count = held.prefix { $0.ticket <= ticket }.count
            guard count > 0 else { return }
            for entry in held.prefix(count) {
                for effect in entry.effects { perform(effect, true) }
            }
            held.removeFirst(count)
        }
    }

    /// Carries out what has waited too long; whether there was any.
    package func failOpen(at now: Moment) -> Bool {
        held.withLock { held in
            let count = held.prefix { now - $0.since >= patience }.count
            guard count > 0 else { return false }
            for entry in held.prefix(count) {
                for effect in entry.effects { perform(effect, false) }
            }
            failedOpen.store(held[count - 1].ticket, ordering: .releasing)
            held.removeFirst(count)
            return true
        }
    }

    /// The newest ticket whose effects have left without it: until it is on disk, the journal is
    /// late.
    package var failedOpenTicket: UInt64 { failedOpen.load(ordering: .acquiring) }

    /// When the oldest effect has waited long enough; `nil` when nothing waits.
    package var nextFailOpen: Moment? {
        held.withLock { $0.first.map { $0.since + patience } }
    }
}
