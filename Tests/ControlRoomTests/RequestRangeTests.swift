import ConsoleAPI
import Incidents
import Rescue
import Testing
import ValveModel

@Suite("Ranges of requests")
struct RequestRangeTests {
    @Test("What the API lets through is what the desk takes")
    func ranges() {
        #expect(RequestRanges.closingMinutes == RescueDesk.closingMinutes)
        let metres = RequestRanges.closingMetres
        #expect(Double(metres.lowerBound) == RescueDesk.closingMetres.lowerBound)
        #expect(Double(metres.upperBound) == RescueDesk.closingMetres.upperBound)
        #expect(ShelfRule.shelfMax == .minutes(Int64(RequestRanges.shelvingMinutes.upperBound)))
        #expect(ShelfRule.serviceMax == .minutes(Int64(RequestRanges.serviceMinutes.upperBound)))
    }
}
