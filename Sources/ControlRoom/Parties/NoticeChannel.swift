internal import Incidents
package import Rescue

/// A message to a party that leaves by HTTP.
package struct OutgoingNotice: Equatable, Sendable {
    /// `webhook`, `sms` or `voice`.
    package var medium: NoticeMedium
    /// Whose webhook it is.
    package var party: String
    /// The same for every try: whoever has seen it does nothing twice.
    package var reference: String
    package var body: [UInt8]
}

/// The ways to the parties that are not MQTT. The adapter keeps addresses and connections.
package protocol NoticeChannel: Sendable {
    /// Sends it; returns at once. What became of it is told once, from any thread.
    func post(
        _ notice: OutgoingNotice, report: @escaping @Sendable (NoticeReport.Outcome) -> Void)
}

/// Sends what the parties' desk decided, by whichever way it leaves.
struct NoticeSender: Sendable {
    let bodies: NoticeBodies
    let rescueRoot: String
    let outbound: any Outbound
    let channel: (any NoticeChannel)?
    let mailbox: ControlMailbox

    func send(_ message: NoticeMessage) {
        let mailbox = mailbox
        let report: @Sendable (NoticeReport.Outcome) -> Void = { outcome in
            mailbox.post(
                .noticeReport(
                    NoticeReport(
                        incident: message.incident.id, party: message.party.id,
                        medium: message.medium, number: message.number, outcome: outcome)))
        }
        switch message.medium {
        case .mqtt:
            let root = DrillRoot.root(of: message.incident.mode, else: rescueRoot)
            let isSent = outbound.send(
                topic: "\(root)/\(message.party.id)/notice", payload: bodies.body(of: message),
                retained: false, expirySeconds: nil, leavesLate: true)
            report(isSent ? .sent : .failed("no connection to the centres' broker"))
        case .webhook:
            post(message, bodies.body(of: message), report)
        case .sms, .voice:
            switch bodies.number(for: message) {
            case .failure(let missing): report(.impossible(missing.words))
            case .success(let number):
                post(message, bodies.gatewayBody(of: message, to: number), report)
            }
        }
    }

    private func post(
        _ message: NoticeMessage, _ body: [UInt8],
        _ report: @escaping @Sendable (NoticeReport.Outcome) -> Void
    ) {
        // A drill can never reach real people, whatever asked for it.
        guard message.incident.mode == .actual, let channel else {
            return report(.impossible("no gateway is set"))
        }
        channel.post(
            OutgoingNotice(
                medium: message.medium, party: message.party.id, reference: message.reference,
                body: body), report: report)
    }
}

/// Where drills leave, and nothing else does (contract, section 5, Mode).
package enum DrillRoot {
    /// First levels of every topic of a drill.
    package static let topic = "rescue-drill/v1"

    /// The root that an incident of this mode uses.
    static func root(of mode: IncidentMode, else root: String) -> String {
        mode == .exercise ? topic : root
    }
}
