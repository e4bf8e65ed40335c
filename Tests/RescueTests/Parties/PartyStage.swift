import Incidents
import Rescue
import ValveModel

/// A rescue desk and the parties' desk behind it, wired as the control room wires them.
struct PartyStage {
    var stage = DeskStage()
    var parties: PartyDesk
    /// Every message so far, as `WORD party medium`.
    var sent: [String] = []
    var messages: [NoticeMessage] = []
    var log: [String] = []

    var now: Moment { stage.now }

    init(_ rules: PartyRules = PartyStage.rules) { parties = PartyDesk(rules: rules) }

    static let text = NoticeTemplate(chinese: "{address}{kind}", english: "{kind} at {address}")

    static var rules: PartyRules {
        var rules = PartyRules()
        rules.parties = [
            PartyPlan(
                id: "gas", name: "燃气公司", conditions: [.leak, .shutoffFailed, .overpressure, .heat],
                media: [.mqtt, .voice], number: .fixed("96777"), every: .seconds(60), countMax: 3,
                text: text, over: text),
            PartyPlan(
                id: "family", name: "亲属", conditions: [.leak], media: [.sms, .voice],
                number: .column("contact_phone"), every: .seconds(30), countMax: 2, text: text),
            PartyPlan(
                id: "fire", name: "119",
                conditions: [.heat, .gasHigh, .gasUnproven, .severalHomes, .nobodyInTime],
                media: [.mqtt, .voice], number: .fixed("119"),
                press: PartyPlan.Press(after: .seconds(30), goesByItself: true), text: text,
                over: text),
        ]
        return rules
    }

    /// A finding near the east centre with readings of its own.
    mutating func find(
        _ change: DeskFinding.Change = .raised, _ kind: FindingKind = .leak,
        _ priority: Priority = .p1, valve: String = "V1", gas: Float? = 12,
        position: String = "open", flow: Float? = nil, building: String? = nil,
        longitude: Double = 120.401, isTest: Bool = false
    ) {
        var place = ValvePlace(valve: valve, area: "370202010")
        place.latitude = 36.06
        place.longitude = longitude
        place.homeCentre = "east"
        place.building = building
        place.address = "闽江路12号"
        var condition = Incident.Condition()
        condition.gas = gas
        condition.gasAt = now
        condition.position = position
        condition.flow = flow
        stage.desk.note(
            DeskFinding(change, kind, priority, isTest: isTest, place: place, condition: condition),
            at: now)
        if let incident = stage.desk.book.incident(in: slot(valve)) { evidence = incident.id }
    }

    private var evidence: String?

    private func slot(_ valve: String) -> IncidentBook.Slot {
        IncidentBook.Slot(valve: valve, axis: .gas, isTest: false)
    }

    func incident(_ valve: String = "V1") -> Incident? {
        stage.desk.book.incident(in: slot(valve))
    }

    func notice(_ party: String, _ valve: String = "V1") -> Notice? {
        guard let id = incident(valve)?.id else { return nil }
        return parties.notices(of: id).first { $0.party == party }
    }

    /// One batch; what left in it.
    @discardableResult
    mutating func settle() -> [String] {
        for case .changed(let incident) in stage.settle() { parties.note(incident, at: now) }
        if let evidence, let incident = stage.desk.book.incident(evidence) {
            parties.note(incident, at: now)
        }
        evidence = nil
        var left: [String] = []
        for action in parties.settle(at: now) {
            switch action {
            case .send(let message):
                messages.append(message)
                left.append(
                    "\(message.word.rawValue) \(message.party.id) \(message.medium.rawValue)")
            case .entry(let entry): log.append(entry.text)
            case .changed: continue
            }
        }
        sent += left
        return left
    }

    /// Passes every deadline until so many seconds later; what left on the way. Messages are
    /// reported as `outcome` the moment they leave.
    @discardableResult
    mutating func pass(_ seconds: Int64, _ outcome: NoticeReport.Outcome? = .sent) -> [String] {
        let end = now + .seconds(seconds)
        var left: [String] = []
        while true {
            let next = [stage.desk.nextDeadline, parties.nextDeadline].compactMap(\.self).min()
            guard let next, next <= end else { break }
            stage.now = max(now, next)
            left += settle()
            report(outcome)
        }
        stage.now = end
        left += settle()
        report(outcome)
        return left
    }

    /// The same, of what left for one party.
    mutating func pass(_ seconds: Int64, to party: String) -> [String] {
        pass(seconds).filter { $0.contains(party) }
    }

    mutating func settle(to party: String) -> [String] {
        settle().filter { $0.contains(party) }
    }

    private var reported = 0

    /// Says what became of every message that was not reported yet.
    mutating func report(_ outcome: NoticeReport.Outcome?) {
        guard let outcome else {
            reported = messages.count
            return
        }
        for message in messages[reported...] {
            parties.note(
                NoticeReport(
                    incident: message.incident.id, party: message.party.id,
                    medium: message.medium, number: message.number, outcome: outcome), at: now)
        }
        reported = messages.count
        settle()
    }

    mutating func team(_ team: String, _ word: DeskReply.Word) {
        stage.reply(team, word, incident()?.id ?? "")
    }
}
