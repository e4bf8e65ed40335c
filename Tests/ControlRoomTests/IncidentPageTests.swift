import ConsoleAPI
import Dispatch
import Foundation
import Incidents
import Journal
import Synchronization
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Pages of incidents that are over")
struct IncidentPageTests {
    /// Closed incidents in turn of three centres, every seventh a test, one that cannot be read.
    private func journal(_ count: Int) throws -> InMemoryJournal {
        let journal = InMemoryJournal()
        var batch = JournalBatch()
        for number in 0..<count {
            let at = Moment(milliseconds: 1_763_884_800_000 + Int64(number) * 1_000)
            var incident = Incident(
                id: "20251123-\(10_000 + number)", kind: .leak, priority: .p1,
                mode: number % 7 == 0 ? .test : .actual,
                place: ValvePlace(valve: "V1", area: "370202010"), at: at)
            incident.place.homeCentre = ["west", "central", "east"][number % 3]
            incident.state = .closed
            let record = number == 50 ? Array("{".utf8) : Array(try JSONEncoder().encode(incident))
            batch.incidents.append(
                IncidentRow(
                    id: incident.id, isOpen: false, state: "closed", priority: "P1", kind: "leak",
                    mode: incident.mode.rawValue, valve: "V1", area: "370202010", centre: "",
                    raisedAt: at, record: record))
        }
        try journal.commit([batch])
        return journal
    }

    @Test("A filter that the journal does not know leaves no page short, and every one is reached")
    func byCentre() async throws {
        let test = try TestRoom(try journal(300))
        var filter = ListFilter()
        filter.centre = "west"
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try await test.room.incidents(filter, cursor: cursor, countMax: 20)
            #expect(page.elements.count == 20 || page.next == nil)
            found += page.elements.map(\.id)
            cursor = page.next
        } while cursor != nil && found.count < 400
        let wanted = (0..<300).filter { $0 % 3 == 0 && $0 % 7 != 0 && $0 != 50 }
        #expect(found == wanted.reversed().map { "20251123-\(10_000 + $0)" })
    }

    @Test("A filter that fits hardly anything in a long history ends each answer after some rows")
    func fewInMany() async throws {
        let test = try TestRoom(try journal(12_000))
        var filter = ListFilter()
        filter.centre = "nobody"
        var pages = 0
        var cursor: String?
        repeat {
            let page = try await test.room.incidents(filter, cursor: cursor, countMax: 1_000)
            #expect(page.elements.isEmpty && page.next != cursor)
            cursor = page.next
            pages += 1
        } while cursor != nil && pages < 10
        #expect(pages == 3, "five thousand rows each")
    }

    @Test("Once the daemon stops nothing long is read any more")
    func stopping() async throws {
        let test = try TestRoom(try journal(300))
        test.room.endReading()
        await #expect(throws: Problem.self) {
            try await test.room.incidents(ListFilter(), cursor: nil, countMax: 20)
        }
        await #expect(throws: Problem.self) {
            try await test.room.responseStats(days: 400, mode: "actual")
        }
    }

    @Test("Questions are answered on so many threads and no more, and none is forgotten")
    func bounded() async throws {
        let readers = JournalReaders("test", countMax: 2)
        let gauge = Gauge()
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<JournalReaders.askedCountMax {
                group.addTask {
                    try await readers.read { () throws(Problem) in
                        gauge.enter()
                        defer { gauge.leave() }
                        return number
                    }
                }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(answers == Set(0..<JournalReaders.askedCountMax))
        #expect(gauge.most <= 2)
    }

    @Test("Where too many questions wait the next is refused, and later one is taken")
    func crowded() async throws {
        let readers = JournalReaders("test", countMax: 1)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            // The first holds the only thread until all that may wait do and one was refused.
            let isRefused = DispatchSemaphore(value: 0)
            for _ in 0...JournalReaders.askedCountMax {
                group.addTask {
                    do throws(Problem) {
                        try await readers.read { () throws(Problem) in
                            isRefused.wait()
                            isRefused.signal()
                        }
                        return true
                    } catch {
                        #expect(error.status == 503 && error.code == "try_again")
                        isRefused.signal()
                        return false
                    }
                }
            }
            let answers = try await group.reduce(into: []) { $0.append($1) }
            #expect(answers.count { !$0 } == 1)
        }
        try await readers.read { () throws(Problem) in }
    }

    /// How many are inside at once.
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var most: Int { state.withLock(\.most) }
        func enter() { state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func leave() { state.withLock { $0.now -= 1 } }
    }
}
