internal import Rescue
internal import ValveModel
internal import Yams

/// Reads `parties.yaml`: who is told beside the centres, when, by what and in which words.
struct PartiesFile {
    let brokers: BrokerReader
    let centres: RescueRules
    let faults: FaultCollector

    /// The settings of a file; what is wrong is reported and its default stands in.
    func read(_ path: String) -> PartySettings {
        var settings = PartySettings()
        guard let root = SettingsDocument.open(path, environment: [:], faults: faults) else {
            return settings
        }
        readGateway(root.section("gateway"), into: &settings)
        settings.rules.limits = limits(root.section("limits"))
        var lines: [String: Int] = [:]
        for section in root.sections("parties") ?? [] {
            guard let party = party(section, &settings) else { continue }
            if let line = lines[party.id] {
                section.add(
                    "id", "\(party.id) is already used in line \(line), give each party its own id")
            }
            lines[party.id] = section.line
            settings.rules.parties.append(party)
            note(party, root.place, &settings)
        }
        root.finish()
        return settings
    }

    private func readGateway(_ section: Section, into settings: inout PartySettings) {
        settings.smsGateway = WebhookAddress.read(section.text("sms", ""), faults: faults)
        settings.voiceGateway = WebhookAddress.read(section.text("voice", ""), faults: faults)
        let token = section.path("token_file", "")
        if !token.value.isEmpty {
            settings.gatewayToken = brokers.firstLine(token.value, origin: token.origin)
        }
    }

    private func limits(_ section: Section) -> PartyLimits {
        var limits = PartyLimits()
        limits.gasHigh = Float(section.number("gas_high", in: 1...100) ?? Double(limits.gasHigh))
        limits.gasUnproven = Float(
            section.number("gas_unproven", in: 1...100) ?? Double(limits.gasUnproven))
        // An hour without proof is no emergency call any more; it only keeps slips of the pen out.
        limits.unprovenFor = section.seconds("unproven_for", limits.unprovenFor, in: 0...3_600)
        limits.homes = section.integer("homes", limits.homes, in: 2...1_000)
        if limits.gasUnproven > limits.gasHigh {
            section.add("gas_unproven", "is above gas_high, put the limits in order")
        }
        return limits
    }

    private func party(_ section: Section, _ settings: inout PartySettings) -> PartyPlan? {
        let id = section.requiredText("id")
        let name = section.text("name", id ?? "").value
        let conditions = words(
            section, "when", PartyCondition.allCases.filter { $0 != .operatorWish })
        let media = words(section, "by", NoticeMedium.allCases)
        if section.has("by"), Set(media).count < 2 {
            section.add("by", "names fewer than two ways, the second is for when the first fails")
        }
        let number = number(section, needsOne: media.contains(.sms) || media.contains(.voice))
        let webhook = WebhookAddress.read(section.text("webhook", ""), faults: faults)
        // Seconds: the shortest leaves a gateway its answer, the longest is an hour.
        let every = section.seconds("every", .seconds(60), in: 5...3_600)
        let countMax = section.integer("times", 10, in: 1...100)
        let press = press(section)
        let text = template(section.section("text"))
        let last = section.section("over")
        let over = section.has("over") ? template(last) : nil
        guard let id else { return nil }
        checkID(id, section)
        if let webhook { settings.webhooks[id] = webhook }
        guard let text else { return nil }
        return PartyPlan(
            id: id, name: name, conditions: conditions, media: media, number: number, press: press,
            every: every, countMax: countMax, text: text, over: over)
    }

    private func checkID(_ id: String, _ section: Section) {
        if !id.utf8.allSatisfy(ValveID.isAllowed) {
            section.add(
                "id",
                "\(section.quoted(id)) becomes a level of a topic, use letters, digits, - and _")
        }
        if centres.centres.contains(where: { $0.id == id }) {
            section.add("id", "\(id) is a centre, give the party a name of its own")
        }
    }

    private func press(_ section: Section) -> PartyPlan.Press? {
        let isAgreed = section.boolean("agreed", false)
        guard section.has("press") else {
            // Asked for all the same, so that it counts as known.
            _ = section.scalar("press")
            if section.has("agreed") {
                section.add("agreed", "means something beside press only, write press: seconds")
            }
            return nil
        }
        return PartyPlan.Press(
            after: section.seconds("press", .seconds(30), in: 1...3_600), goesByItself: isAgreed)
    }

    private func number(_ section: Section, needsOne: Bool) -> PartyPlan.Number? {
        let fixed = section.text("number", "")
        let column = section.text("column", "")
        if !fixed.value.isEmpty, !column.value.isEmpty {
            section.add("column", "stands beside number, write one of them")
        }
        if !column.value.isEmpty { return .column(column.value) }
        guard fixed.value.isEmpty else {
            let isNumber =
                fixed.value.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2B }
                && fixed.value.utf8.count <= 20
            if !isNumber {
                section.add(
                    "number", "\(section.quoted(fixed.value)) is no number to dial, use 0-9 and +")
            }
            return .fixed(fixed.value)
        }
        if needsOne, !section.has("number") {
            section.add(
                "by", "names sms or voice, write number, or the registry's column it stands in")
        }
        return nil
    }

    private func template(_ section: Section) -> NoticeTemplate? {
        guard let chinese = section.requiredText("zh"), let english = section.requiredText("en")
        else { return nil }
        for (key, text) in [("zh", chinese), ("en", english)] {
            for place in NoticeWords.unknownPlaces(in: text) {
                section.add(
                    key,
                    "{\(place)} is nothing an incident knows, use one of "
                        + NoticeWords.places.joined(separator: " "))
            }
        }
        return NoticeTemplate(chinese: chinese, english: english)
    }

    /// The words of a list, each one of a closed set.
    private func words<Word: RawRepresentable<String>>(
        _ section: Section, _ key: String, _ known: [Word]
    ) -> [Word] {
        guard let nodes = section.list(key), !nodes.isEmpty else {
            section.add(key, "is empty, name at least one of \(Self.list(known))")
            return []
        }
        return nodes.compactMap { node in
            let text = node.string ?? ""
            if let word = known.first(where: { $0.rawValue == text }) { return word }
            let origin = Origin(
                place: section.place, line: node.mark?.line ?? section.line,
                key: (section.path + [key]).joined(separator: "."))
            let hint = Nearest.hint(for: text, among: known.map(\.rawValue))
            faults.add(
                origin.fault("\(section.quoted(text)) is none of \(Self.list(known))\(hint)"))
            return nil
        }
    }

    private static func list<Word: RawRepresentable<String>>(_ known: [Word]) -> String {
        known.map(\.rawValue).joined(separator: ", ")
    }

    /// What leaves a party untold without being wrong: a site may go without a gateway.
    private func note(_ party: PartyPlan, _ place: String, _ settings: inout PartySettings) {
        var missing: [String] = []
        if party.media.contains(.sms), settings.smsGateway == nil { missing.append("gateway.sms") }
        if party.media.contains(.voice), settings.voiceGateway == nil {
            missing.append("gateway.voice")
        }
        if party.media.contains(.webhook), settings.webhooks[party.id] == nil {
            missing.append("webhook")
        }
        let dials = party.media.contains(.sms) || party.media.contains(.voice)
        if dials, party.number == nil { missing.append("number") }
        guard !missing.isEmpty else { return }
        settings.notes.append(
            "\(place): \(party.id) is not told by every way it names, empty: "
                + missing.joined(separator: ", "))
    }
}
