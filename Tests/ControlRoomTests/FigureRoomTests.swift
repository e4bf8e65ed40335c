import ConsoleAPI
import Incidents
import Journal
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Figures of alarms in the journal")
struct FigureRoomTests {
    @Test("A kill right after the first alarm forgets nothing of it")
    func kill() async throws {
        let journal = InMemoryJournal()
        let before = try TestRoom.running(journal)
        before.say("V1", seq: 1)
        _ = try #require(before.callout("V1"))
        // A second room on what the journal holds by now, while the first has not ended.
        let saved = try journal.restore(alarmsSince: .distantPast, closedCountMax: 10)
        let figures = try #require(FigureRecord.of(saved.documents, at: .distantFuture))
        let source = try #require(figures.tally?.topSources(10, at: figures.at).first)
        #expect(source.valve == "V1" && source.kinds == [.leak])
        // From the future: the wall clock was set back.
        #expect(FigureRecord.of(saved.documents, at: figures.at - .seconds(1)) == nil)
        before.stop()
        let after = try TestRoom(journal)
        defer { after.stop() }
        let stats = try await after.room.alarmStats()
        #expect(stats.sources.map(\.valve) == ["V1"])
        #expect(stats.total.alarms == [1, 0, 0, 0])
    }
}
