import Rescue
import ValveModel

/// A way of sending teams, played over the same leaks.
///
/// Teams start from their post and are free again when they are back at it; so a team serves no
/// two leaks of one storm, and the bound below holds.
struct Played {
    private(set) var inTime = 0
    private(set) var total = 0
    var late: Int { total - inTime }

    mutating func add(_ other: Played) {
        inTime += other.inTime
        total += other.total
    }

    mutating func note(_ leak: Leak, reachedAt: Double) {
        total += 1
        if reachedAt <= leak.rescueBy { inTime += 1 }
    }
}

/// The closest idle team, at once and for good; who becomes free takes the leak that waits longest.
enum ClosestIdle {
    static func play(_ city: City, _ leaks: [Leak]) -> Played {
        var played = Played()
        var freeAt = [Double](repeating: 0, count: city.teamCount)
        var waiting: [Leak] = []
        func send(_ leak: Leak, _ team: Int, at now: Double) {
            let seconds = Double(city.estimate(leak.home, team))
            played.note(leak, reachedAt: now + seconds)
            freeAt[team] = now + seconds + leak.service + Double(city.wayBack(leak.home, team))
        }
        func serveWaiting(until time: Double) {
            while !waiting.isEmpty {
                let team = freeAt.indices.min { freeAt[$0] < freeAt[$1] } ?? 0
                guard freeAt[team] <= time else { return }
                let now = max(freeAt[team], waiting[0].at)
                send(waiting.removeFirst(), team, at: now)
            }
        }
        for leak in leaks {
            serveWaiting(until: leak.at)
            let idle = freeAt.indices.filter { freeAt[$0] <= leak.at }
            let closest = idle.min {
                (city.estimate(leak.home, $0), $0) < (city.estimate(leak.home, $1), $1)
            }
            if let closest, waiting.isEmpty {
                send(leak, closest, at: leak.at)
            } else {
                waiting.append(leak)
            }
        }
        serveWaiting(until: .infinity)
        return played
    }
}

/// The exact plan at every event, over everything that has not been accepted.
enum ExactPlan {
    private struct Waiting {
        var leak: Leak
        var key: Int
        var team: Int?
        var calledAt = 0.0
    }

    static func play(_ city: City, _ leaks: [Leak]) -> Played {
        var played = Played()
        var freeAt = [Double](repeating: 0, count: city.teamCount)
        var waiting: [Waiting] = []
        var next = 0
        var now = 0.0
        while next < leaks.count || !waiting.isEmpty {
            // The next leak, the next acceptance, or the next team that is back while some wait.
            var due = next < leaks.count ? leaks[next].at : .infinity
            for call in waiting where call.team != nil {
                due = min(due, call.calledAt + call.leak.answer)
            }
            if waiting.contains(where: { $0.team == nil }) {
                for time in freeAt where time > now { due = min(due, time) }
            }
            now = max(now, due)
            waiting.removeAll { call in
                guard let team = call.team, call.calledAt + call.leak.answer <= now else {
                    return false
                }
                let reached = call.calledAt + Double(city.estimate(call.leak.home, team))
                played.note(call.leak, reachedAt: reached)
                freeAt[team] =
                    reached + call.leak.service + Double(city.wayBack(call.leak.home, team))
                return true
            }
            while next < leaks.count, leaks[next].at <= now {
                waiting.append(Waiting(leak: leaks[next], key: next))
                next += 1
            }
            plan(city, &waiting, freeAt, at: now)
        }
        return played
    }

    private static func plan(
        _ city: City, _ waiting: inout [Waiting], _ freeAt: [Double], at now: Double
    ) {
        let teams = freeAt.indices.filter { freeAt[$0] <= now }
        guard !waiting.isEmpty, !teams.isEmpty else { return }
        let plan = AssignmentPlan(
            incidents: waiting.enumerated().map { place, call in
                PlanIncident(
                    key: place, priority: .p1, raisedAt: Int64(call.leak.at * 1_000),
                    id: "\(call.key)", overdue: now > call.leak.rescueBy,
                    remaining: max(0, Int(call.leak.rescueBy - now)), homeCentre: nil)
            },
            teams: teams.map {
                PlanTeam(id: "T-\($0 + 100)", centre: "", unresponsive: false, heldPriority: nil)
            },
            seconds: waiting.flatMap { call in
                teams.map { Int32(city.estimate(call.leak.home, $0)) }
            })
        var planned = [Int?](repeating: nil, count: waiting.count)
        for assignment in plan.assignments { planned[assignment.incident] = teams[assignment.team] }
        for place in waiting.indices where waiting[place].team != planned[place] {
            waiting[place].team = planned[place]
            waiting[place].calledAt = now
        }
    }
}

/// More than any way of dispatching can reach in time, one that knew all leaks beforehand included.
///
/// A call binds its team for `Calls.serviceMin` at the least, so inside a stretch of that length a
/// team reaches one leak in time at most, and only one within the circle of its post. The largest
/// matching of each stretch, summed, is therefore a bound; it lets every team start every stretch
/// free, so the truth lies below it.
enum Bound {
    static func play(_ city: City, _ leaks: [Leak]) -> Played {
        var reached = 0
        var first = 0
        while first < leaks.count {
            let end = leaks[first].at + Calls.serviceMin
            let past = leaks[first...].firstIndex { $0.at >= end } ?? leaks.count
            reached += matching(city, leaks[first..<past])
            first = past
        }
        var played = Played()
        for (place, leak) in leaks.enumerated() {
            played.note(leak, reachedAt: place < reached ? leak.at : .infinity)
        }
        return played
    }

    /// Kuhn's augmenting paths: nothing of the code under test.
    private static func matching(_ city: City, _ leaks: ArraySlice<Leak>) -> Int {
        var leakOf = [Int?](repeating: nil, count: city.teamCount)
        func place(_ leak: Int, _ seen: inout Set<Int>) -> Bool {
            for team in 0..<city.teamCount
            where city.estimate(leaks[leak].home, team) <= City.circle {
                guard seen.insert(team).inserted else { continue }
                if let other = leakOf[team] {
                    guard place(other, &seen) else { continue }
                }
                leakOf[team] = leak
                return true
            }
            return false
        }
        return leaks.indices.count { leak in
            var seen: Set<Int> = []
            return place(leak, &seen)
        }
    }
}
