import ConsoleAPI
import Foundation
import HTTPTypes
import Hummingbird

extension ConsoleRoute {
    /// A registry of 29,000 rows is about 5 MB; 64 MiB holds a city ten times as large.
    private static let registryBytesMax = 64 << 20

    /// What changes something. Each answer means that the change is on disk.
    static func changeRoutes(_ port: any ConsolePort) -> [ConsoleRoute] {
        incidentChanges(port) + drillChanges(port) + valveChanges(port) + rosterChanges(port)
            + roadChanges(port) + calibrationRoutes(port)
            + standbyRoutes(port)
    }

    private static func incidentChanges(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .post, "/api/v1/incidents/{id}/{step}",
                RouteNotes(
                    "takeStep", "Takes a step on an incident.", body: .schema("StepRequest"),
                    answer: .schema("Incident"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let word = call.parameter("step")
                guard let step = IncidentStep(rawValue: word) else {
                    let words = IncidentStep.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Problem.invalid("The step \(word.prefix(40)) is not known; use \(words).")
                }
                let request = try ChangeBodies.step(await call.body(upTo: Call.changeBytesMax))
                return .json(try await port.take(step, on: call.parameter("id"), request))
            },
            ConsoleRoute(
                .post, "/api/v1/incidents/{id}/parties/{party}",
                RouteNotes(
                    "notifyParty",
                    "Tells a party by hand, or takes an answer or a delivery report of it.",
                    body: .schema("PartyRequest"), answer: .schema("Incident"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.party(await call.body(upTo: Call.changeBytesMax))
                return .json(
                    try await port.notify(
                        party: call.parameter("party"), of: call.parameter("id"), request))
            },
        ]
    }

    private static func drillChanges(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .post, "/api/v1/drills",
                RouteNotes(
                    "beginDrill", "Begins a drill; it can never reach real people.",
                    body: .schema("DrillRequest"), answer: .schema("Incident"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.drill(await call.body(upTo: Call.changeBytesMax))
                return .json(try await port.beginDrill(request))
            },
            ConsoleRoute(
                .post, "/api/v1/drills/{id}/end",
                RouteNotes(
                    "endDrill", "Ends a drill.", body: .schema("CloseRequest"),
                    answer: .schema("Incident"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let bytes = try await call.body(upTo: Call.changeBytesMax)
                let request = try ChangeBodies.valveClose(bytes)
                return .json(try await port.endDrill(call.parameter("id"), by: request.by))
            },
        ]
    }

    private static func valveChanges(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .post, "/api/v1/valves/{id}/close",
                RouteNotes(
                    "closeValve", "Commands the valve to close. Nothing ever opens one.",
                    body: .schema("CloseRequest"), answer: .schema("Command"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let bytes = try await call.body(upTo: Call.changeBytesMax)
                let request = try ChangeBodies.valveClose(bytes)
                return .json(try await port.close(valve: call.parameter("id"), request))
            },
            ConsoleRoute(
                .post, "/api/v1/valves/{id}/test",
                RouteNotes(
                    "declareTest", "Declares a test window for a valve.",
                    body: .schema("TestRequest"), answer: .schema("Valve"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let bytes = try await call.body(upTo: Call.changeBytesMax)
                let request = try ChangeBodies.valveTest(bytes)
                return .json(try await port.declareTest(valve: call.parameter("id"), request))
            },
            ConsoleRoute(
                .post, "/api/v1/valves/{id}/service",
                RouteNotes(
                    "serveValve",
                    "Takes a valve out of service, or back: its P3 and P4 alarms are set aside.",
                    body: .schema("ServiceRequest"), answer: .schema("Valve"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.service(await call.body(upTo: Call.changeBytesMax))
                return .json(try await port.serve(valve: call.parameter("id"), request))
            },
        ]
    }

    private static func rosterChanges(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .post, "/api/v1/teams/{id}",
                RouteNotes(
                    "changeTeam", "Says whether a team is available, and where it is.",
                    body: .schema("TeamRequest"), answer: .schema("Team"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.team(await call.body(upTo: Call.changeBytesMax))
                return .json(try await port.change(team: call.parameter("id"), request))
            },
            ConsoleRoute(
                .put, "/api/v1/registry",
                RouteNotes(
                    "replaceRegistry",
                    "Replaces the registry, all rows or none; UTF-8 or GB18030, at most 64 MiB.",
                    query: [.by, .retire], body: .plain("text/csv"),
                    answer: .schema("RegistryChange"),
                    problems: [.conflict, .tooLarge, .unavailable], takesByHeader: true)
            ) { call in
                let by = try signature(of: call)
                let csv = try await call.body(upTo: registryBytesMax)
                guard !csv.isEmpty else {
                    throw Problem(
                        status: 422, code: "registry_empty", title: "The registry was not taken",
                        detail: "The body is empty; send CSV.")
                }
                let mayRetireMost = call.query["retire"] != nil
                return .json(
                    try await port.replaceRegistry(csv, mayRetireMost: mayRetireMost, by: by))
            },
        ]
    }

    private static func roadChanges(_ port: any ConsolePort) -> [ConsoleRoute] {
        [
            ConsoleRoute(
                .post, "/api/v1/roads/close",
                RouteNotes(
                    "closeRoad", "Closes a way, a piece of road or an area until a time.",
                    body: .schema("RoadRequest"), answer: .schema("RoadClosing"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.road(await call.body(upTo: Call.changeBytesMax))
                return .json(try await port.closeRoad(request))
            },
            ConsoleRoute(
                .post, "/api/v1/roads/{id}/open",
                RouteNotes(
                    "openRoad", "Opens what was closed.", body: .schema("SignedRequest"),
                    answer: .schema("RoadClosing"),
                    problems: [.notFound, .conflict, .tooLarge, .unavailable])
            ) { call in
                let request = try ChangeBodies.signed(await call.body(upTo: Call.changeBytesMax))
                return .json(try await port.openRoad(call.parameter("id"), request))
            },
        ]
    }

    /// Header values are percent-encoded where a name is not ASCII. A script that sends the file and
    /// nothing else is named by its user, or by the way it came.
    private static func signature(of call: Call) throws(Problem) -> String {
        let way = call.peerUser.map { "uid \($0)" } ?? (call.isBySocket ? "socket" : "api")
        var by = call.query["by"] ?? way
        if let name = HTTPField.Name("X-Gaswatch-By"), let value = call.request.headers[name] {
            by = value.removingPercentEncoding ?? value
        }
        return try ChangeBodies.signature(by)
    }
}
