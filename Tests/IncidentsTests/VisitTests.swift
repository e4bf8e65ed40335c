import Incidents
import Testing

@Suite("Restore visits")
struct VisitTests {
    @Test("Who can do least without gas comes first, then door by door from the top down")
    func order() {
        let table: [(String, String, String?, Int?)] = [
            ("V1", "低保家庭", "B1", 1), ("V2", "独居老人", "B2", 1), ("V3", "残疾人", "B1", 2),
            ("V4", "独居老人", "B1", 2), ("V5", "独居老人", "B1", 6), ("V6", "", nil, nil),
            ("V7", "失能老人", "B9", 3), ("V8", "Elderly couple", "B1", 1),
        ]
        let homes = table.map {
            VisitRule.Home(valve: $0.0, category: $0.1, building: $0.2, floor: $0.3)
        }
        let order = VisitRule.order(homes).map(\.valve)
        #expect(order == ["V7", "V3", "V5", "V4", "V2", "V8", "V1", "V6"])
    }
}
