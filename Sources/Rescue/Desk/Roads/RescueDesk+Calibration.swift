internal import Incidents
public import ValveModel

/// Estimates corrected by what was measured, where a person has accepted it, until somebody takes it
/// back.
extension RescueDesk {
    /// Takes a calibration in place of the one its centre may have.
    public mutating func accept(_ wanted: TravelCalibration, at now: Moment) throws(DeskRefusal) {
        guard roster.centre(wanted.centre) != nil else { throw .noSuchCentre(wanted.centre) }
        guard wanted.isSound else {
            throw .invalid(
                code: "invalid",
                "hours have to be 0 to 23, each once, with -30 to 120 s and at least five arrivals."
            )
        }
        var calibration = wanted
        calibration.at = now
        calibrations[calibration.centre] = calibration
        actions.append(.calibration(calibration.centre, calibration))
        let words = calibration.hours.map { "\($0.hour)h \($0.seconds) s" }
        log(
            "calibration", calibration.centre, by: calibration.by,
            "accepted: \(words.joined(separator: ", "))")
        needsPlan = true
    }

    /// Estimates of the centre's teams stand on their own again.
    public mutating func revokeCalibration(
        of centre: String, by name: String, at now: Moment
    ) throws(DeskRefusal) {
        guard calibrations[centre] != nil else { throw .noSuchCalibration(centre) }
        calibrations[centre] = nil
        actions.append(.calibration(centre, nil))
        log("calibration", centre, by: name, "taken back")
        needsPlan = true
    }

    /// Seconds until a team leaves at this hour, and how many of them a calibration adds.
    func turnout(of team: TeamState, at now: Moment) -> (seconds: Int, calibration: Int) {
        let hour = hour(at: now)
        let plain = rules.hours.turnout(team.turnoutSeconds, atHour: hour)
        let added = calibrations[team.centre]?.seconds(atHour: hour) ?? 0
        let seconds = max(0, plain + added)
        return (seconds, seconds - plain)
    }

    /// Takes over what the desk beside this one has.
    public mutating func mirror(calibrationsOf other: RescueDesk) {
        guard calibrations != other.calibrations else { return }
        calibrations = other.calibrations
        needsPlan = true
    }
}
