/// How moments and spans are shown to a person.
enum Clockwork {
    /// `16:21:31` of today, `11-22 16:21` of another day: the digits of the daemon's own time zone,
    /// as it wrote them.
    static func shown(_ moment: String?, _ surroundings: Surroundings) -> String {
        guard let moment else { return "-" }
        guard moment.utf8.count >= 19, let instant = Instant(rfc3339: moment) else { return moment }
        let characters = Array(moment)
        let age = surroundings.now.milliseconds - instant.milliseconds
        // Less than half a day away the time alone cannot be mistaken for another day's.
        if abs(age) < 43_200_000 { return String(characters[11..<19]) }
        return String(characters[5..<10]) + " " + String(characters[11..<16])
    }

    /// `16:21:31` in a time zone that is so many milliseconds ahead of UTC.
    static func timeOfDay(_ moment: Instant, _ offset: Int64) -> String {
        let day: Int64 = 86_400
        let seconds = (((moment.milliseconds + offset) / 1_000) % day + day) % day
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(two).joined(separator: ":")
    }

    /// The time since, such as `12 s` or `3 h 05 min`.
    static func age(of moment: String?, _ surroundings: Surroundings) -> String {
        guard let moment, let instant = Instant(rfc3339: moment) else { return "-" }
        let seconds = max(0, (surroundings.now.milliseconds - instant.milliseconds) / 1_000)
        let chinese = surroundings.language == .chinese
        switch seconds {
        case ..<60: return chinese ? "\(seconds)秒" : "\(seconds)s"
        case ..<3_600: return chinese ? "\(seconds / 60)分" : "\(seconds / 60)m"
        case ..<86_400: return chinese ? "\(seconds / 3_600)小时" : "\(seconds / 3_600)h"
        default: return chinese ? "\(seconds / 86_400)天" : "\(seconds / 86_400)d"
        }
    }

    /// `03:41`; hours are minutes past sixty.
    static func span(seconds: Int64) -> String {
        let magnitude = abs(seconds)
        return two(magnitude / 60) + ":" + two(magnitude % 60)
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
