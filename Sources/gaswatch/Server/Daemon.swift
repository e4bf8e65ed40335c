internal import ConsoleAPI
internal import Foundation
internal import PlainHTTP

/// One thing as it came from the daemon: its bytes for programs, its meaning for people.
struct Entry<View: Decodable & Sendable>: Sendable {
    var json: [UInt8]
    var view: View

    init(_ json: [UInt8]) throws(CLIFault) {
        do {
            view = try JSONDecoder().decode(View.self, from: Data(json))
        } catch {
            // The document itself is not quoted: it may hold an address.
            let kind = "no \(View.self) in \(json.count) bytes"
            throw CLIFault(.unreachable, .badAnswer(kind), .checkServer)
        }
        self.json = json
    }
}

/// The daemon as the commands see it.
struct Daemon: Sendable {
    let client: PlainHTTPClient

    /// Pages of this size keep a list of 29,000 valves at 58 requests, and one page at about
    /// 350 KB.
    static let pageCount = 500

    struct Listed<View: Decodable & Sendable>: Sendable {
        var entries: [Entry<View>]
        var now: Instant
    }

    /// - Parameter countMax: the most that are wanted, nil for all.
    func list<View>(
        _ path: String, _ query: [(name: String, value: String)] = [], countMax: Int? = nil
    ) async throws -> Listed<View> {
        var entries: [Entry<View>] = []
        var now = Instant.local()
        var cursor: String?
        repeat {
            let wanted = min(Self.pageCount, (countMax ?? .max) - entries.count)
            var page = query + [(name: "limit", value: String(wanted))]
            if let cursor { page.append((name: "cursor", value: cursor)) }
            let answer = try await ask("GET", path + Self.text(of: page))
            now = Self.now(of: answer)
            guard let pieces = JSONPieces(answer.body) else {
                throw CLIFault(.unreachable, .badAnswer(path), .checkServer)
            }
            for piece in pieces.elements { entries.append(try Entry(piece)) }
            // A page may be empty and another follow; one that leads to itself would be asked for ever.
            cursor = pieces.next == cursor ? nil : pieces.next
        } while cursor != nil && entries.count < countMax ?? .max
        if let countMax, entries.count > countMax { entries.removeLast(entries.count - countMax) }
        return Listed(entries: entries, now: now)
    }

    /// A list whose route has neither pages nor filters.
    func wholeList<View>(_ path: String) async throws -> Listed<View> {
        let answer = try await ask("GET", path)
        guard let pieces = JSONPieces(answer.body) else {
            throw CLIFault(.unreachable, .badAnswer(path), .checkServer)
        }
        var entries: [Entry<View>] = []
        for piece in pieces.elements { entries.append(try Entry(piece)) }
        return Listed(entries: entries, now: Self.now(of: answer))
    }

    func thing<View>(_ path: String) async throws -> (entry: Entry<View>, now: Instant) {
        let answer = try await ask("GET", path)
        return (try Entry(JSONPieces.onOneLine(answer.body[...])), Self.now(of: answer))
    }

    func change<View>(
        _ path: String, _ request: some Encodable
    ) async throws -> (entry: Entry<View>, now: Instant) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let answer = try await ask(
            "POST", path, [(name: "Content-Type", value: "application/json")],
            Array(try encoder.encode(request)))
        return (try Entry(JSONPieces.onOneLine(answer.body[...])), Self.now(of: answer))
    }

    /// - Returns: the answer to a request that succeeded.
    func ask(
        _ method: String, _ path: String, _ headers: [(name: String, value: String)] = [],
        _ body: [UInt8] = [], timeout: Duration = .seconds(15)
    ) async throws -> HTTPAnswer {
        // An empty id would ask for the list, or for a route that nobody serves.
        let names = path.prefix { $0 != "?" }.split(
            separator: "/", omittingEmptySubsequences: false)
        guard !names.contains("") else { throw CLIFault(.usage, .emptyName, .lookAtVariables) }
        let answer: HTTPAnswer
        do {
            answer = try await client.send(
                method: method, path: "/api/v1/" + path,
                headers: headers + [(name: "Accept", value: "application/json")], body: body,
                timeout: timeout)
        } catch {
            throw CLIFault(error, isChange: method != "GET")
        }
        guard (200..<300).contains(answer.status) else {
            throw CLIFault(answer: answer, path: "/api/v1/" + path)
        }
        return answer
    }

    /// The header has whole seconds and is renewed once a second, so it lags by up to two; within
    /// that the desk's own clock is the finer of the two, beyond it the desk's clock is wrong.
    private static let dateLagMilliseconds: Int64 = 2_000

    private static func now(of answer: HTTPAnswer) -> Instant {
        let local = Instant.local()
        guard let served = answer.header("Date").flatMap({ Instant(httpDate: $0) }) else {
            return local
        }
        let ahead = local.milliseconds - served.milliseconds
        return (0...dateLagMilliseconds).contains(ahead) ? local : served
    }

    static func text(of query: [(name: String, value: String)]) -> String {
        query.isEmpty
            ? "" : "?" + query.map { "\($0.name)=\(escaped($0.value))" }.joined(separator: "&")
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        let digits = Array("0123456789ABCDEF")
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                escaped.append("%")
                escaped.append(digits[Int(byte >> 4)])
                escaped.append(digits[Int(byte & 15)])
            }
        }
        return escaped
    }
}
