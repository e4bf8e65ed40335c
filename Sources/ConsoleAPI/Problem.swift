/// An RFC 9457 problem document: what was wrong, where, and what to do.
package struct Problem: Error, Decodable, Equatable, Sendable, JSONWritable {
    /// HTTP status.
    package var status: Int
    /// Stable word for programs, such as `revision_conflict`.
    package var code: String
    package var title: String
    package var detail: String
    /// Further members, such as who was first.
    package var by: String?
    package var at: String?
    package var revision: Int?
    /// Bad rows of a registry, each with its line.
    package var errors: [String]?

    package init(status: Int, code: String, title: String, detail: String) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("type", "about:blank")
            object.field("status", status)
            object.field("code", code)
            object.field("title", title)
            object.field("detail", detail)
            if let by { object.field("by", by) }
            if let at { object.field("at", at) }
            if let revision { object.field("revision", revision) }
            if let errors { object.field("errors", errors) }
        }
    }

    package static func notFound(_ what: String, _ id: String) -> Problem {
        var problem = Problem(
            status: 404, code: "not_found", title: "No such \(what)",
            detail: "There is no \(what) \(id).")
        if listed.contains(what) { problem.detail += " List them with GET /api/v1/\(what)s." }
        return problem
    }

    /// What has a route that lists it under its own name.
    private static let listed: Set<String> = ["valve", "incident", "team", "centre", "calibration"]

    package static func invalid(_ detail: String) -> Problem {
        Problem(status: 422, code: "invalid", title: "The request is not valid", detail: detail)
    }

    package static func unavailable(_ detail: String) -> Problem {
        Problem(status: 503, code: "try_again", title: "Not possible just now", detail: detail)
    }
}
