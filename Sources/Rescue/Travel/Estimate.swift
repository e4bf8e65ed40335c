/// The time a team needs from its call-out to the door, in whole seconds.
public struct Estimate: Hashable, Sendable, BitwiseCopyable {
    /// Seconds until the vehicle leaves, ≥ 0.
    public let turnout: Int
    /// Seconds on the road, rounded up so that the three parts add up to `total`.
    public let travel: Int
    /// Seconds from the vehicle to the door.
    public let access: Int

    /// The whole estimate in seconds.
    public var total: Int { turnout + travel + access }

    /// Makes an estimate from its parts, each in seconds and not negative.
    public init(turnout: Int, travel: Int, access: Int) {
        precondition(
            turnout >= 0 && travel >= 0 && access >= 0,
            "No part of an estimate can be a negative number of seconds.")
        self.turnout = turnout
        self.travel = travel
        self.access = access
    }
}
