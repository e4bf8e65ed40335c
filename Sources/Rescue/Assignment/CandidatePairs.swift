/// The pairs that can occur in the first of the best plans, a few for every team.
///
/// Of n teams, each needs only its own n best incidents in the order (class, seconds, order of
/// incidents): were it sent to a later one, one of its n best would be left without a team, and
/// sending it there instead would be cheaper, or as cheap and earlier in the order of plans. So one
/// pass over the matrix leaves n × n pairs, however many incidents wait.
struct CandidatePairs {
    /// The first pair of every team in `ranks`, and one past the last of all.
    private(set) var start: [Int] = [0]
    /// The incident of every pair, by its rank in the order of incidents.
    private(set) var ranks: [Int32] = []

    private let kept: Int
    /// The keys of each team: the best `kept` of those seen so far and up to as many new ones.
    private var keys: [[UInt64]]
    /// The largest key, without its rank, that a team still has a use for.
    private var limits: [UInt32]
    private var widestLimit = UInt32.max

    /// A key without its rank: two bits of class over the bits of the seconds.
    private static let classShift: UInt32 = 17

    /// Passes once over the matrix, in the order of incidents.
    ///
    /// - Parameter order: The place of every incident in `incidents` and in the matrix.
    init(order: [Int], incidents: [IncidentClock], teams: [TeamDuty], seconds: [Int32]) {
        assert(PlanCosts.secondsMax >> Self.classShift == 0)
        kept = min(teams.count, incidents.count)
        keys = Array(repeating: [], count: teams.count)
        limits = teams.map(Self.limit)
        widestLimit = limits.max() ?? 0
        for index in teams.indices { keys[index].reserveCapacity(2 * kept) }
        for (rank, place) in order.enumerated() {
            let best = incidents[place].best.rawValue << Self.classShift
            guard best < widestLimit else { continue }
            sift(
                rank: rank, incident: incidents[place], teams: teams,
                row: seconds[(place * teams.count)..<((place + 1) * teams.count)])
        }
        for index in teams.indices {
            if keys[index].count > kept { keys[index].keepSmallest(kept) }
            ranks.append(contentsOf: keys[index].lazy.map { Int32(truncatingIfNeeded: $0) })
            start.append(ranks.count)
        }
        keys = []
    }

    /// A bound team has no use for anything but a P1 in time, or for nothing at all.
    private static func limit(of team: TeamDuty) -> UInt32 {
        if team.isOnFirst { return 0 }
        return team.isBound ? PairClass.firstLate.rawValue << classShift : .max
    }

    private mutating func sift(
        rank: Int, incident: IncidentClock, teams: [TeamDuty], row: ArraySlice<Int32>
    ) {
        let first = row.startIndex
        let longest = UInt32(PlanCosts.secondsMax)
        let best = incident.best.rawValue << Self.classShift
        let worst = incident.worst.rawValue << Self.classShift
        let inTime = Int32(clamping: incident.limit)
        for team in limits.indices {
            let estimate = row[first + team]
            // No pair is better than this, so most end here without a look at the team itself.
            let least =
                min(UInt32(bitPattern: estimate), longest) | (estimate <= inTime ? best : worst)
            guard least < limits[team], estimate >= 0,
                let pair = PairClass(incident, teams[team], seconds: Int(estimate))
            else { continue }
            let key = min(UInt32(estimate), longest) | pair.rawValue << Self.classShift
            guard key < limits[team] else { continue }
            // Of equal keys the earlier incident stays, because it came first.
            keys[team].append(UInt64(key) << 32 | UInt64(rank))
            if keys[team].count == 2 * kept { narrow(team) }
        }
    }

    private mutating func narrow(_ team: Int) {
        let largest = keys[team].keepSmallest(kept)
        limits[team] = UInt32(truncatingIfNeeded: largest >> 32)
        widestLimit = limits.max() ?? 0
    }
}

extension [UInt64] {
    /// Drops all but the `wanted` smallest of distinct numbers and returns the largest one kept.
    ///
    /// Hoare's selection with the middle of three as pivot; it never recurses.
    @discardableResult
    mutating func keepSmallest(_ wanted: Int) -> UInt64 {
        precondition(wanted > 0 && wanted <= count, "Only what is there can be kept.")
        let target = wanted - 1
        var low = 0
        var high = count - 1
        while low < high {
            let pivot = Swift.max(
                Swift.min(self[low], self[high]),
                Swift.min(Swift.max(self[low], self[high]), self[(low + high) / 2]))
            var left = low
            var right = high
            while left <= right {
                while self[left] < pivot { left += 1 }
                while self[right] > pivot { right -= 1 }
                if left <= right {
                    swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if target <= right {
                high = right
            } else if target >= left {
                low = left
            } else {
                break
            }
        }
        let largest = self[target]
        removeLast(count - wanted)
        return largest
    }
}
