import ConsoleAPI
import Foundation

/// Reads the JSON bodies of changes; every error names the member at fault.
enum ChangeBodies {
    /// A shift's longest signature, with room: 100 characters.
    static let signatureCharactersMax = 100

    static func step(_ bytes: [UInt8]) throws(Problem) -> StepRequest {
        var request = try decode(StepRequest.self, from: bytes)
        request.by = try signature(request.by)
        // Two people are two names: blanks around one make no second person.
        request.verifiedBy = request.verifiedBy.map(trimmed)
        if let revision = request.revision, revision < 0 {
            throw .invalid("The member revision is \(revision); it is never negative.")
        }
        return request
    }

    static func service(_ bytes: [UInt8]) throws(Problem) -> ServiceRequest {
        var request = try decode(ServiceRequest.self, from: bytes)
        request.by = try signature(request.by)
        if !request.inService, request.minutes == nil {
            throw .invalid("The member minutes is missing; say for how long it is out of service.")
        }
        return request
    }

    static func valveClose(_ bytes: [UInt8]) throws(Problem) -> ValveRequest {
        var request = try decode(ValveRequest.self, from: bytes)
        request.by = try signature(request.by)
        return request
    }

    static func valveTest(_ bytes: [UInt8]) throws(Problem) -> ValveRequest {
        var request = try decode(ValveRequest.self, from: bytes)
        request.by = try signature(request.by)
        guard let minutes = request.minutes else {
            throw .invalid("The member minutes is missing.")
        }
        try check("minutes", minutes, RequestRanges.testMinutes)
        return request
    }

    static func team(_ bytes: [UInt8]) throws(Problem) -> TeamRequest {
        var request = try decode(TeamRequest.self, from: bytes)
        request.by = try signature(request.by)
        guard let place = request.location else { return request }
        try check("location.lat", place.lat, RequestRanges.latitudes)
        try check("location.lon", place.lon, RequestRanges.longitudes)
        return request
    }

    static func drill(_ bytes: [UInt8]) throws(Problem) -> DrillRequest {
        var request = try decode(DrillRequest.self, from: bytes)
        request.by = try signature(request.by)
        try check("minutes", request.minutes, RequestRanges.testMinutes)
        if let kind = request.kind, !Vocabulary.kinds.contains(kind) {
            throw .invalid("The member kind is no kind of finding.")
        }
        return request
    }

    static func party(_ bytes: [UInt8]) throws(Problem) -> PartyRequest {
        var request = try decode(PartyRequest.self, from: bytes)
        request.by = try signature(request.by)
        guard PartyRequest.words.contains(request.word) else {
            throw .invalid(
                "The member word is none of \(PartyRequest.words.joined(separator: ", ")).")
        }
        if request.word == "delivered" || request.word == "failed" {
            guard let medium = request.medium, PartyRequest.media.contains(medium) else {
                throw .invalid(
                    "The member medium is none of \(PartyRequest.media.joined(separator: ", ")).")
            }
        }
        return request
    }

    static func road(_ bytes: [UInt8]) throws(Problem) -> RoadRequest {
        var request = try decode(RoadRequest.self, from: bytes)
        request.by = try signature(request.by)
        guard (request.lat == nil) == (request.lon == nil) else {
            throw .invalid("The members lat and lon go together.")
        }
        try check("lat", request.lat, RequestRanges.latitudes)
        try check("lon", request.lon, RequestRanges.longitudes)
        return request
    }

    static func calibration(_ bytes: [UInt8]) throws(Problem) -> CalibrationRequest {
        var request = try decode(CalibrationRequest.self, from: bytes)
        request.by = try signature(request.by)
        try check("days", request.days, RequestRanges.historyDays)
        return request
    }

    static func standby(_ bytes: [UInt8]) throws(Problem) -> StandbyRequest {
        var request = try decode(StandbyRequest.self, from: bytes)
        request.by = try signature(request.by)
        try check("busy", request.busy, RequestRanges.busyShare)
        return request
    }

    static func signed(_ bytes: [UInt8]) throws(Problem) -> SignedRequest {
        var request = try decode(SignedRequest.self, from: bytes)
        request.by = try signature(request.by)
        return request
    }

    /// Every change is signed: the name, without blanks around it.
    static func signature(_ name: String) throws(Problem) -> String {
        let signature = trimmed(name)
        guard !signature.isEmpty else {
            throw .invalid("The member by is empty; every change names who makes it.")
        }
        guard signature.count <= signatureCharactersMax else {
            throw .invalid("The member by is longer than \(signatureCharactersMax) characters.")
        }
        return signature
    }

    private static func check(
        _ member: String, _ value: Int?, _ range: ClosedRange<Int>
    ) throws(Problem) {
        guard let value, !range.contains(value) else { return }
        throw outside(member, "\(value)", range)
    }

    private static func check(
        _ member: String, _ value: Double?, _ range: ClosedRange<Int>
    ) throws(Problem) {
        guard let value, !(Double(range.lowerBound)...Double(range.upperBound)).contains(value)
        else { return }
        throw outside(member, "\(value)", range)
    }

    private static func outside(
        _ member: String, _ value: String, _ range: ClosedRange<Int>
    ) -> Problem {
        .invalid(
            "The member \(member) is \(value); it goes from \(range.lowerBound) to "
                + "\(range.upperBound).")
    }

    private static func trimmed(_ name: String) -> String {
        name.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func decode<Body: Decodable>(
        _ type: Body.Type, from bytes: [UInt8]
    ) throws(Problem) -> Body {
        guard !bytes.isEmpty else {
            throw .invalid("The body is empty; send a JSON object with the member by.")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw .invalid(brokenCount(in: bytes) ?? words(error))
        } catch {
            throw .invalid("The body is not JSON in UTF-8.")
        }
    }

    /// The decoder does not say which member holds a number that is no whole one.
    private static func brokenCount(in bytes: [UInt8]) -> String? {
        let members = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        for name in ["revision", "minutes", "number", "days", "busy"] {
            guard let number = members?[name] as? Double else { continue }
            if Int(exactly: number) == nil { return "The member \(name) is not a whole number." }
        }
        return nil
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            return "The member \(name(context.codingPath + [key])) is missing."
        case .valueNotFound(_, let context):
            guard !context.codingPath.isEmpty else { return "The body is not a JSON object." }
            return "The member \(name(context.codingPath)) is null; leave it out or give a value."
        case .typeMismatch(let type, let context):
            guard !context.codingPath.isEmpty else { return "The body is not a JSON object." }
            return "The member \(name(context.codingPath)) is not \(word(for: type))."
        case .dataCorrupted(let context):
            guard !context.codingPath.isEmpty else { return "The body is not JSON in UTF-8." }
            return "The member \(name(context.codingPath)) has a value that does not fit."
        @unknown default:
            return "The body does not fit this route."
        }
    }

    private static func name(_ path: [any CodingKey]) -> String {
        path.map(\.stringValue).joined(separator: ".")
    }

    private static func word(for type: any Any.Type) -> String {
        if type == String.self { return "a string" }
        if type == Bool.self { return "true or false" }
        if type == Int.self { return "a whole number" }
        if type == Double.self { return "a number" }
        return "an object"
    }
}
