import Testing
import ValveModel

@testable import ControlRoom

@Suite("The registry in memory")
struct HouseholdsTests {
    private static let east: UInt32 = 370_202_010
    private static let west: UInt32 = 370_202_020

    @Test("A new registry says what it adds, changes and retires")
    func difference() throws {
        let first = try TestRoom.household("V1", Self.east, 36)
        let second = try TestRoom.household("V2", Self.east, 36.2)
        let households = Households([first, second])
        var moved = second
        moved.floor = 4
        let third = try TestRoom.household("V3", Self.west, 35)
        let difference = households.replace([moved, third])
        #expect(
            difference == Households.Difference(added: 1, changed: 1, retired: 1, count: 2))
        let again = households.replace([moved, third])
        #expect(again == Households.Difference(count: 2))
    }

    @Test("A retired valve keeps its row and its index, and comes back as it was")
    func retired() throws {
        let first = try TestRoom.household("V1", Self.east, 36)
        let second = try TestRoom.household("V2", Self.east, 36.2)
        let households = Households([first, second])
        let valve = try #require(households.find(first.valve))
        _ = households.replace([second])
        #expect(households.current.retired == [valve])
        #expect(households.current.household(valve) == first)
        #expect(households.current.registeredCount == 1)
        #expect(households.find(first.valve) == valve)
        #expect(households.name(valve) == first.valve)
        let back = households.replace([first, second])
        #expect(back == Households.Difference(added: 1, count: 2))
        #expect(households.current.retired.isEmpty)
        #expect(households.current.registeredCount == 2)
    }

    @Test("The middle of an area is the mean of its households")
    func middles() throws {
        let households = Households([
            try TestRoom.household("V1", Self.east, 36),
            try TestRoom.household("V2", Self.east, 36.5),
            try TestRoom.household("V3", Self.west, 35),
        ])
        let middles = households.current.middles
        #expect(middles.count == 2)
        #expect(middles[Area(code: Self.east)]?.latitude == 36.25)
        #expect(middles[Area(code: Self.west)]?.latitude == 35)
    }

    @Test("Risers are told apart by area and building; a home without either has none")
    func risers() throws {
        func home(_ valve: String, _ area: UInt32, _ building: String, _ riser: String) throws
            -> Household
        {
            var home = try TestRoom.household(valve, area, 36)
            home.building = building
            home.riser = riser
            return home
        }
        let homes = [
            try home("V1", Self.east, "B1", "R1"), try home("V2", Self.east, "B1", "R1"),
            try home("V3", Self.east, "B1", "R2"), try home("V4", Self.west, "B1", "R1"),
            try home("V5", Self.east, "", ""), try home("V6", Self.east, "B1", ""),
        ]
        let households = Households(homes)
        let numbers = try homes.map {
            households.current.riser(try #require(households.find($0.valve)))
        }
        #expect(numbers[0] == numbers[1])
        #expect(numbers[4] == 0)
        #expect(Set(numbers).count == 5)
    }

    @Test(
        "Strangers have a room of their own, its last quarter for alarms, and never the registry's")
    func strangersAreBounded() throws {
        let first = try TestRoom.household("V1", Self.east, 36)
        let households = Households([first])
        func enrol(_ number: Int, isAlarm: Bool) -> Bool {
            households.enrolStranger(Array("X\(number)".utf8).span, isAlarm: isAlarm) != nil
        }
        var taken = 0
        while enrol(taken, isAlarm: false) { taken += 1 }
        #expect(taken == Households.strangerReportMax && households.strangerCount == taken)
        while enrol(taken, isAlarm: true) { taken += 1 }
        #expect(taken == Households.strangerCountMax)
        // The registry grows from one household to a district in spite of them.
        let district = try (1...Households.registeredCountMin - 1).map {
            try TestRoom.household("R\($0)", Self.east, 36)
        }
        let grown = households.replace([first] + district)
        #expect(grown.added == district.count && grown.withoutRoom == 0)
        let beyond = try (0..<3).map { try TestRoom.household("B\($0)", Self.east, 36) }
        let over = households.replace([first] + district + beyond)
        #expect(over.withoutRoom == 3, "said, and not lost in silence")
        // A stranger that is registered makes room for another.
        #expect(!enrol(taken, isAlarm: true))
        _ = households.replace([first, try TestRoom.household("X0", Self.east, 36)])
        #expect(households.strangerCount == Households.strangerCountMax - 1)
    }

    @Test("A valve that is only heard of has an index and a name, and no household")
    func stranger() throws {
        let households = Households([try TestRoom.household("V1", Self.east, 36)])
        let name = try #require(ValveID("X9"))
        #expect(households.find(name) == nil)
        let valve = try #require(households.enrol(name))
        #expect(households.enrol(name) == valve)
        #expect(households.name(valve) == name)
        #expect(households.current.household(valve) == nil)
        #expect(households.replace([]) == Households.Difference(retired: 1))
    }
}
