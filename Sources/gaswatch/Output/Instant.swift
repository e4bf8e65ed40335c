internal import LinuxPlatform
internal import ValveModel

/// A moment in milliseconds since 1970, read from the two notations HTTP and JSON use.
struct Instant: Comparable, Sendable {
    var milliseconds: Int64

    static func local() -> Instant { Instant(milliseconds: WallClock.milliseconds()) }

    static func < (one: Instant, other: Instant) -> Bool {
        one.milliseconds < other.milliseconds
    }

    init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads RFC 3339, such as `2026-11-23T16:21:31.204+08:00`.
    init?(rfc3339 text: some StringProtocol) {
        guard let moment = Moment(rfc3339: text) else { return nil }
        milliseconds = moment.milliseconds
    }

    /// Milliseconds by which the time zone of an RFC 3339 text is ahead of UTC; `nil` when it is none.
    static func offset(rfc3339 text: String) -> Int64? {
        guard let moment = Instant(rfc3339: text),
            let local = Instant(rfc3339: text.prefix(19) + "Z")
        else { return nil }
        let fraction = (moment.milliseconds % 1_000 + 1_000) % 1_000
        return local.milliseconds - moment.milliseconds + fraction
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
        let days = CivilDate.days(year, Int64(month + 1), day)
        let seconds = ((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]
        self.init(milliseconds: seconds * 1_000)
    }
}
