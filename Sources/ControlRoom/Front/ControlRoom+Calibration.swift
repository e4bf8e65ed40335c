package import ConsoleAPI
internal import Rescue
internal import Synchronization
internal import ValveModel

/// Accepting what was measured of the estimates, centre by centre.
extension ControlRoom {
    package func calibrations() -> [CalibrationView] {
        let accepted = loop.state.withLock { $0.desk.calibrations }
        return accepted.values.sorted { $0.centre < $1.centre }
            .map { CalibrationViews.view($0, times) }
    }

    package func acceptCalibration(
        of centre: String, _ request: CalibrationRequest
    ) async throws(Problem) -> CalibrationView {
        let now = clock.now()
        let figures = try await responseFigures(
            days: request.days ?? Self.calibrationDays, mode: "actual", at: now)
        guard loop.state.withLock({ $0.desk.roster.centre(centre) }) != nil else {
            throw .notFound("centre", centre)
        }
        guard
            let calibration = TravelCalibration(
                figures.calibration, of: centre, by: request.by, at: now)
        else {
            throw Problem(
                status: 422, code: "too_few_arrivals", title: "Not possible like this",
                detail: "No hour of \(centre) has \(TravelCalibration.arrivalsMin) measured "
                    + "arrivals in these days. Look at stats/response, or ask over more days.")
        }
        guard case .calibration(let view) = try await ask(.accept(calibration)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    package func revokeCalibration(
        of centre: String, _ request: SignedRequest
    ) async throws(Problem) -> CalibrationView {
        guard case .calibration(let view) = try await ask(.revoke(centre, by: request.by)) else {
            throw Self.wrongAnswer
        }
        return view
    }

    /// A month, as `stats response` shows.
    private static let calibrationDays = 30
}

/// Accepted calibrations for readers.
enum CalibrationViews {
    static func view(_ calibration: TravelCalibration, _ times: Timestamps) -> CalibrationView {
        CalibrationView(
            centre: calibration.centre, by: calibration.by, at: times.text(calibration.at),
            hours: calibration.hours.map {
                CalibrationView.Hour(hour: $0.hour, seconds: $0.seconds, count: $0.count)
            })
    }
}
