import Foundation
import Incidents
import Journal
import Rescue
import Testing
import ValveModel
import WatchTestKit

@Suite("The desk is a function of its inputs")
struct DeterminismTests {
    @Test("Any script is made again to the same decisions, over restarts")
    func replaysEqual() async throws {
        try await onEveryCore(1...40 as ClosedRange<UInt64>) { try replay(seed: $0) }
    }

    private func replay(seed: UInt64) throws {
        let script = DeskScript(seed: seed, steps: 200)
        let journal = InMemoryJournal()
        var batch = JournalBatch()
        batch.entries = script.entries
        batch.incidents = try script.rows()
        try journal.commit([batch])
        let report = try DeskReplay.run(journal)
        #expect(report.difference == nil, "seed \(seed)")
        #expect(report.replay.tally.incidents > 10, "seed \(seed)")
        #expect(report.replay.tally.assignments > 10, "seed \(seed)")
        #expect(report.replay.tally.starts > 1, "seed \(seed)")
    }

    @Test("A row that says something else than the decisions do is found")
    func rows() throws {
        let script = DeskScript(seed: 3, steps: 100)
        let rows = try script.rows()
        let open = rows.firstIndex { $0.isOpen }
        let place = try #require(open)
        for isGone in [true, false] {
            let journal = InMemoryJournal()
            var batch = JournalBatch()
            batch.entries = script.entries
            batch.incidents = rows
            if isGone {
                batch.incidents.remove(at: place)
            } else {
                var incident = try JSONDecoder().decode(
                    Incident.self, from: Data(rows[place].record))
                incident.escalation += 1
                batch.incidents[place].record = [UInt8](try JSONEncoder().encode(incident))
            }
            try journal.commit([batch])
            let difference = try DeskReplay.run(journal).difference
            #expect(difference?.incident == rows[place].id)
            #expect(difference?.field == (isGone ? "row" : "escalation"))
        }
    }

    @Test("The same script writes the same journal, byte for byte")
    func sameBytes() {
        let first = DeskScript(seed: 7, steps: 100)
        let second = DeskScript(seed: 7, steps: 100)
        #expect(first.entries == second.entries)
    }

    @Test("A finding that is left out is found missing", arguments: 1...6)
    func tamperingIsFound(seed: UInt64) throws {
        let script = DeskScript(seed: seed, steps: 100)
        var random = Seeded(state: seed)
        var records = try script.entries.flatMap { try DeskTape.records(of: $0.body) }
        let raising = records.indices.filter { place in
            guard case .round(let round) = records[place] else { return false }
            return round.changed.contains { $0["revision"] == .integer(1) }
        }
        let place = raising[random.next(raising.count)]
        guard case .round(var round) = records[place] else { return }
        round.inputs = []
        records[place] = .round(round)
        var replay = DeskReplay()
        let difference = records.lazy.compactMap { replay.play($0) }.first
        let found = try #require(difference)
        #expect(found.at == round.at)
        #expect(found.field == "change")
    }
}
