internal import ValveModel

/// What the shifts of a team say at one moment.
struct DutyRota {
    /// Whether one of them holds the moment.
    let isOn: Bool
    /// When a shift began or ended last, at or before the moment.
    let since: Moment
    /// When one begins or ends next.
    let next: Moment

    private static let dayMilliseconds: Int64 = 86_400_000

    /// - Parameters:
    ///   - shifts: at least one.
    ///   - utcOffsetSeconds: local time east of Greenwich.
    init(_ shifts: [Shift], at now: Moment, utcOffsetSeconds: Int) {
        precondition(!shifts.isEmpty, "A team without shifts is on duty all day.")
        let ofDay = Self.ofDay(now.milliseconds + Int64(utcOffsetSeconds) * 1_000)
        let minute = Int(ofDay / 60_000)
        isOn = shifts.contains { $0.holds(minute) }
        let changes = shifts.flatMap { [$0.start, $0.end] }
        let passed = changes.map { Self.ofDay(ofDay - Int64($0) * 60_000) }
        since = now - .milliseconds(passed.min() ?? 0)
        next = now + .milliseconds(Self.dayMilliseconds - (passed.max() ?? 0))
    }

    private static func ofDay(_ milliseconds: Int64) -> Int64 {
        let rest = milliseconds % dayMilliseconds
        return rest < 0 ? rest + dayMilliseconds : rest
    }
}
