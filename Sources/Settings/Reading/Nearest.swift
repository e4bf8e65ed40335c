/// Finds the word that somebody who mistyped probably meant.
enum Nearest {
    /// ", did you mean X?" for the nearest word, or nothing when none is near.
    static func hint(for word: String, among known: [String]) -> String {
        let ranked = known.map { (distance: distance(word, $0), word: $0) }
        // A third of the letters wrong is still a slip; more is another word.
        let distanceMax = max(1, word.count / 3)
        guard let best = ranked.min(by: { $0 < $1 }), best.distance <= distanceMax else {
            return ""
        }
        return ", did you mean \(best.word)?"
    }

    /// How many letters have to be put in, left out, changed or swapped with their neighbour to
    /// make one word from the other.
    static func distance(_ left: String, _ right: String) -> Int {
        let from = Array(left.lowercased())
        let to = Array(right.lowercased())
        var before: [Int] = []
        var previous = Array(0...to.count)
        for row in 0..<from.count {
            var current = [row + 1]
            for column in 0..<to.count {
                let change = previous[column] + (from[row] == to[column] ? 0 : 1)
                var best = min(change, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[to.count]
    }
}
