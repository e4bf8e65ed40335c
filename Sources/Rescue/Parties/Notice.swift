public import Incidents
public import ValveModel

/// What one party was told of one incident, how, and what became of it.
public struct Notice: Codable, Equatable, Sendable {
    /// How far a message has come.
    public enum State: String, Codable, Sendable {
        /// Waits for a duty officer's press.
        case held
        /// Decided; it has not left yet, or nobody has said that it has.
        case queued
        /// The broker or the gateway has it.
        case sent
        /// The gateway says that it has arrived.
        case delivered
        /// Somebody has answered.
        case answered
        /// It could not leave; the reason stands beside it.
        case failed
        /// The incident ended before it was sent.
        case withdrawn
    }

    /// One medium and its newest message.
    public struct Way: Codable, Equatable, Sendable {
        /// By what.
        public var medium: NoticeMedium
        /// How far the newest message has come.
        public var state: State
        /// Number of the newest message, from 1; tries of one message keep its number.
        public var message = 0
        /// Tries of that message that failed.
        public var failureCount = 0
        /// Whether the newest message says that it is over.
        public var isOver = false
        /// Whether it can never leave by this way, such as where no number is known.
        public var isImpossible = false
        /// When `state` was set.
        public var at: Moment
        /// When something has to be done next; `nil` when nothing has.
        public var nextAt: Moment?
        /// Why it failed, in a few words without personal data.
        public var fault: String?

        init(_ medium: NoticeMedium, _ state: State, at now: Moment) {
            self.medium = medium
            self.state = state
            at = now
        }
    }

    /// Id of the party.
    public var party: String
    /// Why it was told, in the order in which that began to hold.
    public var conditions: [PartyCondition]
    /// When the first condition began to hold.
    public var raisedAt: Moment
    /// When a duty officer's time to press ends; `nil` when nobody has to press.
    public var pressBy: Moment?
    /// Who pressed; `gaswatch` when the time did.
    public var pressedBy: String?
    /// The ways, in the order of the file.
    public var ways: [Way]
    /// When somebody answered.
    public var answeredAt: Moment?
    /// Who did.
    public var answeredBy: String?
    /// What was answered.
    public var answer: String?
    /// When the party was told, or did not have to be told any more, that it is over.
    public var overAt: Moment?

    /// How far the party has been told: the furthest of its ways.
    public var state: State {
        if answeredAt != nil { return .answered }
        let order: [State] = [.held, .delivered, .sent, .queued, .failed, .withdrawn]
        return order.first { state in ways.contains { $0.state == state } } ?? .withdrawn
    }

    /// Somebody could have been reached and was not: a person has to telephone.
    public var isUnreached: Bool { isUnanswered && !ways.allSatisfy(\.isImpossible) }

    /// Everything that could be sent was, and nobody has answered.
    public var isUnanswered: Bool {
        answeredAt == nil && overAt == nil && !ways.isEmpty
            && ways.allSatisfy { $0.nextAt == nil && $0.state != .held }
    }
}

/// One message that is to leave now.
public struct NoticeMessage: Equatable, Sendable {
    /// What a message is for.
    public enum Word: String, Codable, Sendable {
        case new, again, over
    }

    /// The incident as it stands.
    public var incident: Incident
    /// Who is told.
    public var party: PartyPlan
    /// Why, so far.
    public var conditions: [PartyCondition]
    /// By what.
    public var medium: NoticeMedium
    /// What it is for.
    public var word: Word
    /// Number of the message on this way.
    public var number: Int

    /// The same for every try of the same message, over a restart too: a gateway that has seen it
    /// does nothing twice.
    public var reference: String {
        "\(incident.id).\(party.id).\(medium.rawValue).\(word == .over ? "over" : String(number))"
    }
}

/// What became of a message.
public struct NoticeReport: Equatable, Sendable {
    /// How far it has come.
    public enum Outcome: Equatable, Sendable {
        case sent, delivered
        /// A key pressed during the call, or a short message back.
        case answered(by: String)
        /// Why, in a few words without personal data.
        case failed(String)
        /// It can never leave by this way, such as where no number is known.
        case impossible(String)
    }

    /// Id of the incident.
    public var incident: String
    /// Id of the party.
    public var party: String
    /// By what it was to leave; `nil` when it is not known, as in an answer on a topic.
    public var medium: NoticeMedium?
    /// Which message; `nil` means the newest.
    public var number: Int?
    /// What became of it.
    public var outcome: Outcome

    /// A report.
    public init(
        incident: String, party: String, medium: NoticeMedium?, number: Int? = nil,
        outcome: Outcome
    ) {
        self.incident = incident
        self.party = party
        self.medium = medium
        self.number = number
        self.outcome = outcome
    }
}

/// What the parties' desk decided.
public enum PartyAction: Sendable {
    case send(NoticeMessage)
    /// The notices of this incident changed; how both stand now.
    case changed(Incident, [Notice])
    case entry(DeskEntry)
}
