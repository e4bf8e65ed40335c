import ConsoleAPI

/// A query parameter: its name, which values it takes, and how the documents say so.
struct QueryParameter: Sendable {
    enum Values: Sendable {
        case anyOf([String])
        case count(ClosedRange<UInt64>)
        /// `length` counts UTF-8 bytes.
        case text(pattern: String, length: ClosedRange<Int>, accepts: @Sendable (UInt8) -> Bool)
        /// A sub-district's code.
        static let area = Values.text(pattern: "^[0-9]{9}$", length: 9...9) {
            (0x30...0x39).contains($0)
        }

        static func count(in range: ClosedRange<Int>) -> Values {
            .count(UInt64(range.lowerBound)...UInt64(range.upperBound))
        }
    }

    let name: String
    let meaning: String
    let values: Values

    func accepts(_ value: String) -> Bool {
        switch values {
        case .anyOf(let words): words.contains(value)
        case .count(let range):
            value.utf8.allSatisfy { (0x30...0x39).contains($0) }
                && UInt64(value).map(range.contains) == true
        case .text(_, let length, let accepts):
            length.contains(value.utf8.count) && value.utf8.allSatisfy(accepts)
        }
    }

    /// What it takes, for the problem document.
    var words: String {
        switch values {
        case .anyOf(let words): words.joined(separator: ", ")
        case .count(let range) where range.upperBound == .max: "a number that is not negative"
        case .count(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .text(_, 9...9, _): "nine digits"
        case .text(let pattern, _, _): "text that fits \(pattern)"
        }
    }

    var shape: Shape {
        switch values {
        case .anyOf(let words): .word(words)
        case .count(let range) where range.upperBound == .max: .integer(0, nil)
        case .count(let range): .integer(Int(range.lowerBound), Int(range.upperBound))
        case .text(let pattern, _, _): .text(pattern: pattern)
        }
    }
}

extension QueryParameter {
    /// A page of 1,000 valves is about 700 KB: quick to write, small enough to hold.
    static let limitMax: UInt64 = 1_000
    /// What a screen or two shows.
    static let limitDefault = 100

    static let incidentState = Self(
        name: "state", meaning: "A state, or `open` for everything that is not closed.",
        values: .anyOf(["open"] + Vocabulary.states))
    static let valveState = Self(
        name: "state",
        meaning: "A position, a link state, or whether the registry names it.",
        values: .anyOf(
            Vocabulary.positions + ["online", "offline", "registered", "unregistered", "retired"]))
    static let teamState = Self(
        name: "state", meaning: "Whether the team says it is available.",
        values: .anyOf(["available", "unavailable"]))
    static let centre = Self(
        name: "centre", meaning: "A centre's id.",
        values: identifier("^[^\\x00-\\x1f]{1,64}$", 64) { $0 >= 0x20 && $0 != 0x7F })
    static let area = Self(
        name: "area", meaning: "A sub-district's code, 9 digits.",
        values: .area)
    static let valve = Self(
        name: "valve", meaning: "A valve's id.",
        values: identifier("^[A-Za-z0-9_-]{1,32}$", 32) { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x5F || byte == 0x2D
        })
    static let kind = Self(
        name: "kind", meaning: "A kind of finding.", values: .anyOf(Vocabulary.kinds))
    static let priority = Self(
        name: "priority", meaning: "A priority.", values: .anyOf(Vocabulary.priorities))
    static let mode = Self(
        name: "mode", meaning: "`test` incidents are listed only when asked for.",
        values: .anyOf(Vocabulary.modes))
    static let limit = Self(
        name: "limit", meaning: "Elements on a page; 100 when absent.",
        values: .count(1...limitMax))
    static let cursor = Self(
        name: "cursor", meaning: "`next` of the page before.",
        values: identifier("^[\\x21-\\x7e]{1,256}$", 256) { (0x21...0x7E).contains($0) })
    static let since = Self(
        name: "since", meaning: "The id of the last event seen; `Last-Event-ID` goes before it.",
        values: .count(0...UInt64.max))
    static let days = Self(
        name: "days", meaning: "How many days back; 30 when absent.",
        values: .count(in: RequestRanges.historyDays))
    /// A month: long enough for a percentile, short enough to show what changed.
    static let daysDefault = 30
    static let busy = Self(
        name: "busy", meaning: "Per cent of the time in which a team is not free; 30 when absent.",
        values: .count(in: RequestRanges.busyShare))
    static let busyDefault = 30
    static let statsMode = Self(
        name: "mode", meaning: "`actual` when absent; `exercise` for drills.",
        values: .anyOf(["actual", "exercise"]))
    static let retire = Self(
        name: "retire",
        meaning: "`most`: what is sent may leave out most of the valves in force.",
        values: .anyOf(["most"]))
    static let by = Self(
        name: "by",
        meaning: "Who does it; the header `X-Gaswatch-By` goes before it. When both are absent "
            + "`uid` and the number of the user at the socket, or `api`.",
        values: identifier("^.{1,100}$", 400) { $0 >= 0x20 && $0 != 0x7F })

    private static func identifier(
        _ pattern: String, _ lengthMax: Int, _ accepts: @escaping @Sendable (UInt8) -> Bool
    ) -> Values { .text(pattern: pattern, length: 1...lengthMax, accepts: accepts) }
}

/// The closed lists of words of the contract.
enum Vocabulary {
    static let states = [
        "raised", "assigned", "accepted", "enroute", "onscene", "rescue", "safe", "closed",
    ]
    static let alarmStates = [
        "unacknowledged", "acknowledged", "returned", "latched", "shelved", "suppressed",
        "out_of_service", "normal",
    ]
    static let kinds = [
        "leak", "heat", "shutoff_failed", "suspect", "seepage", "reopened", "shutoff", "overflow",
        "overpressure", "underpressure", "supply_loss", "overtime", "microflow", "shock", "tamper",
        "offline", "low_battery", "sensor_fault", "end_of_life", "power_loss", "area_event",
    ]
    static let priorities = ["P1", "P2", "P3", "P4"]
    static let modes = ["actual", "exercise", "test"]
    static let positions = ["open", "closed", "moving", "stuck", "unknown"]
}

extension Call {
    /// The filters of a list route.
    var filter: ListFilter { ListFilter { query[$0] } }

    var countMax: Int { query["limit"].flatMap { Int($0) } ?? QueryParameter.limitDefault }

    /// A part of a short list, whole where no limit is given: teams, centres, closed roads, refused
    /// messages.
    func page<Element>(of elements: [Element]) throws(Problem) -> Page<Element> {
        try Page(
            of: elements, cursor: query["cursor"],
            countMax: query["limit"] == nil ? nil : countMax)
    }
}
