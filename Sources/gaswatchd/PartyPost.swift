internal import ControlRoom
internal import Foundation
internal import PlainHTTP
internal import Rescue
internal import Settings
internal import Synchronization

/// Webhooks of parties, and the gateway of short messages and calls. Tries again only when it is
/// told to: the parties' desk keeps count.
final class PartyPost: NoticeChannel {
    private struct Places: Sendable {
        var sms: PostQueue?
        var voice: PostQueue?
        var webhooks: [String: PostQueue] = [:]
        var token: Secret?
    }

    private let places: Mutex<Places>

    init(_ settings: PartySettings) {
        places = Mutex(Self.places(settings))
    }

    /// Takes new addresses at a reload.
    func replace(_ settings: PartySettings) {
        let new = Self.places(settings)
        places.withLock { $0 = new }
    }

    private static func places(_ settings: PartySettings) -> Places {
        Places(
            sms: settings.smsGateway.map(queue),
            voice: settings.voiceGateway.map(queue),
            webhooks: settings.webhooks.mapValues(queue),
            token: settings.gatewayToken)
    }

    private static func queue(_ target: HTTPTarget) -> PostQueue {
        PostQueue(PlainHTTPClient(target))
    }

    func post(
        _ notice: OutgoingNotice, report: @escaping @Sendable (NoticeReport.Outcome) -> Void
    ) {
        let places = places.withLock { $0 }
        let queue: PostQueue? =
            switch notice.medium {
            case .sms: places.sms
            case .voice: places.voice
            case .webhook: places.webhooks[notice.party]
            case .mqtt: nil
            }
        guard let queue else {
            return report(
                .impossible(notice.medium == .webhook ? "no webhook is set" : "no gateway is set"))
        }
        var headers = [
            (name: "content-type", value: "application/json"),
            (name: "idempotency-key", value: notice.reference),
        ]
        if notice.medium != .webhook, let token = places.token {
            headers.append((name: "authorization", value: "Bearer \(token.revealed)"))
        }
        queue.add(
            PostQueue.Post(
                reference: notice.reference, headers: headers, body: notice.body
            ) { report(Self.outcome(of: $0)) })
    }

    private struct Answer: Decodable {
        var state: String?
        var by: String?
    }

    /// What an answer means (Docs/protocol.md, section 3, Gateway).
    static func outcome(of result: Result<HTTPAnswer, HTTPFault>) -> NoticeReport.Outcome {
        if let fault = PostQueue.fault(of: result) { return .failed(fault.words) }
        guard case .success(let reply) = result,
            let answer = try? JSONDecoder().decode(Answer.self, from: Data(reply.body))
        else { return .sent }
        return switch answer.state {
        case "delivered": .delivered
        case "answered": .answered(by: answer.by ?? "gateway")
        case "failed": .failed("the gateway could not send it")
        default: .sent
        }
    }
}
