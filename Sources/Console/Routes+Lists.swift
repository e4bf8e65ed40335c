import ConsoleAPI
import HTTPTypes
import Hummingbird

extension ConsoleRoute {
    /// What is read: valves, incidents, teams, centres and what was refused.
    static func listRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        valveRoutes(port) + incidentRoutes(port) + rosterRoutes(port) + [registryRoute(port)]
    }

    private static func valveRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .get, "/api/v1/valves",
                RouteNotes(
                    "listValves", "Valves, by id.",
                    query: [
                        .valveState, .centre, .area, .valve, .kind, .priority, .mode, .limit,
                        .cursor,
                    ],
                    answer: .page("Valve"))
            ) { call in
                .json(
                    try call.refusingUnknownCentre(
                        port.valves(
                            call.filter, cursor: call.query["cursor"], countMax: call.countMax),
                        port))
            },
            ConsoleRoute(
                .get, "/api/v1/valves/{id}",
                RouteNotes(
                    "showValve", "One valve.", answer: .schema("Valve"), problems: [.notFound])
            ) { call in
                let id = call.parameter("id")
                guard let valve = port.valve(id) else { throw Problem.notFound("valve", id) }
                return .json(valve)
            },
        ]
    }

    private static func incidentRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .get, "/api/v1/incidents",
                RouteNotes(
                    "listIncidents", "Incidents; those of mode `test` only when asked for.",
                    query: [
                        .incidentState, .centre, .area, .valve, .kind, .priority, .mode, .limit,
                        .cursor,
                    ],
                    answer: .page("Incident"), problems: [.unavailable])
            ) { call in
                .json(
                    try call.refusingUnknownCentre(
                        await port.incidents(
                            call.filter, cursor: call.query["cursor"], countMax: call.countMax),
                        port))
            },
            ConsoleRoute(
                .get, "/api/v1/incidents/{id}",
                RouteNotes(
                    "showIncident", "One incident.", answer: .schema("Incident"),
                    problems: [.notFound, .unavailable])
            ) { call in
                let id = call.parameter("id")
                guard let incident = try await port.incident(id) else {
                    throw Problem.notFound("incident", id)
                }
                return .json(incident)
            },
            ConsoleRoute(
                .get, "/api/v1/incidents/{id}/visits",
                RouteNotes(
                    "showVisits",
                    "Homes whose valve somebody has to open again, the most vulnerable first.",
                    answer: .page("Visit"), problems: [.notFound, .unavailable])
            ) { call in
                let id = call.parameter("id")
                guard let visits = try await port.visits(id) else {
                    throw Problem.notFound("incident", id)
                }
                return .json(Page(elements: visits, next: nil))
            },
            ConsoleRoute(
                .get, "/api/v1/incidents/{id}/timeline",
                RouteNotes(
                    "showTimeline", "Everything that happened to an incident, oldest first.",
                    answer: .page("TimelineEntry"), problems: [.notFound, .unavailable])
            ) { call in
                let id = call.parameter("id")
                guard let timeline = try await port.timeline(id) else {
                    throw Problem.notFound("incident", id)
                }
                return .json(Page(elements: timeline, next: nil))
            },
        ]
    }

    /// The columns about people leave by the socket only, whose group may see them.
    private static func registryRoute(_ port: any ConsolePort) -> ConsoleRoute {
        ConsoleRoute(
            .get, "/api/v1/registry",
            RouteNotes(
                "exportRegistry",
                "The registry as CSV. Over TCP without the columns about people, which the header "
                    + "X-Gaswatch-Left-Out then says.", answer: .plain("text/csv"))
        ) { call in
            var response = Response(
                status: .ok, type: "text/csv; charset=utf-8",
                bytes: port.registry(isWhole: call.isBySocket))
            if !call.isBySocket, let name = HTTPField.Name("X-Gaswatch-Left-Out") {
                response.headers[name] = "personal"
            }
            return response
        }
    }

    private static func rosterRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .get, "/api/v1/teams",
                RouteNotes(
                    "listTeams", "Response teams.",
                    query: [.teamState, .centre, .area, .limit, .cursor], answer: .page("Team"))
            ) { call in
                .json(
                    try call.refusingUnknownCentre(
                        call.page(of: port.teams(call.filter)), port))
            },
            ConsoleRoute(
                .get, "/api/v1/centres",
                RouteNotes(
                    "listCentres", "Emergency-response centres.",
                    query: [.centre, .area, .limit, .cursor], answer: .page("Centre"))
            ) { call in
                .json(
                    try call.refusingUnknownCentre(
                        call.page(of: port.centres(call.filter)), port))
            },
            ConsoleRoute(
                .get, "/api/v1/roads",
                RouteNotes(
                    "listRoads", "Roads that are closed.", query: [.limit, .cursor],
                    answer: .page("RoadClosing"))
            ) { call in .json(try call.page(of: port.roads())) },
            ConsoleRoute(
                .get, "/api/v1/rejects",
                RouteNotes(
                    "listRejects", "Messages that were not accepted, by reason, newest samples.",
                    query: [.limit, .cursor], answer: .page("Reject"))
            ) { call in .json(try call.page(of: port.rejects())) },
        ]
    }
}
