internal import ConsoleAPI
internal import Incidents
internal import Rescue
internal import ValveModel

/// What leaves for a party: the text in two languages, and the facts for its programs. Nothing of
/// the household but its address; who lives there stays with the centres.
struct NoticeBodies: Sendable {
    let times: Timestamps
    let households: Households

    /// For a topic or a webhook.
    func body(of message: NoticeMessage) -> [UInt8] {
        let incident = message.incident
        var writer = JSONWriter(reserving: 1_024)
        writer.object { object in
            writeMessage(message, into: &object)
            object.field("kind", incident.kind.word)
            object.field("priority", incident.priority.word)
            object.field("state", incident.state.rawValue)
            object.field(
                "valve", incident.place.valve.hasPrefix("@") ? nil : incident.place.valve)
            object.field("area", incident.place.area)
            object.field("address", incident.place.address)
            object.field("building", incident.place.building)
            object.field("riser", incident.place.riser)
            object.field("floor", incident.place.floor)
            object.name("location")
            if let place = incident.place.location {
                object.object {
                    $0.field("lat", place.latitude)
                    $0.field("lon", place.longitude)
                }
            } else {
                object.value(nil as String?)
            }
            object.field("gas", IncidentViews.tidy(incident.condition.gas))
            object.field("position", incident.condition.position)
            object.field("centre", incident.centre)
            object.field("team", incident.team)
            object.field("eta", incident.eta?.seconds)
            object.field("inTime", incident.inTime)
            object.field("raisedAt", times.text(incident.raisedAt))
            object.field("rescueBy", times.text(incident.rescueBy))
            object.object("text") {
                $0.field("zh", text(message, isChinese: true))
                $0.field("en", text(message, isChinese: false))
            }
        }
        return writer.bytes
    }

    /// For the gateway of short messages and calls.
    func gatewayBody(of message: NoticeMessage, to number: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.object { object in
            writeMessage(message, into: &object)
            object.field("medium", message.medium.rawValue)
            object.field("to", number)
            object.field("language", "zh")
            object.field("text", text(message, isChinese: true))
            object.field("textEnglish", text(message, isChinese: false))
            object.field(
                "callback", "/api/v1/incidents/\(message.incident.id)/parties/\(message.party.id)")
        }
        return writer.bytes
    }

    private func writeMessage(_ message: NoticeMessage, into object: inout JSONWriter) {
        object.field("reference", message.reference)
        object.field("incident", message.incident.id)
        object.field("party", message.party.id)
        object.field("word", message.word.rawValue)
        object.field("number", message.number)
        object.field("mode", message.incident.mode.rawValue)
        object.field("conditions", message.conditions.map(\.rawValue))
    }

    private func text(_ message: NoticeMessage, isChinese: Bool) -> String {
        let template =
            message.word == .over ? message.party.over ?? message.party.text : message.party.text
        let raised = times.text(message.incident.raisedAt) as String
        // Hours, minutes and seconds: whoever reads it now knows the day.
        let clock = String(raised.dropFirst(11).prefix(8))
        let words = NoticeWords.text(
            template, isChinese: isChinese, message.incident, message.conditions, raised: clock)
        guard message.incident.mode == .exercise else { return words }
        return (isChinese ? "【演练】" : "[DRILL] ") + words
    }

    /// The number to dial; `nil` with the reason where there is none.
    func number(for message: NoticeMessage) -> Result<String, MissingNumber> {
        let written: String
        switch message.party.number {
        case nil: return .failure(MissingNumber(words: "no number is set"))
        case .fixed(let number): written = number
        case .column(let column):
            guard let valve = ValveID(message.incident.place.valve),
                let index = households.find(valve),
                let household = households.current.household(index)
            else { return .failure(MissingNumber(words: "the valve is not registered")) }
            written = household.cell(column)
        }
        let digits = written.filter { $0.isNumber || $0 == "+" }
        return digits.isEmpty
            ? .failure(MissingNumber(words: "no number in the registry")) : .success(digits)
    }

    struct MissingNumber: Error { var words: String }
}

extension Household {
    /// A telephone column by its name in the registry; any other column of the file by its own.
    package func cell(_ column: String) -> String {
        switch column {
        case "contact_phone": contactPhone
        case "grid_phone": gridPhone
        default: extra[column] ?? ""
        }
    }
}
