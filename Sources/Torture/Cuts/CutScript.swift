internal import Journal
internal import ValveModel

/// The commits of a scripted run, each its own, and what a journal holds after so many of them.
struct CutScript: Sendable {
    /// What each commit writes, in the batches it is given.
    let commits: [[JournalBatch]]
    /// The last sequence after each commit.
    private let lastSequences: [UInt64]

    init(seed: UInt64, commitCount: Int) {
        var dice = Dice(seed: seed)
        var sequence: UInt64 = 0
        var commits: [[JournalBatch]] = []
        var lastSequences: [UInt64] = []
        for number in 0..<commitCount {
            // Mostly one alarm, as on a quiet day; now and then the batch of a storm.
            let batchCount = dice.isOne(in: 4) ? 3 : 1
            var batches: [JournalBatch] = []
            for _ in 0..<batchCount {
                let size = dice.isOne(in: 6) ? Int.random(in: 20...120, using: &dice) : 1
                batches.append(Self.batch(size, number, &sequence, &dice))
            }
            commits.append(batches)
            lastSequences.append(sequence)
        }
        self.commits = commits
        self.lastSequences = lastSequences
    }

    /// How many commits a journal with this last sequence holds; `nil` when it ends inside one.
    func commitCount(lastSequence: UInt64) -> Int? {
        if lastSequence == 0 { return 0 }
        return lastSequences.firstIndex(of: lastSequence).map { $0 + 1 }
    }

    /// What a restart must find after the first `count` commits.
    func restore(after count: Int) throws -> JournalRestore {
        let journal = InMemoryJournal()
        for batches in commits.prefix(count) { try journal.commit(batches) }
        return try journal.restore(alarmsSince: .distantPast, closedCountMax: .max)
    }

    private static func batch(
        _ size: Int, _ number: Int, _ sequence: inout UInt64, _ dice: inout Dice
    ) -> JournalBatch {
        var batch = JournalBatch()
        for _ in 0..<size {
            sequence += 1
            let at = Moment(milliseconds: 1_700_000_000_000 + Int64(sequence))
            // Twenty valves and incidents come again and again, so that rows are replaced.
            let place = Int.random(in: 0..<20, using: &dice)
            guard let valve = ValveID("SN-\(place)") else { continue }
            let filler = [UInt8](
                repeating: UInt8.random(in: .min ... .max, using: &dice),
                count: Int.random(in: 0...900, using: &dice))
            batch.entries.append(
                JournalEntry(
                    sequence: sequence, at: at, kind: "finding", subject: "I-\(place)",
                    body: Array("{\"n\":\(sequence)}".utf8)))
            batch.alarms.append(
                AlarmRow(
                    valve: valve, area: Area(code: 370_202_010), boot: 1,
                    sequence: UInt32(sequence), bodyHash: dice.next(), receivedAt: at,
                    alarm: "leak"))
            let isOpen = !dice.isOne(in: 5)
            batch.incidents.append(
                IncidentRow(
                    id: "I-\(place)", isOpen: isOpen, state: isOpen ? "raised" : "closed",
                    priority: "P1", kind: "leak", mode: "actual", valve: "SN-\(place)",
                    area: "370202010", centre: "east",
                    raisedAt: Moment(milliseconds: Int64(place)), record: filler))
            batch.valves.append(
                ValveStateRow(valve: valve, area: Area(code: 370_202_010), state: filler))
            batch.documents.append(
                DocumentRow(
                    collection: "team", key: "C-\(place)", body: dice.isOne(in: 3) ? nil : filler))
        }
        return batch
    }
}
