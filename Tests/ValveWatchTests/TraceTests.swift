import Testing
import ValveModel

@testable import ValveWatch

@Suite("A little gas")
struct TraceTests {
    @Test("Gas of 3 %LEL is told when it begins and every ten minutes, below and in a leak not")
    func traces() {
        let table: [(String, [(at: Double, gas: Float)], Int)] = [
            ("below", [(0, 2.9), (300, 2.9)], 0),
            ("begins", [(0, 1), (300, 3)], 1),
            ("the first reading", [(0, 3)], 1),
            ("lasts five minutes", [(0, 3), (150, 3), (300, 3)], 1),
            ("lasts ten minutes", [(0, 3), (300, 3), (600, 3)], 2),
            ("lasts half an hour", stride(from: 0, through: 1_800, by: 300).map { ($0, 3) }, 4),
            ("comes again", [(0, 3), (300, 1), (600, 3)], 2),
            ("a leak", [(0, 12), (300, 12), (600, 5)], 1),
        ]
        for (name, readings, count) in table {
            let stage = Stage()
            let events = readings.flatMap { reading in
                stage.send(.report, at: reading.at) { $0.gas = reading.gas }
            }
            #expect(events.count { $0.change == .traced } == count, "\(name)")
        }
    }
}
