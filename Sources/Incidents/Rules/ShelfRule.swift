public import ValveModel

/// An alarm set aside by a person, until when and why.
public struct Shelf: Codable, Equatable, Sendable {
    /// When it comes back by itself.
    public var until: Moment
    /// Who set it aside.
    public var by: String
    /// Why.
    public var reason: String
    /// Whether its whole valve is out of service.
    public var isService: Bool

    /// An alarm set aside.
    public init(until: Moment, by: String, reason: String, isService: Bool = false) {
        self.until = until
        self.by = by
        self.reason = reason
        self.isService = isService
    }
}

/// What may be set aside, and for how long. Shelving silences; it never keeps anything from being
/// found, and never touches what can kill (contract, section 4).
public enum ShelfRule {
    /// A shift: whoever takes over decides anew.
    public static let shelfMax = Lapse.hours(8)
    /// A valve that is replaced waits for its part at most so long; then its alarms come back.
    public static let serviceMax = Lapse.hours(24 * 30)

    /// Why an alarm may not be set aside.
    public enum Refusal: Error, Equatable, Sendable {
        case reasonMissing
        case tooLong
        case neverShelved(FindingKind)
        case callsOut
    }

    /// Kinds that are never set aside.
    public static let never: Set<FindingKind> = [
        .leak, .heat, .shutoffFailed, .reopened, .suspect, .overpressure,
    ]

    /// Why this incident may not be set aside; `nil` when it may.
    public static func refusal(
        _ incident: Incident, for lapse: Lapse, reason: String, isService: Bool = false
    ) -> Refusal? {
        if isBlank(reason) { return .reasonMissing }
        guard lapse > .zero, lapse <= (isService ? serviceMax : shelfMax) else { return .tooLong }
        let kinds = incident.kinds + (incident.event.map { [$0.facts.of] } ?? [])
        if let kind = kinds.first(where: { never.contains($0) }) { return .neverShelved(kind) }
        return incident.priority.callsOut ? .callsOut : nil
    }

    /// Whether a reason says nothing.
    public static func isBlank(_ reason: String) -> Bool { reason.allSatisfy(\.isWhitespace) }

    /// Whether a finding may be born set aside.
    public static func covers(_ kind: FindingKind, _ priority: Priority) -> Bool {
        !never.contains(kind) && !priority.callsOut
    }
}
