import ConsoleAPI
import HTTPTypes

extension ConsoleRoute {
    /// Standby posts: advice, and switching it on for a centre.
    static func standbyRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .get, "/api/v1/standby",
                RouteNotes(
                    "showStandby",
                    "Where the free teams would wait better, and which centres have it switched on.",
                    query: [.busy], answer: .schema("Standby"), problems: [.unavailable])
            ) { call in
                let busy = call.query["busy"].flatMap { Int($0) } ?? QueryParameter.busyDefault
                return .json(try await port.standby(busy: busy))
            },
            ConsoleRoute(
                .post, "/api/v1/standby/{centre}",
                RouteNotes(
                    "switchStandby", "Switches the standby posts of a centre on or off.",
                    body: .schema("StandbyRequest"), answer: .schema("CentreStandby"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.standby(await call.body(upTo: Call.changeBytesMax))
                return .json(
                    try await port.switchStandby(of: call.parameter("centre"), request))
            },
        ]
    }
}
