internal import Foundation
internal import Recordings

/// The question of `gaswatch plan` as it is written (contract, section 8).
///
/// Keys it does not know are left alone: such a file is often cut from a larger one.
struct PlanFile: Decodable, Sendable {
    struct TeamRow: Decodable, Sendable {
        var id: String
        var centre: String?
        var lat: Double?
        var lon: Double?
        var available: Bool?
        /// Seconds until the vehicle leaves.
        var turnout: Double?
        /// It let a call-out pass and has not been heard since.
        var unresponsive: Bool?
        /// The priority of the incident it has accepted, for the question who is diverted.
        var holding: String?
    }

    struct IncidentRow: Decodable, Sendable {
        var id: String
        var priority: String
        var lat: Double?
        var lon: Double?
        var floor: Int?
        var area: PlanWord?
        /// The centre whose teams come first among equals.
        var homeCentre: String?
        var centre: String?
        var raisedAt: PlanMoment?
        /// Seconds left to `rescueBy`; 0 and less is overdue.
        var remaining: Double?
    }

    var teams: [TeamRow]
    var incidents: [IncidentRow]
    /// Seconds, a row for each incident and a cell for each team; null where there is no way.
    var eta: [[Double?]]?

    /// Reads a file.
    ///
    /// - Throws: what is wrong and in which row; nothing is taken from such a file.
    static func read(_ path: String) throws(CLIFault) -> PlanFile {
        var text = try OfflineFile.bytes(path)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        // Foundation's reader takes more than JSON, and does not say where it gave up.
        if let offset = JSONValue.faultOffset(in: text) {
            let line = text[..<offset].count { $0 == 0x0A } + 1
            throw CLIFault(
                .badData, .badRow(path, "it is not JSON at or behind line \(line)"), .repairPlan)
        }
        do {
            return try JSONDecoder().decode(PlanFile.self, from: Data(text))
        } catch let fault as DecodingError {
            throw CLIFault(.badData, .badRow(path, words(for: fault)), .repairPlan)
        } catch {
            throw CLIFault(.badData, .badRow(path, "it is not JSON"), .repairPlan)
        }
    }

    private static func words(for fault: DecodingError) -> String {
        func place(_ path: [any CodingKey]) -> String {
            let text = path.reduce(into: "") { text, key in
                if let index = key.intValue {
                    text += "[\(index)]"
                } else {
                    text += (text.isEmpty ? "" : ".") + key.stringValue
                }
            }
            return text.isEmpty ? "the document" : text
        }
        switch fault {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "\(place(context.codingPath)) has the wrong type"
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath + [key])) is missing"
        case .dataCorrupted(let context):
            return "\(place(context.codingPath)) \(context.debugDescription)"
        @unknown default: return "it cannot be read"
        }
    }
}

/// A code that some write as a number.
struct PlanWord: Decodable, Sendable {
    var text: String

    init(from decoder: any Decoder) throws {
        let cell = try decoder.singleValueContainer()
        if let number = try? cell.decode(Int.self) {
            text = String(number)
        } else {
            text = try cell.decode(String.self)
        }
    }
}

/// When an incident was raised: milliseconds since 1970, or RFC 3339.
struct PlanMoment: Decodable, Sendable {
    var milliseconds: Int64

    init(from decoder: any Decoder) throws {
        let cell = try decoder.singleValueContainer()
        if let number = try? cell.decode(Double.self) {
            guard number >= 0, number < 1e15 else {
                throw DecodingError.dataCorruptedError(
                    in: cell, debugDescription: "is no time in milliseconds since 1970")
            }
            milliseconds = Int64(number)
            return
        }
        guard let instant = Instant(rfc3339: try cell.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: cell, debugDescription: "is neither milliseconds nor a time of RFC 3339")
        }
        milliseconds = instant.milliseconds
    }
}
