internal import Rescue
internal import ValveModel

/// Whom the district tells beside its centres: the fire service on a topic, the property keepers
/// by short message after a duty officer's press or its time.
enum Parties {
    static let fire = "fire"
    static let keepers = "keepers"

    static let rules: PartyRules = {
        var rules = PartyRules()
        let text = NoticeTemplate(chinese: "{kind} {address}", english: "{kind} at {address}")
        rules.parties = [
            PartyPlan(
                id: fire, name: fire, conditions: [.leak, .shutoffFailed, .nobodyInTime],
                media: [.mqtt], every: .seconds(20), countMax: 4, text: text, over: text),
            PartyPlan(
                id: keepers, name: keepers, conditions: [.gasHigh, .severalHomes, .areaEvent],
                media: [.sms], number: .fixed("1"),
                press: PartyPlan.Press(after: .seconds(15), goesByItself: true),
                every: .seconds(30), countMax: 3, text: text),
        ]
        return rules
    }()
}

/// What parties and the gateway of short messages do with what they are told.
extension Simulation {
    /// The fire service has a notice on its topic.
    func reachParty(_ party: String, _ body: [UInt8]) {
        guard let incident = Text.string("incident", in: body), dice.chance(0.4) else { return }
        count(.partyAnswered)
        let isDrill = Text.string("mode", in: body) == "exercise"
        let root = isDrill ? Centres.drillRoot : Centres.root
        agenda.plan(
            .published(
                Parcel(
                    topic: Array("\(root)/\(party)/answer".utf8),
                    body: Array("{\"incident\":\"\(incident)\",\"by\":\"f1\"}".utf8))),
            at: time.now + dice.between(500, 40_000))
    }

    /// The gateway has a short message: it sends it, fails, or says nothing.
    func reachGateway(_ posted: SimulatedGateway.Posted) {
        if isCalm || dice.chance(0.7) {
            report(posted, .sent, after: dice.between(50, 2_000))
            if dice.chance(0.5) { report(posted, .delivered, after: dice.between(2_000, 9_000)) }
            if dice.chance(0.2) {
                report(posted, .answered(by: "k1"), after: dice.between(9_000, 60_000))
            }
        } else if dice.chance(0.6) {
            count(.gatewayFailed)
            report(posted, .failed("busy"), after: dice.between(50, 9_000))
        } else {
            count(.gatewaySilent)
        }
    }

    private func report(
        _ posted: SimulatedGateway.Posted, _ outcome: NoticeReport.Outcome, after lapse: Int64
    ) {
        agenda.plan(.gatewayReports(posted, outcome), at: time.now + lapse)
    }
}
