import Incidents
import Testing
import ValveModel

@Suite("Ids of incidents")
struct IdentifierTests {
    private func raise(_ book: inout IncidentBook, _ valve: Int, _ date: String) -> String {
        book.raise(
            .leak, .p1, mode: .actual, place: ValvePlace(valve: "V\(valve)", area: "370202010"),
            localDate: date, at: Moment(milliseconds: Int64(valve)))
    }

    @Test("The counter grows past 9999, begins anew at midnight, and no clock set back repeats one")
    func counter() {
        var book = IncidentBook()
        book.noteNumber(of: "20261123-9998")
        #expect(raise(&book, 1, "20261123") == "20261123-9999")
        #expect(raise(&book, 2, "20261123") == "20261123-10000")
        #expect(raise(&book, 3, "20261124") == "20261124-0001")
        #expect(raise(&book, 4, "20261123") == "20261124-0002")
    }

    @Test("The local date changes at local midnight")
    func midnight() {
        let before = Moment(milliseconds: 1_795_449_599_999)
        #expect(LocalDate.digits(of: before, offsetSeconds: 28_800) == "20261123")
        #expect(
            LocalDate.digits(of: before + .milliseconds(1), offsetSeconds: 28_800) == "20261124")
    }

    @Test("Restored in any order, the incident that is not safe has the axis")
    func restoredSlot() throws {
        for isReversed in [false, true] {
            var old = Incident(
                id: "20261123-0001", kind: .leak, priority: .p1, mode: .actual,
                place: ValvePlace(valve: "V1", area: "370202010"), at: Moment(milliseconds: 1))
            old.state = .safe
            var new = old
            new.id = "20261123-0002"
            new.state = .raised
            var book = IncidentBook()
            for incident in isReversed ? [new, old] : [old, new] { book.restore(incident) }
            let slot = IncidentBook.Slot(valve: "V1", axis: .gas, isTest: false)
            #expect(book.incident(in: slot)?.id == new.id)
        }
    }
}
