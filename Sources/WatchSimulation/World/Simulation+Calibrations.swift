internal import ControlRoom
internal import Rescue
internal import ValveModel

/// What was measured of the ways, accepted by people at desks and taken back.
///
/// Every fourth seed has it, with the dice of the roads, which these seeds do not need.
extension Simulation {
    func arrangeCalibrations(_ room: ControlRoom) {
        guard plan.seed % 4 == 1, roadDice.chance(0.05) else { return }
        let by = "k\(roadDice.word() % 1_000_000)-\(time.now)"
        let accepted = room.loop.withDesk { $0.calibrations.keys.sorted() }
        if !accepted.isEmpty, roadDice.chance(0.4) {
            count(.calibrationRevoked)
            return ask(
                .revoke(roadDice.pick(accepted), by: by), by: by, isSigned: false, room)
        }
        count(.calibrationAccepted)
        let bounds = TravelCalibration.bounds
        let hours = (0..<24).filter { _ in roadDice.chance(0.7) }.map { hour in
            TravelCalibration.Hour(
                hour: hour,
                seconds: Int(
                    roadDice.between(Int64(bounds.lowerBound), Int64(bounds.upperBound))),
                count: TravelCalibration.arrivalsMin + roadDice.below(20))
        }
        let calibration = TravelCalibration(
            centre: roadDice.pick(centres.centreIDs), hours: hours, by: by, at: room.clock.now())
        ask(.accept(calibration), by: by, isSigned: false, room)
    }
}
