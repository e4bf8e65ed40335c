import SimulatedDistrict
import Testing
import ValveModel

@Suite("The synthetic registry")
struct RegistryTests {
    private let households = SyntheticRegistry(seed: 7).households(count: 5_000)

    @Test("Every household lies inside the outline of its own sub-district")
    func containment() {
        let outlines = Dictionary(
            uniqueKeysWithValues: SubDistrict.shinan.map { ($0.area, $0.outline) })
        for household in households {
            #expect(outlines[household.area]?.contains(household.location) == true)
        }
    }

    @Test("The eleven sub-districts of Shinan all have households")
    func areas() {
        #expect(SubDistrict.shinan.count == 11)
        #expect(Set(households.map(\.area)) == Set(SubDistrict.shinan.map(\.area)))
        #expect(SubDistrict.shinan.allSatisfy { $0.outline.corners.count <= 12 })
    }

    @Test("Valve names are unique and numbered from SN-000001")
    func uniqueness() {
        #expect(Set(households.map(\.valve)).count == households.count)
        #expect(households[0].valve.description == "SN-000001")
        #expect(households[4_999].valve.description == "SN-005000")
    }

    @Test("Risers carry several households, and a riser belongs to one building and area")
    func risers() {
        let risers = Dictionary(grouping: households, by: \.riser)
        #expect(risers.count < households.count / 2)
        for members in risers.values {
            #expect(Set(members.map(\.building)).count == 1)
            #expect(Set(members.map(\.area)).count == 1)
        }
    }

    @Test("No telephone number can exist")
    func telephones() {
        #expect(households.allSatisfy { $0.contactPhone.hasPrefix("000") })
        #expect(households.allSatisfy { $0.gridPhone.hasPrefix("000") })
    }

    @Test("The same seed gives the same file and another seed another one")
    func determinism() {
        let first = RegistryText.write(SyntheticRegistry(seed: 3).households(count: 300))
        let again = RegistryText.write(SyntheticRegistry(seed: 3).households(count: 300))
        let other = RegistryText.write(SyntheticRegistry(seed: 4).households(count: 300))
        #expect(first == again)
        #expect(first != other)
    }

    @Test("What is written is read back")
    func roundTrip() throws {
        let places = try RegistryText.read(RegistryText.write(households))
        #expect(places.map(\.valve) == households.map(\.valve))
        #expect(places.map(\.area) == households.map(\.area))
        #expect(places.map(\.riser) == households.map(\.riser))
    }

    @Test(
        "A bad registry is refused with its line",
        arguments: [
            ("", "line 1: the file is empty"),
            ("valve,lat\nA,1\n", "line 1: the columns valve and area are required"),
            ("valve,area\nA,370202001\nB\n", "line 3: 1 cells under 2 columns"),
            ("valve,area\nA b,370202001\n", "line 2: valve is not 1–32 of A–Z a–z 0–9 _ -"),
            ("valve,area\r\n\r\nA,37020200\r\n", "line 3: area is not nine digits"),
        ])
    func badFiles(text: String, complaint: String) {
        #expect {
            try RegistryText.read(Array(text.utf8))
        } throws: { error in
            "\(error)" == complaint
        }
    }

    @Test("Quoted cells keep commas, quotes and line breaks apart from the file's own")
    func quoting() throws {
        let text = "\u{FEFF}valve,address,area\n\"A\",\"1, \"\"x\"\"\n2\",370202001\n"
        let places = try RegistryText.read(Array(text.utf8))
        let valve = try #require(ValveID("A"))
        #expect(places == [ValvePlace(valve: valve, area: Area(code: 370_202_001))])
    }

    @Test(
        "Numbers are written with a fixed number of decimals",
        arguments: [
            (0.0, 2, "0.00"), (-0.004, 2, "0.00"), (-0.05, 1, "-0.1"), (36.0571, 6, "36.057100"),
            (1.995, 0, "2"), (120.4214, 3, "120.421"),
        ])
    func fixed(number: Double, decimals: Int, text: String) {
        #expect(Fixed.text(number, decimals: decimals) == text)
    }
}
