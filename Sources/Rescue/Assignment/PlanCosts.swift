/// The lexicographic goals of a plan packed into one integer per pair.
///
/// The levels are, from the gravest: P1 in time, diversions, P1 at all, P2 in time, P2 at all,
/// unresponsive teams, seconds of P1, seconds of P2. The terms of one level all have the same sign
/// and sum to at most its bound, so two plans differ on it by at most that bound. A level weighs
/// (bound + 1) times the next one and thereby more than everything below it together.
struct PlanCosts {
    /// Seconds of one estimate at most: over 36 hours, beyond which later makes no difference.
    static let secondsMax = 1 << 17 - 1

    /// Teams of one plan at most. 1,000 teams bound the levels by 1,000⁴ for the counts of
    /// incidents, 500² for diversions and unresponsive teams together and 1.3e8² for the sums of
    /// seconds: 4.3e33, which leaves 10⁴ times as much in 128 bits for the sums along a path.
    static let teamsMax = 1_000

    private let firstInTime: Int128
    private let diversion: Int128
    private let firstServed: Int128
    private let secondInTime: Int128
    private let secondServed: Int128
    private let unresponsive: Int128
    private let firstSeconds: Int128

    /// Derives the weights from what the plan can hold at most.
    init(firstCount: Int, secondCount: Int, teams: [TeamDuty]) {
        precondition(
            teams.count <= Self.teamsMax, "A plan takes at most \(Self.teamsMax) teams at once.")
        let first = Int128(min(firstCount, teams.count))
        let second = Int128(min(secondCount, teams.count))
        let held = Int128(teams.count { $0.isBound })
        let silent = Int128(teams.count { $0.isSilent && !$0.isBound })
        let longest = Int128(Self.secondsMax)
        firstSeconds = second * longest + 1
        unresponsive = firstSeconds * (first * longest + 1)
        secondServed = unresponsive * (silent + held + 1)
        secondInTime = secondServed * (second + 1)
        firstServed = secondInTime * (second + 1)
        diversion = firstServed * (first + 1)
        firstInTime = diversion * (held + 1)
        // A path visits every team at most once and adds two potentials to every cost on it.
        let largest = firstInTime * 2
        precondition(
            largest < Int128.max / Int128(8 * (teams.count + 1)),
            "The goals of a plan of \(teams.count) teams must fit into 128 bits.")
    }

    /// The cost of a pair; below zero, because serving is always better than not serving.
    func cost(_ pair: PairClass, team: TeamDuty, seconds: Int) -> Int128 {
        assert((0...Self.secondsMax).contains(seconds))
        let late = team.isSilent ? unresponsive : 0
        let length = Int128(seconds)
        switch pair {
        case .firstInTime:
            let taken = team.isBound ? diversion : 0
            return length * firstSeconds + late + taken - firstServed - firstInTime
        case .firstLate: return length * firstSeconds + late - firstServed
        case .secondInTime: return length + late - secondServed - secondInTime
        case .secondLate: return length + late - secondServed
        }
    }
}
