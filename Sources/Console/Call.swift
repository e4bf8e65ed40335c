import ConsoleAPI
import Foundation
import Hummingbird
import NIOCore

/// The connection broke, or spoke something else than HTTP, while a body was read.
struct BrokenBody: Error {
    let cause: any Error
}

/// A request whose route is known: its parameters, its checked query and its body.
struct Call: Sendable {
    /// Bodies of changes are a few hundred bytes; 64 KiB leaves room for the longest note.
    static let changeBytesMax = 64 << 10

    let request: Request
    let parameters: [String: String]
    let query: [String: String]
    /// Whether it came by the unix socket, whose mode says who may see personal data.
    var isBySocket = false
    /// Number of the user who asks by the socket; `nil` where nothing is changed or it came by TCP.
    var peerUser: UInt32?

    /// A parameter of the route's template.
    func parameter(_ name: String) -> String {
        guard let value = parameters[name] else {
            preconditionFailure("The template of the route has no parameter {\(name)}.")
        }
        return value
    }

    /// The whole body, or problem 413 before anything beyond the limit is kept.
    func body(upTo bytesMax: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bytesMax {
            throw Self.tooLarge(bytesMax)
        }
        do {
            let buffer = try await request.body.collect(upTo: bytesMax)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Self.tooLarge(bytesMax)
        } catch {
            throw BrokenBody(cause: error)
        }
    }

    private static func tooLarge(_ bytesMax: Int) -> Problem {
        Problem(
            status: 413, code: "too_large", title: "The body is too large",
            detail: "This route takes at most \(bytesMax >> 10) KiB.")
    }

    /// Splits a query and refuses what the route does not know: a misspelt filter that is
    /// silently dropped would show far more than was asked for.
    static func query(of text: String?, allowed: [QueryParameter]) throws(Problem) -> [String:
        String]
    {
        var values: [String: String] = [:]
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let parameter = allowed.first(where: { $0.name == name }) else {
                let known = allowed.map(\.name).joined(separator: ", ")
                throw .invalid(
                    "The query parameter \(name) is not known here; this route takes "
                        + (known.isEmpty ? "none." : "\(known)."))
            }
            guard let value = String(parts.count > 1 ? parts[1] : "").removingPercentEncoding else {
                throw .invalid("The query parameter \(name) is not percent-encoded UTF-8.")
            }
            guard values[name] == nil else {
                throw .invalid("The query parameter \(name) is given twice; give it once.")
            }
            guard parameter.accepts(value) else {
                throw .invalid(
                    "The query parameter \(name) has the bad value \(value.prefix(40)); "
                        + "it takes \(parameter.words).")
            }
            values[name] = value
        }
        return values
    }
}

extension Call {
    /// An empty list of a centre that does not exist would say that nothing goes on there. Of one that has
    /// left the file what was is listed all the same.
    func refusingUnknownCentre<Element>(
        _ page: Page<Element>, _ port: any ConsolePort
    ) throws(Problem) -> Page<Element> {
        guard page.elements.isEmpty, page.next == nil, query["cursor"] == nil,
            let centre = filter.centre
        else { return page }
        let known = port.centres(ListFilter()).map(\.id)
        guard !known.contains(centre) else { return page }
        throw .invalid(
            "There is no centre \(centre); there are \(known.joined(separator: ", ")).")
    }
}
