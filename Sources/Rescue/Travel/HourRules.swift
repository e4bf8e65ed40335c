/// How the hour of the day changes travel and turnout: one factor an hour, 0 … 23 local time.
///
/// At the default of 1 the hour changes nothing. Night turnout is about half as long again (London
/// and NFPA figures agree on the order), and speeds at rush hours fall; both are the district's own
/// numbers to measure.
public struct HourRules: Codable, Hashable, Sendable {
    /// Speed of a vehicle against the rule's, > 0; 0.7 is a rush hour.
    public var speed: [Double]
    /// Turnout against the team's own, ≥ 0; 1.5 is a night.
    public var turnout: [Double]

    /// Makes the rules.
    ///
    /// - Parameters:
    ///   - speed: 24 factors above zero.
    ///   - turnout: 24 factors of at least zero.
    public init(
        speed: [Double] = Array(repeating: 1, count: 24),
        turnout: [Double] = Array(repeating: 1, count: 24)
    ) {
        precondition(
            speed.count == 24 && speed.allSatisfy { $0 > 0 && $0.isFinite },
            "A day has 24 hours, and in none of them does a vehicle stand still.")
        precondition(
            turnout.count == 24 && turnout.allSatisfy { $0 >= 0 && $0.isFinite },
            "A day has 24 hours, and in none of them does a team leave before it is called.")
        self.speed = speed
        self.turnout = turnout
    }

    /// Turnout at an hour, whole seconds rounded up.
    public func turnout(_ seconds: Int, atHour hour: Int) -> Int {
        Int((Double(seconds) * turnout[hour]).rounded(.up))
    }
}
