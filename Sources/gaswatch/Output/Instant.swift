internal import LinuxPlatform

/// A moment in milliseconds since 1970, read from the two notations HTTP and JSON use.
struct Instant: Comparable, Sendable {
    var milliseconds: Int64

    static func local() -> Instant { Instant(milliseconds: WallClock.milliseconds()) }

    static func < (one: Instant, other: Instant) -> Bool {
        one.milliseconds < other.milliseconds
    }

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads RFC 3339, such as `2026-11-23T16:21:31.204+08:00`.
    init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let year = Self.number(bytes, 0, 4),
            let month = Self.number(bytes, 5, 2), let day = Self.number(bytes, 8, 2),
            let hour = Self.number(bytes, 11, 2), let minute = Self.number(bytes, 14, 2),
            let second = Self.number(bytes, 17, 2),
            Self.isDay(year, month, day), hour < 24, minute < 60, second <= 60,
            Self.hasMarks(bytes)
        else { return nil }
        var place = 19
        var fraction: Int64 = 0
        if bytes[place] == UInt8(ascii: ".") {
            place += 1
            var unit: Int64 = 100
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
                fraction += Int64(bytes[place] - 0x30) * unit
                unit /= 10
                place += 1
            }
        }
        var offset: Int64 = 0
        guard place < bytes.count else { return nil }
        if bytes[place] | 0x20 == UInt8(ascii: "z") {
            guard bytes.count == place + 1 else { return nil }
        } else {
            guard bytes.count == place + 6, let hours = Self.number(bytes, place + 1, 2),
                let minutes = Self.number(bytes, place + 4, 2), hours < 24, minutes < 60,
                bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-"),
                bytes[place + 3] == UInt8(ascii: ":")
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[place] == UInt8(ascii: "-") ? -1 : 1)
        }
        let days = Self.days(year: year, month: month, day: day)
        let seconds = ((days * 24 + hour) * 60 + minute - offset) * 60 + second
        self.init(milliseconds: seconds * 1_000 + fraction)
    }

    /// Milliseconds by which the time zone of an RFC 3339 text is ahead of UTC; `nil` when it is none.
    static func offset(rfc3339 text: String) -> Int64? {
        guard let moment = Instant(rfc3339: text),
            let local = Instant(rfc3339: text.prefix(19) + "Z")
        else { return nil }
        let fraction = (moment.milliseconds % 1_000 + 1_000) % 1_000
        return local.milliseconds - moment.milliseconds + fraction
    }

    /// Whether dashes, the `T` and colons stand where they belong; RFC 3339 allows a small one or a
    /// blank for the `T`.
    private static func hasMarks(_ bytes: [UInt8]) -> Bool {
        bytes[4] == 0x2D && bytes[7] == 0x2D && bytes[13] == 0x3A && bytes[16] == 0x3A
            && (bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20)
    }

    private static func isDay(_ year: Int64, _ month: Int64, _ day: Int64) -> Bool {
        guard (1...12).contains(month), day >= 1 else { return false }
        let next = month == 12 ? (year + 1, 1) : (year, month + 1)
        return days(year: year, month: month, day: day) < days(year: next.0, month: next.1, day: 1)
    }

    /// Reads the `Date` header, such as `Mon, 23 Nov 2026 08:21:26 GMT`.
    init?(httpDate text: String) {
        let words = text.split(separator: " ")
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard words.count == 6, let day = Int64(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int64(words[3])
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3 else { return nil }
        let days = Self.days(year: year, month: Int64(month + 1), day: day)
        let seconds = ((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]
        self.init(milliseconds: seconds * 1_000)
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
        guard start + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[start..<(start + count)] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }

    /// Days from 1970-01-01. The year is taken to begin in March, so that the leap day is its last
    /// and the lengths of the months repeat every five (153 days).
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let century = shifted / 400
        let yearOfEra = shifted - century * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return century * 146_097 + dayOfEra - 719_468
    }
}
