import ConsoleAPI
import Hummingbird

/// One row of the route table: what is asked, who answers, and what the OpenAPI document says.
struct ConsoleRoute: Sendable {
    let method: HTTPRequest.Method
    /// Path with `{name}` for what varies, as OpenAPI writes it.
    let template: String
    let notes: RouteNotes
    let answer: @Sendable (Call) async throws -> Response

    init(
        _ method: HTTPRequest.Method, _ template: String, _ notes: RouteNotes,
        answer: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.template = template
        self.notes = notes
        self.answer = answer
    }

    /// The method as the wire and the document name it.
    var verb: String { method.rawValue }

    /// Every route of the console, in the order of the OpenAPI document.
    static func all(port: any ConsolePort, heartbeat: Duration) -> [ConsoleRoute] {
        let routes =
            listRoutes(port) + changeRoutes(port) + daemonRoutes(port, heartbeat: heartbeat)
            + [openAPINotes]
        let document = OpenAPIDocument(routes: routes).json
        return routes.dropLast()
            + [
                ConsoleRoute(.get, openAPINotes.template, openAPINotes.notes) { _ in
                    .json(document)
                }
            ]
    }

    /// The document lists itself, so its row exists before its bytes do.
    private static let openAPINotes = ConsoleRoute(
        .get, "/api/v1/openapi.json",
        RouteNotes("openapi", "This document.", answer: .plain("application/json"))
    ) { _ in throw Problem.unavailable("The document is not written yet.") }
}

/// Finds the route of a request.
struct RouteTable: Sendable {
    enum Finding {
        case route(ConsoleRoute, parameters: [String: String])
        case wrongMethod(allowed: [String])
        case nothing
    }

    private struct Row: Sendable {
        let segments: [Substring]
        let route: ConsoleRoute
        let parameterCount: Int
    }

    private let rows: [Row]

    init(_ routes: [ConsoleRoute]) {
        rows = routes.map { route in
            let segments = route.template.split(separator: "/")
            return Row(
                segments: segments, route: route,
                parameterCount: segments.count { $0.hasPrefix("{") })
        }
    }

    /// `…/timeline` is a path of its own although `…/{step}` fits it as well: among the templates
    /// that fit, only those with the fewest parameters count.
    func find(_ method: HTTPRequest.Method, path: [String]) -> Finding {
        let fitting = rows.filter { Self.fits($0.segments, path) }
        guard let fewest = fitting.map(\.parameterCount).min() else { return .nothing }
        let closest = fitting.filter { $0.parameterCount == fewest }
        guard let row = closest.first(where: { $0.route.method == method }) else {
            return .wrongMethod(allowed: closest.map(\.route.verb).sorted())
        }
        var parameters: [String: String] = [:]
        for (segment, value) in zip(row.segments, path) where segment.hasPrefix("{") {
            parameters[String(segment.dropFirst().dropLast())] = value
        }
        return .route(row.route, parameters: parameters)
    }

    private static func fits(_ segments: [Substring], _ path: [String]) -> Bool {
        segments.count == path.count
            && zip(segments, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
