import ConsoleAPI

/// What the OpenAPI document says of a route; the query part is also what the route accepts.
struct RouteNotes: Sendable {
    enum Body: Sendable {
        case schema(String)
        case plain(String)
        /// A list: `{"items":[…],"next":…}`.
        case page(String)
        case readiness
    }

    let operation: String
    let summary: String
    let query: [QueryParameter]
    let body: Body?
    let answer: Body
    let problems: [ProblemKind]
    let takesLastEventID: Bool
    let takesByHeader: Bool

    init(
        _ operation: String, _ summary: String, query: [QueryParameter] = [], body: Body? = nil,
        answer: Body, problems: [ProblemKind] = [], takesLastEventID: Bool = false,
        takesByHeader: Bool = false
    ) {
        self.operation = operation
        self.summary = summary
        self.query = query
        self.body = body
        self.answer = answer
        self.problems = problems
        self.takesLastEventID = takesLastEventID
        self.takesByHeader = takesByHeader
    }
}

/// The problem documents of the API, by status, with their stable codes.
enum ProblemKind: Int, CaseIterable, Sendable {
    case foreign = 403
    case notFound = 404
    case wrongMethod = 405
    case conflict = 409
    case tooLarge = 413
    case invalid = 422
    case failed = 500
    case unavailable = 503

    var status: Int { rawValue }

    var codes: [String] {
        switch self {
        case .foreign: ["foreign_origin", "foreign_host"]
        case .notFound: ["not_found", "no_such_route", "no_road_there"]
        case .wrongMethod: ["wrong_method"]
        case .conflict:
            [
                "revision_conflict", "incident_closed", "already_seen", "already_accepted",
                "already_safe", "already_on_scene", "centre_has_it", "accepted_by_another",
                "team_holds_another", "not_called", "unknown_team",
            ]
        case .tooLarge: ["too_large"]
        case .invalid:
            [
                "invalid", "note_missing", "team_missing", "test_incident", "reason_unknown",
                "reason_missing", "not_made_safe", "same_person", "not_verified",
                "area_event_without_team", "never_shelved", "not_shelved", "too_long",
                "in_service", "not_open", "not_told", "too_few_arrivals", "no_better_post",
                "centre_missing", "no_usable_team", "no_roads", "registry_invalid",
                "registry_empty", "registry_retires_most",
            ]
        case .failed: ["internal"]
        case .unavailable: ["try_again"]
        }
    }

    var name: String { "Problem\(status)" }

    var meaning: String {
        switch self {
        case .foreign: "The request comes from a page of a stranger."
        case .notFound: "There is no such thing, or no such route."
        case .wrongMethod: "The route has other methods; `Allow` names them."
        case .conflict: "Somebody was first, or the state does not allow it."
        case .tooLarge: "The body is too large."
        case .invalid: "A parameter or a member of the body is not valid; `detail` names it."
        case .failed: "The daemon failed."
        case .unavailable: "Not possible just now; try again."
        }
    }
}
