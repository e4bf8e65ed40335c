/// The maximal covering location problem for a few sites, solved exactly over given candidates.
///
/// Branch and bound: candidates by falling gain; a branch is cut when even without any overlap it
/// could not beat the best found so far. The first best comes from greedy choice, so that most
/// branches are cut at once. The result is exact however often that fails: then it takes longer.
struct SiteSearch {
    /// Candidates that no other one covers as much as and more, by falling gain.
    private let order: [Int]
    private let sets: [HomeSet]
    private let gains: [Int]

    /// - Parameter sets: for each candidate the households it would gain.
    init(_ sets: [HomeSet]) {
        let gains = sets.map(\.count)
        let ranked = sets.indices.filter { gains[$0] > 0 }
            .sorted { (gains[$1], $0) < (gains[$0], $1) }
        var kept: [Int] = []
        for candidate in ranked
        where !kept.contains(where: { sets[candidate].isSubset(of: sets[$0]) }) {
            kept.append(candidate)
        }
        order = kept
        self.sets = sets
        self.gains = gains
    }

    /// The best sites, at most `count`, and what they gain together.
    func best(_ count: Int) -> (sites: [Int], gained: Int) {
        var best = greedy(count)
        switch count {
        case 1: break
        case 2: pairs(of: order.map { (candidate: $0, gain: gains[$0]) }, base: [], 0, nil, &best)
        default: triples(&best)
        }
        return best
    }

    private func greedy(_ count: Int) -> (sites: [Int], gained: Int) {
        guard let first = order.first else { return ([], 0) }
        var sites = [first]
        var covered = sets[first]
        while sites.count < count {
            let next = order.map { (gain: sets[$0].count(without: covered), candidate: $0) }
                .max { ($0.gain, $1.candidate) < ($1.gain, $0.candidate) }
            guard let next, next.gain > 0 else { break }
            sites.append(next.candidate)
            covered = covered.union(sets[next.candidate])
        }
        return (sites, covered.count)
    }

    /// The best two of a list with falling gains, beside what `base` gains already.
    private func pairs(
        of list: [(candidate: Int, gain: Int)], base: [Int], _ baseGain: Int, _ covered: HomeSet?,
        _ best: inout (sites: [Int], gained: Int)
    ) {
        for first in list.indices.dropLast() {
            let own = baseGain + list[first].gain
            if own + list[first + 1].gain <= best.gained { return }
            let taken = covered?.union(sets[list[first].candidate]) ?? sets[list[first].candidate]
            for second in (first + 1)..<list.count {
                if own + list[second].gain <= best.gained { break }
                let gained = own + sets[list[second].candidate].count(without: taken)
                guard gained > best.gained else { continue }
                best = (base + [list[first].candidate, list[second].candidate], gained)
            }
        }
    }

    private func triples(_ best: inout (sites: [Int], gained: Int)) {
        guard order.count >= 3 else {
            return pairs(of: order.map { ($0, gains[$0]) }, base: [], 0, nil, &best)
        }
        for place in 0..<(order.count - 2) {
            let site = order[place]
            if gains[site] + gains[order[place + 1]] + gains[order[place + 2]] <= best.gained {
                return
            }
            // What the later ones gain beside this one is a much better bound than what they gain
            // alone.
            let rest = order[(place + 1)...]
                .map { (candidate: $0, gain: sets[$0].count(without: sets[site])) }
                .sorted { ($1.gain, $0.candidate) < ($0.gain, $1.candidate) }
            pairs(of: rest, base: [site], gains[site], sets[site], &best)
        }
    }
}
