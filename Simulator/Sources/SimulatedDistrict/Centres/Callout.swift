internal import Recordings
internal import ValveModel

/// A call-out as a centre reads it: as much of it as the simulated people act on.
package struct Callout: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case new, update, takeover, standdown
    }

    package var kind: Kind
    package var incident: String
    package var finding: String
    package var priority: String
    package var state: String
    package var revision: Int64
    /// The valve; nil for an area event.
    package var valve: String?
    /// The valves of an area event.
    package var valves: [String]
    /// The team it calls; nil when nobody is left.
    package var team: String?
    /// Who has the incident, in a stand-down.
    package var acceptedBy: String?
    /// The teams whose own call was ended by a stand-down.
    package var stoodDown: Set<String>
    /// The parts of the estimate in seconds.
    package var turnout: Double
    package var travel: Double
    package var access: Double
    /// When the incident was raised, ms since 1970.
    package var raisedAt: Int64?

    /// Reads the message; nil when it is not a call-out.
    package init?(_ payload: [UInt8]) {
        guard let json = JSONValue(payload),
            let kind = json["callout"]?.text.flatMap(Kind.init(rawValue:)),
            let incident = json["id"]?.text ?? json["incident"]?.text
        else { return nil }
        self.kind = kind
        self.incident = incident
        finding = json["kind"]?.text ?? ""
        priority = json["priority"]?.text ?? ""
        state = json["state"]?.text ?? ""
        revision = Int64(json["revision"]?.number ?? 0)
        valve = json["valve"]?.text
        valves = (json["valves"]?.elements ?? []).compactMap { $0.text ?? $0["valve"]?.text }
        team = json["team"]?.text
        acceptedBy = json["acceptedBy"]?.text
        stoodDown = []
        for call in json["calls"]?.elements ?? [] {
            guard let team = call["team"]?.text else { continue }
            // A team may have been called twice; its newest call counts.
            if call["answer"]?.text == "standdown" {
                stoodDown.insert(team)
            } else {
                stoodDown.remove(team)
            }
        }
        // Without an estimate the contract's formula for a middling distance stands in.
        turnout = json["eta"]?["turnout"]?.number ?? 60
        travel = json["eta"]?["travel"]?.number ?? 120
        access = json["eta"]?["access"]?.number ?? 60
        raisedAt = json["raisedAt"]?.text.flatMap { Moment(rfc3339: $0)?.milliseconds }
    }

    /// Whether it asks a team to go.
    package var calls: Bool { kind == .new || kind == .takeover }
}

/// What a centre or a team answers.
package struct Reply: Equatable, Sendable {
    package enum Word: String, Sendable {
        case received, accept, decline, enroute, onscene, rescue, safe
    }

    package var incident: String
    /// Nil when the centre answers a call-out that names none of its teams.
    package var team: String?
    package var revision: Int64
    package var word: Word
    package var by: String
}
