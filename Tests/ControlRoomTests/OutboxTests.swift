import Synchronization
import Testing
import ValveModel

@testable import ControlRoom

@Suite("The outbox holds effects back until the fact behind them is on disk")
struct OutboxTests {
    /// Effects are told apart by their cursor.
    private final class Performed: Sendable {
        private let log = Mutex<[String]>([])
        var lines: [String] { log.withLock { $0 } }

        func note(_ effect: Effect, _ isDurable: Bool) {
            guard case .alarmCursor(let cursor) = effect else { return }
            log.withLock { $0.append("\(cursor)\(isDurable ? "" : " not durable")") }
        }
    }

    private static func cursors(_ values: UInt64...) -> [Effect] {
        values.map { .alarmCursor($0) }
    }

    @Test("Effects leave in the order of the decisions, and only through the durable ticket")
    func order() {
        let performed = Performed()
        let outbox = Outbox { performed.note($0, $1) }
        let now = Moment(milliseconds: 1_000)
        outbox.hold(Self.cursors(1, 2), until: 4, at: now)
        outbox.hold(Self.cursors(3), until: 4, at: now)
        outbox.hold(Self.cursors(4), until: 6, at: now)
        outbox.release(through: 3)
        #expect(performed.lines.isEmpty)
        outbox.release(through: 5)
        #expect(performed.lines == ["1", "2", "3"])
        outbox.release(through: 6)
        outbox.release(through: 6)
        #expect(performed.lines == ["1", "2", "3", "4"])
        #expect(outbox.nextFailOpen == nil)
    }

    @Test("What is released while something leaves goes after it, and nobody waits for that")
    func releasedMeanwhile() {
        let performed = Performed()
        let inner = Mutex<Outbox?>(nil)
        let now = Moment(milliseconds: 1_000)
        let outbox = Outbox { effect, isDurable in
            if case .alarmCursor(1) = effect, let outbox = inner.withLock({ $0 }) {
                // As another thread would meanwhile: neither call may wait for this one.
                outbox.hold(Self.cursors(3), until: 2, at: now)
                outbox.release(through: 2)
            }
            performed.note(effect, isDurable)
        }
        inner.withLock { $0 = outbox }
        outbox.hold(Self.cursors(1, 2), until: 1, at: now)
        outbox.release(through: 1)
        inner.withLock { $0 = nil }
        #expect(performed.lines == ["1", "2", "3"])
    }

    @Test("What has waited a second leaves as not durable, and never twice")
    func failOpen() {
        let performed = Performed()
        let outbox = Outbox { performed.note($0, $1) }
        let now = Moment(milliseconds: 1_000)
        outbox.hold(Self.cursors(1), until: 1, at: now)
        outbox.hold(Self.cursors(2), until: 2, at: now + .milliseconds(500))
        #expect(outbox.nextFailOpen == now + .seconds(1))
        #expect(!outbox.failOpen(at: now + .milliseconds(999)))
        #expect(outbox.failOpen(at: now + .seconds(1)))
        #expect(performed.lines == ["1 not durable"])
        outbox.release(through: 2)
        #expect(performed.lines == ["1 not durable", "2"])
    }

    @Test("An answer to a person waits five seconds for the disk, and what is for others does not")
    func answersWait() {
        let performed = Performed()
        let outbox = Outbox { effect, isDurable in
            if case .answer(let answer) = effect { answer(isDurable) }
            performed.note(effect, isDurable)
        }
        let answered = Mutex<[Bool]>([])
        let now = Moment(milliseconds: 1_000)
        let answer = Effect.answer { isDurable in answered.withLock { $0.append(isDurable) } }
        outbox.hold([answer] + Self.cursors(1), until: 1, at: now)
        outbox.hold([answer], until: 2, at: now)
        #expect(outbox.failOpen(at: now + .seconds(1)))
        #expect(performed.lines == ["1 not durable"] && answered.withLock { $0 } == [])
        #expect(outbox.nextFailOpen == now + .seconds(5))
        #expect(!outbox.failOpen(at: now + .seconds(2)))
        outbox.release(through: 1)
        #expect(answered.withLock { $0 } == [true])
        #expect(outbox.failOpen(at: now + .seconds(5)))
        #expect(answered.withLock { $0 } == [true, false])
        #expect(outbox.nextFailOpen == nil)
    }

    @Test("While the disk stands still nothing waits its own second; once it moves, all wait again")
    func stuck() {
        let performed = Performed()
        let outbox = Outbox { performed.note($0, $1) }
        let now = Moment(milliseconds: 1_000)
        outbox.release(through: 1)
        outbox.hold(Self.cursors(1), until: 2, at: now)
        #expect(outbox.failOpen(at: now + .seconds(1)))
        outbox.hold(Self.cursors(2), until: 3, at: now + .seconds(2))
        #expect(outbox.nextFailOpen == now + .seconds(2))
        #expect(outbox.failOpen(at: now + .seconds(2)))
        #expect(performed.lines == ["1 not durable", "2 not durable"])
        // The disk has caught up with the first of them only: it works, so the rest may wait.
        outbox.release(through: 2)
        outbox.hold(Self.cursors(3), until: 4, at: now + .seconds(3))
        #expect(!outbox.failOpen(at: now + .seconds(3)))
        outbox.release(through: 4)
        #expect(performed.lines.last == "3")
    }

    @Test("Nothing to do is nothing held")
    func empty() {
        let outbox = Outbox { _, _ in }
        outbox.hold([], until: 1, at: Moment(milliseconds: 0))
        #expect(outbox.nextFailOpen == nil)
    }
}
