internal import LinuxPlatform
package import ValveModel

/// How long a loop may rest after a step.
package enum Rest: Equatable, Sendable {
    /// Not at all: there may be more to do.
    case none
    /// Until somebody wakes it, and no longer than this.
    case atMost(Lapse)
    /// Until somebody wakes it.
    case untilWoken
}

/// A loop of the control room, one step at a time. Its thread takes the steps and rests in between;
/// a simulation takes the same steps on a thread and a time of its own.
package protocol Stepped: Sendable {
    /// Does what waits now, and says how long it may rest.
    func step() -> Rest
    /// Whether somebody has woken it since the last step or the last time this was asked. For a
    /// caller that takes the steps itself; the loop's own thread sleeps instead.
    func takeNotice() -> Bool
}

extension Parker {
    /// Rests as a step allows.
    func rest(_ rest: Rest, unless ready: () -> Bool) {
        switch rest {
        case .none: return
        // A wait of nothing would spin until the clock's next millisecond.
        case .atMost(let lapse):
            _ = park(timeoutMilliseconds: max(1, lapse.milliseconds), unless: ready)
        case .untilWoken: _ = park(timeoutMilliseconds: nil, unless: ready)
        }
    }
}
