internal import ValveModel

/// `sensor_fault` by what the sensor shows: a value that stands still, a zero that has drifted,
/// steps that no room makes, a warm-up that does not end.
///
/// Each ground is looked at on its own, and the finding is gone when none holds any more. All are
/// P4: a visit of a technician, in the order of the work list. Gas that may be real is judged as gas
/// all the same: a doubtful sensor never silences a leak.
extension Judgement {
    /// Follows what the sensor shows. Takes a warm and newest gas reading, before the state does.
    mutating func followSensor(_ gas: Float, follows: Bool) {
        let isOff = gas >= profile.restGas
        _ = run(.drift, holds: isOff, follows: follows)
        _ = run(.stuck, holds: isOff, follows: follows && gas == state.gas)
        let isStep =
            state.gas - gas >= profile.stepGas && gas < state.gas / 2
            && now - state.gasAt <= profile.stepSpan
        if isStep { countStep() }
    }

    private mutating func countStep() {
        if state.hasBegun(.steps), now - since(.steps) <= profile.stepWindow {
            memory.stepCount = min(memory.stepCount, .max - 1) + 1
        } else {
            begin(.steps, at: now)
            memory.stepCount = 1
        }
    }

    /// Follows the warm-up by every newest message, whether it carries gas or not.
    mutating func followWarmUp() {
        if isWarm {
            if state.hasBegun(.warmUp) { end(.warmUp) }
        } else {
            _ = run(.warmUp, holds: true, follows: isConsecutive(heardBefore))
        }
    }

    /// The ground on which the sensor is faulty by what it shows, and since when.
    @inline(__always)
    var sensorGround: (ground: Ground, since: Moment)? {
        @inline(__always)
        func isLong(_ what: Since, _ limit: Lapse, until: Moment) -> Bool {
            state.hasBegun(what) && until - since(what) >= limit
        }
        if isLong(.warmUp, profile.warmUpFor, until: now) { return (.warmUp, since(.warmUp)) }
        if isLong(.stuck, profile.stuckFor, until: state.gasAt) { return (.stuck, since(.stuck)) }
        if isLong(.drift, profile.driftFor, until: state.gasAt) { return (.drift, since(.drift)) }
        if state.hasBegun(.steps), Int64(memory.stepCount) >= profile.stepCount,
            now - since(.steps) <= profile.stepWindow
        {
            return (.steps, since(.steps))
        }
        return nil
    }
}
