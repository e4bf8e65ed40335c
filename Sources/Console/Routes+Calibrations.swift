import ConsoleAPI
import HTTPTypes

extension ConsoleRoute {
    /// What was measured of the estimates, and accepted.
    static func calibrationRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .get, "/api/v1/calibrations",
                RouteNotes(
                    "listCalibrations", "Calibrations that operators have accepted, by centre.",
                    answer: .page("Calibration"))
            ) { _ in .json(Page(elements: port.calibrations(), next: nil)) },
            ConsoleRoute(
                .post, "/api/v1/calibrations/{centre}",
                RouteNotes(
                    "acceptCalibration",
                    "Adds what was measured of a centre's arrivals to its estimates.",
                    body: .schema("CalibrationRequest"), answer: .schema("Calibration"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let bytes = try await call.body(upTo: Call.changeBytesMax)
                let request = try ChangeBodies.calibration(bytes)
                return .json(
                    try await port.acceptCalibration(of: call.parameter("centre"), request))
            },
            ConsoleRoute(
                .post, "/api/v1/calibrations/{centre}/revoke",
                RouteNotes(
                    "revokeCalibration", "Takes an accepted calibration back.",
                    body: .schema("SignedRequest"), answer: .schema("Calibration"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.signed(await call.body(upTo: Call.changeBytesMax))
                return .json(
                    try await port.revokeCalibration(of: call.parameter("centre"), request))
            },
        ]
    }
}
