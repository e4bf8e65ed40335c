internal import Synchronization
internal import ValveModel

/// Call-outs that the second channel did not take either: nobody knows of them.
final class DeadLetters: Sendable {
    private struct State: Sendable {
        var taken = 0
        var dead = 0
        /// Dead since the last that was taken.
        var deadInARow = 0
    }

    private let state = Mutex(State())

    var counts: (taken: Int, dead: Int) { state.withLock { ($0.taken, $0.dead) } }

    /// Notes what became of one. The fault stays until a call-out is taken again.
    func note(_ fault: String?, _ health: Health, at now: Moment) {
        let row = state.withLock { state in
            if fault == nil {
                state.taken += 1
                state.deadInARow = 0
            } else {
                state.dead += 1
                state.deadInARow += 1
            }
            return state.deadInARow
        }
        health.set(
            "webhook_dead_letters",
            fault.map {
                (row == 1 ? "1 call-out" : "\(row) call-outs")
                    + " of P1 left neither by the broker nor by the webhook (\($0)): "
                    + "call the centres by telephone, then look at rescue.webhook: in the settings."
            }, at: now)
    }
}
