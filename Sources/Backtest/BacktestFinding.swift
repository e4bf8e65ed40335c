package import ValveModel

/// One line of a backtest: a finding as it was raised, or its priority as it rose.
package struct BacktestFinding: Equatable, Sendable {
    /// The valve; `nil` for an area event, which is about many.
    package var valve: String?
    package var at: Moment
    package var kind: FindingKind
    package var priority: Priority
    /// What was seen, in words.
    package var message: String
    /// The numbers behind a finding of one valve.
    package var evidence: Evidence?
    /// Whether the valve's own alarm raised it.
    package var isDevices = false
    /// Whether it only says that the priority of what was raised before has risen.
    package var isRise = false
    /// Of an area event: how wide it is, the kind that its members show, and their names.
    package var scope: String?
    package var of: FindingKind?
    package var valves: [String] = []

    package init(
        valve: String?, at: Moment, _ kind: FindingKind, _ priority: Priority, _ message: String
    ) {
        self.valve = valve
        self.at = at
        self.kind = kind
        self.priority = priority
        self.message = message
    }

    /// `{"valve":"…","at":…,"kind":"leak","priority":"P1","message":"…"}` without an end of line; an
    /// area event has `"valve":null` and beside it `scope`, `of` and `valves`; what the valve's own
    /// alarm or flag raised has `"by":"device"`.
    package var json: [UInt8] {
        var text = "{\"valve\":\(valve.map(Self.quoted) ?? "null"),\"at\":\(at.milliseconds)"
        text += ",\"kind\":\"\(kind.word)\",\"priority\":\"\(priority.word)\""
        if let scope, let of {
            text += ",\"scope\":\"\(scope)\",\"of\":\"\(of.word)\""
            text += ",\"valves\":[\(valves.map(Self.quoted).joined(separator: ","))]"
        }
        if isDevices { text += ",\"by\":\"device\"" }
        return Array((text + ",\"message\":\(Self.quoted(message))}").utf8)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
