import ConsoleAPI
import Hummingbird

/// Writes the OpenAPI 3.1 document from the route table itself.
struct OpenAPIDocument {
    let routes: [ConsoleRoute]

    /// Problems that any route may answer with.
    private static let common: [ProblemKind] = [.foreign, .wrongMethod, .invalid, .failed]

    var json: [UInt8] {
        var writer = JSONWriter(reserving: 64 << 10)
        writer.object { document in
            document.field("openapi", "3.1.0")
            document.object("info") { info in
                info.field("title", "Gaswatch")
                info.field("version", "1.0.0")
                info.field("description", "Valves, incidents, teams and centres of a district.")
            }
            document.object("paths") { paths in writePaths(into: &paths) }
            document.object("components") { components in
                components.object("schemas") { Self.writeSchemas(into: &$0) }
                components.object("responses") { Self.writeProblems(into: &$0) }
            }
        }
        return writer.bytes
    }

    private func writePaths(into paths: inout JSONWriter) {
        var seen: Set<String> = []
        for template in routes.map(\.template) where seen.insert(template).inserted {
            paths.name(template)
            paths.object { path in
                for route in routes where route.template == template {
                    path.name(route.verb.lowercased())
                    path.object { Self.write(route, into: &$0) }
                }
            }
        }
    }

    private static func write(_ route: ConsoleRoute, into operation: inout JSONWriter) {
        let notes = route.notes
        operation.field("operationId", notes.operation)
        operation.field("summary", notes.summary)
        operation.array("parameters") { writeParameters(of: route, into: &$0) }
        if let body = notes.body {
            operation.object("requestBody") { request in
                request.field("required", true)
                request.object("content") { write(body, into: &$0) }
            }
        }
        operation.object("responses") { responses in
            responses.name("200")
            responses.object { answer in
                answer.field("description", notes.summary)
                answer.object("content") { write(notes.answer, into: &$0) }
            }
            for kind in (notes.problems + common).sorted(by: { $0.status < $1.status }) {
                responses.name(String(kind.status))
                responses.object { $0.field("$ref", "#/components/responses/\(kind.name)") }
            }
        }
    }

    private static func writeParameters(
        of route: ConsoleRoute, into parameters: inout JSONWriter
    ) {
        for segment in route.template.split(separator: "/") where segment.hasPrefix("{") {
            let name = String(segment.dropFirst().dropLast())
            let steps = IncidentStep.allCases.map(\.rawValue)
            write(
                name, in: "path", required: true, meaning: nil,
                shape: name == "step" ? .word(steps) : .string, into: &parameters)
        }
        for query in route.notes.query {
            write(
                query.name, in: "query", required: false, meaning: query.meaning,
                shape: query.shape, into: &parameters)
        }
        if route.notes.takesLastEventID {
            write(
                "Last-Event-ID", in: "header", required: false,
                meaning: "The id of the last event seen; the stream goes on after it.",
                shape: .integer(0, nil), into: &parameters)
        }
        if route.notes.takesByHeader {
            write(
                "X-Gaswatch-By", in: "header", required: false,
                meaning: "Who does it, percent-encoded where not ASCII; goes before `by`.",
                shape: .string, into: &parameters)
        }
    }

    private static func write(
        _ name: String, in place: String, required: Bool, meaning: String?, shape: Shape,
        into parameters: inout JSONWriter
    ) {
        parameters.object { parameter in
            parameter.field("name", name)
            parameter.field("in", place)
            parameter.field("required", required)
            if let meaning { parameter.field("description", meaning) }
            parameter.name("schema")
            shape.write(into: &parameter)
        }
    }

    private static func write(_ body: RouteNotes.Body, into content: inout JSONWriter) {
        switch body {
        case .schema(let name):
            write("application/json", .named(name), into: &content)
        case .page(let name):
            let page = Shape.object([
                Member("items", .list(.named(name))), Member("next", .optional(.string)),
            ])
            write("application/json", page, into: &content)
        case .plain(let type):
            write(type, type == "application/json" ? .object([]) : .string, into: &content)
        case .readiness:
            write("text/plain", .string, into: &content)
            write("application/json", .named("Readiness"), into: &content)
        }
    }

    private static func write(_ type: String, _ shape: Shape, into content: inout JSONWriter) {
        content.name(type)
        content.object { media in
            media.name("schema")
            shape.write(into: &media)
        }
    }

    private static func writeSchemas(into schemas: inout JSONWriter) {
        for (name, shape) in Schemas.all {
            schemas.name(name)
            shape.write(into: &schemas)
        }
    }

    private static func writeProblems(into responses: inout JSONWriter) {
        for kind in ProblemKind.allCases {
            responses.name(kind.name)
            responses.object { response in
                let codes = kind.codes.map { "`\($0)`" }.joined(separator: ", ")
                response.field("description", "\(kind.meaning) Codes: \(codes).")
                response.object("content") {
                    write("application/problem+json", .named("Problem"), into: &$0)
                }
            }
        }
    }
}
