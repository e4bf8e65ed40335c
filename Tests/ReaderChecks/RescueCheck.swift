import ControlRoom
import Rescue
import ValveModel

/// A valve's command result against the strict parser.
enum ResultCheck {
    private static let outcomes = ["accepted", "closed", "done", "failed", "expired", "refused"]

    static func judge(_ body: [UInt8]) -> String? {
        let isTaken = CommandResult(body.span) != nil
        guard let text = StrictJSON(body), text.members != nil else {
            return isTaken ? "takes what is no JSON object" : nil
        }
        if text.hasRepeatedNames || text.depth > ReadingCheck.depthMax { return nil }
        let isResult =
            text["id"]?.text != nil && outcomes.contains(text["outcome"]?.text ?? "")
            && Optionals.isTextOrAbsent(text["position"])
        // Longer ones are cut off before they are read, and then they are no JSON.
        let isExpected = isResult && body.count <= 4_096
        return isTaken == isExpected ? nil : "taken: \(isTaken), expected: \(isExpected)"
    }
}

enum Optionals {
    static func isTextOrAbsent(_ value: StrictJSON?) -> Bool {
        value.map { $0.isNull || $0.text != nil } ?? true
    }
}

/// The rescue side's intake against the strict parser. The first byte chooses the topic.
enum RescueCheck {
    private static let words = ["reply", "roster", "link", "answer"]

    static func judge(_ bytes: [UInt8]) -> String? {
        guard let first = bytes.first else { return nil }
        let word = words[Int(first) % words.count]
        let body = Array(bytes.dropFirst())
        // An empty body clears a retained message.
        guard !body.isEmpty else { return nil }
        let isTaken = RescueDesktop.shared.takes("rescue/v1/central/\(word)", body)
        guard let text = StrictJSON(body), text.members != nil else {
            return isTaken ? "\(word): takes what is no JSON object" : nil
        }
        if text.hasRepeatedNames || text.depth > ReadingCheck.depthMax { return nil }
        guard let isExpected = expected(word, text) else { return nil }
        return isTaken == isExpected
            ? nil : "\(word): taken: \(isTaken), expected: \(isExpected)"
    }

    /// Whether a body is to be taken; `nil` where the forms of numbers and times leave it open.
    private static func expected(_ word: String, _ text: StrictJSON) -> Bool? {
        let isSigned =
            Optionals.isTextOrAbsent(text["by"]) && Optionals.isTextOrAbsent(text["text"])
        switch word {
        case "reply":
            // Only the incident and the step can make a reply unacceptable.
            return text["incident"]?.text != nil
                && DeskReply.Word(rawValue: text["reply"]?.text ?? "") != nil
        case "answer": return text["incident"]?.text != nil && isSigned
        case "link":
            if case .bool = text["online"] { return true }
            return false
        default: return roster(text)
        }
    }

    private static func roster(_ text: StrictJSON) -> Bool? {
        guard case .array = text["teams"] else { return false }
        guard case .number(let at) = text["at"] else {
            return text["at"]?.text == nil ? false : nil
        }
        guard at.utf8.count <= 14, at.allSatisfy(\.isNumber) else { return nil }
        // No row can make the others unacceptable.
        return true
    }
}

/// An intake of the rescue side whose inputs go nowhere.
private struct RescueDesktop: Sendable {
    static let shared = RescueDesktop()

    private let mailbox: ControlMailbox
    private let rejects = Rejects()
    private let intake: RescueIntake

    private struct Nowhere: Outbound {
        var unansweredFor: Lapse { .zero }
        var refusals: OutboundRefusals { OutboundRefusals() }
        func isRefused(_ topic: String) -> Bool { false }
        func send(
            topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?,
            leavesLate: Bool
        ) -> Bool {
            false
        }
    }

    private init() {
        do {
            mailbox = try ControlMailbox()
        } catch {
            fatalError("No descriptor is left for a mailbox: \(error)")
        }
        intake = RescueIntake(
            root: "rescue/v1", mailbox: mailbox, rejects: rejects, clock: HouseClock(.kernel),
            road: BrokerRoad(
                .rescue, root: "rescue/v1", node: "check", outbound: Nowhere(),
                startedAt: .distantPast))
    }

    /// Whether a message leads to an input of the desk.
    func takes(_ topic: String, _ body: [UInt8]) -> Bool {
        let topic = Array(topic.utf8)
        intake.arrived(topic: topic.span, body: body.span)
        return !mailbox.take().isEmpty
    }
}
