/// The best pairs of every team, so that a plan need not look at all of them.
///
/// Of n teams, each needs only its own n best incidents in the order (class, seconds, order of
/// incidents): were it sent to a later one, one of its n best would be left without a team, and
/// sending it there instead would be cheaper, or as cheap and earlier in the order of plans. So one
/// pass over the matrix leaves n × n pairs, however many incidents wait. Mostly a few suffice, as
/// teams seldom want the same incidents; `PairGraph.isComplete` says when they did.
struct CandidatePairs {
    /// The pairs that are kept of every team at first. By `gaswatch-bench A1` a plan of 100 teams takes
    /// 0.42 ms with 8, 0.48 ms with 12 and 0.59 ms with 16; teams that wait at one place want the same
    /// incidents, and for fewer than 16 of them nothing has to be looked at twice.
    static let widthFirst = 16
    /// By how much they are widened: the tries before the last one cost a third of it together.
    static let widening = 4

    /// The first pair of every team in `ranks`, and one past the last of all.
    private(set) var start: [Int] = [0]
    /// The incident of every pair, by its rank in the order of incidents.
    private(set) var ranks: [Int32] = []
    /// Whether a team has pairs that were left out; none of them is better than its last one here.
    private(set) var isCut: [Bool] = []

    /// A key without its rank: two bits of class over the bits of the seconds.
    private static let classShift: UInt32 = 17

    /// Passes once over the matrix, in the order of incidents.
    ///
    /// - Parameters:
    ///   - width: How many pairs of every team are kept.
    ///   - order: The place of every incident in `incidents` and in the matrix.
    init(width: Int, order: [Int], prices: PairPrices) {
        let (incidents, teams, seconds) = (prices.incidents, prices.teams, prices.seconds)
        assert(PlanCosts.secondsMax >> Self.classShift == 0)
        let sieve = Sieve(
            kept: width,
            isPlain: teams.map { !$0.isBound && !$0.isSilent })
        var keys = [UInt64](repeating: 0, count: teams.count * sieve.room)
        var counts = [Int](repeating: 0, count: teams.count)
        var limits = teams.map(Self.limit)
        // Spans, because an array is asked for its owners at every key that is written.
        var keySpan = keys.mutableSpan
        var countSpan = counts.mutableSpan
        var limitSpan = limits.mutableSpan
        var widest = UInt32.max
        for (rank, place) in order.enumerated() {
            guard incidents[place].best.rawValue << Self.classShift < widest else { continue }
            let row = seconds.span.extracting((place * teams.count)..<((place + 1) * teams.count))
            let isNarrower = sieve.sift(
                rank: rank, incident: incidents[place], teams: teams.span, row: row, &keySpan,
                &countSpan, &limitSpan)
            guard isNarrower || rank == 0 else { continue }
            widest = 0
            for team in limitSpan.indices { widest = max(widest, limitSpan[team]) }
        }
        for team in teams.indices {
            let first = team * sieve.room
            if countSpan[team] > sieve.kept { sieve.narrow(team, &keySpan, &countSpan, &limitSpan) }
            for place in first..<(first + countSpan[team]) {
                ranks.append(Int32(truncatingIfNeeded: keySpan[place]))
            }
            start.append(ranks.count)
            isCut.append(limitSpan[team] < Self.limit(of: teams[team]))
        }
    }

    /// A bound team has no use for anything but a P1 in time, or for nothing at all.
    private static func limit(of team: TeamDuty) -> UInt32 {
        if team.isOnFirst { return 0 }
        return team.isBound ? PairClass.firstLate.rawValue << classShift : .max
    }

    /// Keeps the best keys of each team while the matrix passes.
    ///
    /// A team has `room` places for its keys: the best `kept` of those seen so far and up to as many
    /// new ones. Its limit is the largest key, without its rank, that it still has a use for.
    private struct Sieve {
        let kept: Int
        /// Teams that hold nothing and answer: for them the estimate alone decides the class.
        let isPlain: [Bool]
        var room: Int { 2 * kept }

        /// Takes the estimates of one incident; whether a limit has become narrower by it.
        func sift(
            rank: Int, incident: IncidentClock, teams: Span<TeamDuty>, row: Span<Int32>,
            _ keys: inout MutableSpan<UInt64>, _ counts: inout MutableSpan<Int>,
            _ limits: inout MutableSpan<UInt32>
        ) -> Bool {
            let longest = UInt32(PlanCosts.secondsMax)
            let best = incident.best.rawValue << classShift
            let worst = incident.worst.rawValue << classShift
            let inTime = Int32(clamping: incident.limit)
            let room = room
            var isNarrower = false
            for team in row.indices {
                let estimate = row[team]
                let length = min(UInt32(bitPattern: estimate), longest)
                // No pair is better than this, and that of a plain team is just it: most end here.
                var key = length | (estimate <= inTime ? best : worst)
                guard key < limits[team], estimate >= 0 else { continue }
                if !isPlain[team] {
                    guard let pair = PairClass(incident, teams[team], seconds: Int(estimate))
                    else { continue }
                    key = length | pair.rawValue << classShift
                    guard key < limits[team] else { continue }
                }
                // Of equal keys the earlier incident stays, because it came first.
                let count = counts[team]
                keys[team &* room &+ count] = UInt64(key) << 32 | UInt64(rank)
                counts[team] = count &+ 1
                if count &+ 1 == room {
                    narrow(team, &keys, &counts, &limits)
                    isNarrower = true
                }
            }
            return isNarrower
        }

        /// Leaves a team the best `kept` of its keys.
        @inline(never)
        func narrow(
            _ team: Int, _ keys: inout MutableSpan<UInt64>, _ counts: inout MutableSpan<Int>,
            _ limits: inout MutableSpan<UInt32>
        ) {
            let first = team * room
            let largest = keys.bringSmallest(kept, toFrontOf: first..<(first + counts[team]))
            counts[team] = kept
            limits[team] = UInt32(truncatingIfNeeded: largest >> 32)
        }
    }
}

extension MutableSpan<UInt64> {
    /// Brings the `wanted` smallest of the distinct numbers in a range to its front and returns the
    /// largest of them.
    ///
    /// Hoare's selection with the middle of three as pivot; it never recurses.
    @discardableResult
    mutating func bringSmallest(_ wanted: Int, toFrontOf range: Range<Int>) -> UInt64 {
        precondition(wanted > 0 && wanted <= range.count, "Only what is there can be kept.")
        let target = range.lowerBound + wanted - 1
        var low = range.lowerBound
        var high = range.upperBound - 1
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
        return self[target]
    }
}
