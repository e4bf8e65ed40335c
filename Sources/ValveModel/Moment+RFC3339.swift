extension Moment {
    /// Reads a time of RFC 3339, such as `2026-11-23T16:21:31.204+08:00`; `nil` when the text is none.
    /// A fraction finer than milliseconds is cut off; the `T` may be small or a blank, as the RFC allows.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
            let day = number(bytes, 8, 2), let hour = number(bytes, 11, 2),
            let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
            CivilDate.exists(year, month, day), hour < 24, minute < 60, second <= 60,
            hasMarks(bytes)
        else { return nil }
        var place = 19
        var fraction: Int64 = 0
        if bytes[place] == 0x2E {
            place += 1
            let first = place
            var unit: Int64 = 100
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
                fraction += Int64(bytes[place] - 0x30) * unit
                unit /= 10
                place += 1
            }
            guard place > first else { return nil }
        }
        guard let offset = offsetMinutes(bytes[place...]) else { return nil }
        let days = CivilDate.days(year, month, day)
        let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second
        self.init(milliseconds: seconds * 1_000 + fraction)
    }
}

/// Days of the Gregorian calendar, in both directions of time.
public enum CivilDate {
    /// Days from 1970-01-01. The year is taken to begin in March, so that the leap day is its last
    /// and the lengths of the months repeat every five (153 days).
    public static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let century = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - century * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return century * 146_097 + dayOfEra - 719_468
    }

    static func exists(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return days(year, month, day) < days(next.0, next.1, 1)
    }
}

/// Whether dashes, the `T` and colons stand where they belong.
private func hasMarks(_ bytes: [UInt8]) -> Bool {
    bytes[4] == 0x2D && bytes[7] == 0x2D && bytes[13] == 0x3A && bytes[16] == 0x3A
        && (bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20)
}

/// `Z` or `+08:00`, and nothing behind it; the colon may be absent, as `strftime` writes it.
private func offsetMinutes(_ rest: ArraySlice<UInt8>) -> Int64? {
    var bytes = Array(rest)
    if bytes == [0x5A] || bytes == [0x7A] { return 0 }
    if bytes.count == 6, bytes[3] == 0x3A { bytes.remove(at: 3) }
    guard bytes.count == 5, bytes[0] == 0x2B || bytes[0] == 0x2D,
        let hours = number(bytes, 1, 2), let minutes = number(bytes, 3, 2), hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (bytes[0] == 0x2D ? -1 : 1)
}

private func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
    guard start + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[start..<(start + count)] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - 0x30)
    }
    return value
}
