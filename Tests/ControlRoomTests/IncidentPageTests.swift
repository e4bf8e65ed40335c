import ConsoleAPI
import Foundation
import Incidents
import Journal
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
}
