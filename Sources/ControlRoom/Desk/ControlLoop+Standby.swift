internal import ConsoleAPI
internal import Rescue
internal import RingBuffer
internal import ValveModel

/// Telling a centre where its teams are to wait.
extension ControlLoop {
    /// Tells a centre once in a batch.
    func tellStandby(of centre: String, _ state: inout State, at now: Moment) {
        state.effects.removeAll {
            if case .standby(let view) = $0 { view.centre == centre } else { false }
        }
        state.effects.append(
            .standby(StandbyViews.view(centre, of: state.desk, context.times, at: now)))
    }

    /// Tells every centre that has posts: its broker may have forgotten what it retained.
    func tellAllStandby(_ state: inout State, at now: Moment) {
        for centre in Set(state.desk.standby.values.map(\.centre)).sorted() {
            tellStandby(of: centre, &state, at: now)
        }
    }
}
