/// Fields out of the project's own flat JSON, found by their names: enough for checks that look at
/// every message, and independent of the writers.
enum Text {
    /// The text of the first field of this name; `nil` when there is none, or no text.
    static func string(_ name: String, in body: [UInt8]) -> String? {
        guard let start = value(name, in: body), start < body.count, body[start] == 0x22,
            let end = body[(start + 1)...].firstIndex(of: 0x22)
        else { return nil }
        return String(decoding: body[(start + 1)..<end], as: UTF8.self)
    }

    /// The whole number of the first field of this name.
    static func number(_ name: String, in body: [UInt8]) -> Int64? {
        guard var place = value(name, in: body) else { return nil }
        var number: Int64 = 0
        var digits = 0
        while place < body.count, body[place] &- 0x30 <= 9, digits < 18 {
            number = number * 10 + Int64(body[place] - 0x30)
            place += 1
            digits += 1
        }
        return digits == 0 ? nil : number
    }

    /// Whether the first field of this name is `true`.
    static func isTrue(_ name: String, in body: [UInt8]) -> Bool {
        value(name, in: body).map { $0 < body.count && body[$0] == 0x74 } ?? false
    }

    /// Where the value of the first field of this name begins.
    private static func value(_ name: String, in body: [UInt8]) -> Int? {
        let (key, bytes) = (name.utf8.span, body.span)
        let length = key.count
        var place = 0
        while place + length + 2 < bytes.count {
            if bytes[place] == 0x22, bytes[place + length + 1] == 0x22,
                bytes[place + length + 2] == 0x3A, isEqual(bytes, from: place + 1, key)
            {
                return place + length + 3
            }
            place += 1
        }
        return nil
    }

    private static func isEqual(_ bytes: Span<UInt8>, from start: Int, _ key: Span<UInt8>) -> Bool {
        for place in key.indices where bytes[start + place] != key[place] { return false }
        return true
    }
}

extension Text {
    /// A body for the trace.
    static func brief(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(160), as: UTF8.self)
        guard body.count > 160, string("callout", in: body) != nil else { return text }
        let team = string("team", in: body) ?? "-"
        let valve = string("valve", in: body) ?? "-"
        return "\(string("id", in: body) ?? "-") \(string("callout", in: body) ?? "-") "
            + "team \(team) valve \(valve) \(string("kind", in: body) ?? "-") "
            + "\(string("priority", in: body) ?? "-") r\(number("revision", in: body) ?? 0) "
            + "\(string("reason", in: body) ?? "")"
    }
}
