public import ValveModel

/// The figures over a restart. Who looks at them wants to know of the last day whether or not the
/// daemon was started anew in it.
extension AlarmTally {
    /// Sources and conditions that are kept at most: a hundred times the list that is shown, and
    /// 100 kB in the journal after a storm over all households.
    private static let keptMax = 1_000
    /// Counts go on over restarts for so long; then they begin anew, because the share of a month's
    /// time in floods is what is judged (below 1 %, ISA-18.2).
    private static let countFor = Lapse.hours(24 * 30)

    /// As the journal keeps it: without what is over, and of many sources the worst.
    public func kept(at now: Moment) -> AlarmTally {
        var kept = self
        kept.forgetOld(at: now)
        if sources.count > Self.keptMax {
            let worst = Set(topSources(Self.keptMax, at: now).map(\.valve))
            kept.sources = sources.filter { worst.contains($0.key) }
        }
        kept.begun = Self.newest(kept.begun)
        kept.chatters = Self.newest(kept.chatters)
        kept.selfCleared = Self.newest(kept.selfCleared)
        // The look-back of a minute is over by the time that anybody reads this.
        kept.recent = [:]
        kept.cooking = cooking.kept(Self.keptMax, at: now)
        return kept
    }

    private static func newest(_ all: [AreaSign.Key: Moment]) -> [AreaSign.Key: Moment] {
        guard all.count > keptMax else { return all }
        let newest = all.sorted { ($1.value, $0.key.valve) < ($0.value, $1.key.valve) }
        return Dictionary(uniqueKeysWithValues: newest.prefix(keptMax).map { ($0.key, $0.value) })
    }

    /// Goes on counting after a restart.
    public func resumed(at now: Moment) -> AlarmTally {
        guard now - startedAt > Self.countFor else { return self }
        var anew = self
        anew.startedAt = now
        anew.clearings = [:]
        anew.centres = centres(at: now).mapValues { $0.begunAnew(at: now) }
        anew.district = district(at: now)?.begunAnew(at: now)
        return anew
    }
}
