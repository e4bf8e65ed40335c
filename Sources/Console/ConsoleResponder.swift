import ConsoleAPI
import Foundation
import Hummingbird
import Logging

/// Turns a request into the answer of its route, and everything that goes wrong into a problem
/// document.
struct ConsoleResponder: HTTPResponder {
    typealias Context = ConsoleContext

    let table: RouteTable
    let logger: Logger
    var isAtSocket = false

    func respond(to request: Request, context: Context) async throws -> Response {
        let response = try await answerOrProblem(to: request, context)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answerOrProblem(
        to request: Request, _ context: Context
    ) async throws -> Response {
        do {
            return try await answer(to: request, context)
        } catch let problem as Problem {
            return .problem(problem)
        } catch let error as HTTPError {
            return .problem(
                Problem(
                    status: error.status.code, code: "http_\(error.status.code)",
                    title: error.status.reasonPhrase,
                    detail: error.body ?? "The request could not be understood."))
        } catch let broken as BrokenBody {
            // The framework answers broken HTTP and closes; a second answer would confuse both.
            throw broken.cause
        } catch {
            logger.error(
                "A request failed for a reason nobody foresaw.",
                metadata: ["error.type": "\(type(of: error))"])
            return .problem(
                Problem(
                    status: 500, code: "internal", title: "The daemon failed",
                    detail: "The request failed inside the daemon; its log names the reason."))
        }
    }

    private func answer(to request: Request, _ context: Context) async throws -> Response {
        let rawPath = request.uri.path.split(separator: "/", omittingEmptySubsequences: true)
        let path = rawPath.compactMap { String($0).removingPercentEncoding }
        guard path.count == rawPath.count else {
            throw Problem.invalid("The path is not percent-encoded UTF-8.")
        }
        // Who asks for the head alone gets that of the whole answer (RFC 9110, 9.3.2).
        let isHead = request.method == .head
        switch table.find(isHead ? .get : request.method, path: path) {
        case .route(let route, let parameters):
            try Self.refuseForeignPages(request)
            if !isAtSocket { try Self.refuseForeignNames(request) }
            let query = try Call.query(of: request.uri.query, allowed: route.notes.query)
            let peer = await peerUser(asking: route, request, context)
            return try await route.answer(
                Call(
                    request: request, parameters: parameters, query: query,
                    isBySocket: isAtSocket, peerUser: peer))
        case .wrongMethod(let allowed):
            var response = Response.problem(
                Problem(
                    status: 405, code: "wrong_method", title: "This route has other methods",
                    detail: "\(request.method.rawValue) is not served here; use "
                        + allowed.joined(separator: " or ") + "."))
            let withHead = allowed.flatMap { $0 == "GET" ? ["GET", "HEAD"] : [$0] }
            response.headers[.allow] = withHead.joined(separator: ", ")
            return response
        case .nothing:
            throw Problem(
                status: 404, code: "no_such_route", title: "No such route",
                detail: "Nothing is served at \(request.uri.path). "
                    + "GET /api/v1/openapi.json lists every route.")
        }
    }

    /// Who changes something by the socket, for the log: `by` is what the request says, this is what the
    /// kernel knows.
    private func peerUser(
        asking route: ConsoleRoute, _ request: Request, _ context: Context
    ) async -> UInt32? {
        guard isAtSocket, request.method != .get, request.method != .head,
            let peer = await context.peerUser()
        else { return nil }
        logger.info(
            "A change was asked for by the socket.",
            metadata: ["uid": "\(peer)", "route": "\(route.verb) \(route.template)"])
        return peer
    }

    /// Nor read anything: a stranger's name that leads to this machine makes his page one of this origin,
    /// and only the name that was asked for tells (DNS rebinding).
    private static func refuseForeignNames(_ request: Request) throws {
        guard let authority = request.head.authority, !authority.isEmpty else { return }
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        let place = ListenAddress(host: host.lowercased(), port: 0)
        guard !place.isLoopback else { return }
        throw Problem(
            status: 403, code: "foreign_host", title: "Not by this name",
            detail: "Only 127.0.0.1, [::1] and localhost are served here; ask for one of them.")
    }

    /// A page of a stranger, open in a browser on this machine, must not be able to change
    /// anything: browsers name the page's origin in every such request.
    private static func refuseForeignPages(_ request: Request) throws {
        guard request.method != .get, request.method != .head,
            let origin = request.headers[.origin]
        else { return }
        let homes = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        guard !homes.contains(where: { origin == $0 || origin.hasPrefix($0 + ":") }) else { return }
        throw Problem(
            status: 403, code: "foreign_origin", title: "Not from this page",
            detail: "Changes are accepted from pages of this machine only.")
    }
}
