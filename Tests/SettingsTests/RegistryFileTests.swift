import Rescue
import Testing
import ValveModel

@testable import Settings

/// A faulty file and its report.
struct FaultyRegistry: Sendable, CustomTestStringConvertible {
    let csv: String
    let reports: [String]
    var goodCount = 0
    var testDescription: String { csv }

    static let all: [FaultyRegistry] = [
        FaultyRegistry(csv: "", reports: ["line 1: the file is empty, begin it with the names"]),
        FaultyRegistry(
            csv: "valve,lat\nA,36\n",
            reports: [
                "line 1: the header has no column area", "line 1: the header has no column lon",
            ]),
        FaultyRegistry(
            csv: "valve,area,lat,lon,Lat\n",
            reports: ["line 1: the header has the column Lat twice"]),
        FaultyRegistry(
            csv: """
                valve,area,lat,lon,floor,address
                A,370202010,36,120,1,"two
                lines"
                B/1,370202010,36,120,,
                C,37020201,36,120,,
                D,370202010,96,120,,
                E,370202010,36,x,,
                F,370202010,36,120,first,
                ,370202010,36,120,,
                G,370202010,,120,,
                A,370202010,36,120,,
                H,370202010,36,120
                I,370202010,36,120,-1,
                J,370202010,0,0.0,,
                """,
            reports: [
                "line 4: valve is not 1 to 32 letters",
                "line 5: C: area is not nine digits",
                "line 6: D: lat is out of range",
                "line 7: E: lon is not a number of degrees",
                "line 8: F: floor is not a whole number",
                "line 9: valve is missing",
                "line 10: G: lat is missing",
                "line 11: A: valve is already in line 2",
                "line 12: has 4 cells and the header 6",
                "line 14: J: lat and lon are 0",
            ], goodCount: 2),
        FaultyRegistry(
            csv: "valve,area,lat,lon\n\"A\"x,370202010,36,120\nB,370202010,36,120\n",
            reports: ["line 2: text follows a closing quote"], goodCount: 1),
        FaultyRegistry(
            csv: "valve,area,lat,lon\nB,370202010,36,120\n\"A,370202010,36,120\n",
            reports: ["line 3: a quote that begins in this row is never closed"], goodCount: 1),
    ]
}

@Suite("Registry file")
struct RegistryFileTests {
    @Test("Blanks around a building, a riser or a profile are no part of its name")
    func blanks() {
        let csv =
            "valve,area,lat,lon,building,riser,profile\n"
            + "A,370202010,36,120, B 1 ,\tR2,\"nbiot \"\n"
        let home = RegistryFile.read(Array(csv.utf8)).households.first
        #expect(home?.building == "B 1" && home?.riser == "R2" && home?.profile == "nbiot")
    }

    @Test("A bad row does not take the good row of its valve with it")
    func goodAfterBad() {
        let csv = "valve,area,lat,lon\nA,BAD,36,120\nA,370202010,36,120\nA,370202010,36,120\n"
        let reading = RegistryFile.read(Array(csv.utf8))
        #expect(reading.households.map(\.valve.description) == ["A"])
        #expect(reading.faults.map(\.line) == [2, 4])
    }

    @Test("Of a file that is no registry some faults are listed and the others counted")
    func manyFaults() {
        let csv = "valve,area,lat,lon\n" + String(repeating: "x\n", count: 12_000)
        let reading = RegistryFile.read(Array(csv.utf8))
        #expect(reading.faults.count == RegistryRows.faultsMax + 1)
        #expect(reading.faults.last?.message.hasPrefix("2000 further faults") == true)
    }

    @Test("Every bad row is listed with its line and reason", arguments: FaultyRegistry.all)
    func faults(_ faulty: FaultyRegistry) throws {
        let reading = RegistryFile.read(Array(faulty.csv.utf8), datum: .wgs84)
        let reports = reading.faults.map(\.description)
        try #require(reports.count == faulty.reports.count, "\(reports)")
        for (report, expected) in zip(reports, faulty.reports) {
            #expect(report.hasPrefix(expected), "\(report)")
        }
        #expect(reading.households.count == faulty.goodCount)
    }

    @Test("Columns in any order, a byte-order mark, CRLF, quotes and further columns are read")
    func shapes() throws {
        let csv =
            "\u{FEFF}lon,key holder,address,lat,Valve,area,floor\r\n"
            + "120.5,\"say \"\"two\"\"\",\"a, b\r\nc\",36.5,SN-1,370202010, 4 \r\n\r\n"
        let reading = RegistryFile.read(Array(csv.utf8), datum: .wgs84)
        #expect(reading.faults.isEmpty)
        let household = try #require(reading.households.first)
        #expect(household.valve.description == "SN-1")
        #expect(household.location == Coordinate(latitude: 36.5, longitude: 120.5))
        #expect(household.address == "a, b\r\nc")
        #expect(household.extra == ["key holder": "say \"two\""])
        #expect(household.floor == 4)
    }

    @Test("A file in GB18030 is read like its UTF-8")
    func gb18030() throws {
        // 闽江路, the name of a street, in GB 2312.
        let street: [UInt8] = [0xC3, 0xF6, 0xBD, 0xAD, 0xC2, 0xB7]
        let csv = Array("valve,area,lat,lon,address\nA,370202010,36,120,".utf8) + street + [0x0A]
        let reading = RegistryFile.read(csv, datum: .wgs84)
        #expect(reading.faults.isEmpty)
        #expect(reading.households.first?.address == "闽江路")
        #expect(!RegistryFile.read([0x41, 0xFF, 0xFF], datum: .wgs84).faults.isEmpty)
    }

    @Test("What is written is read back the same")
    func roundTrip() throws {
        let households = Self.households(2_000, seed: 20_261_123)
        let reading = RegistryFile.read(RegistryFile.write(households), datum: .wgs84)
        #expect(reading.faults.isEmpty)
        #expect(reading.households == households)
    }

    @Test("What is written without the people behind the doors names none of them")
    func withoutPeople() throws {
        let households = Self.households(200, seed: 20_261_125)
        let text = RegistryFile.write(households, isWhole: false)
        let reading = RegistryFile.read(text, datum: .wgs84)
        #expect(reading.households.map(\.valve) == households.map(\.valve))
        #expect(reading.households.map(\.location) == households.map(\.location))
        for household in reading.households {
            #expect(household.category.isEmpty && household.accessNote.isEmpty)
            #expect(household.contactName.isEmpty && household.contactPhone.isEmpty)
            #expect(household.gridWorker.isEmpty && household.gridPhone.isEmpty)
            #expect(household.extra.isEmpty)
        }
    }

    @Test("A whole district is read in one go")
    func district() {
        let households = Self.households(29_000, seed: 7)
        let reading = RegistryFile.read(RegistryFile.write(households), datum: .wgs84)
        #expect(reading.faults.isEmpty)
        #expect(reading.households.count == 29_000)
    }

    static func households(_ count: Int, seed: UInt64) -> [Household] {
        var state = seed
        func draw(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let words = ["", "闽江路12号", "a,b", "say \"no\"", "two\nlines", " spaced ", "\r", "3单元"]
        func word() -> String { words[Int(draw(UInt64(words.count)))] }
        return (0..<count).compactMap { number in
            guard let valve = ValveID("SN-\(number)") else { return nil }
            var household = Household(
                valve: valve, area: Area(code: 370_202_000 + UInt32(draw(15))),
                location: Coordinate(
                    latitude: 36 + Double(draw(100_000)) / 1e6,
                    longitude: 120.3 + Double(draw(100_000)) / 1e6))
            household.floor = draw(4) == 0 ? nil : Int(draw(30)) - 2
            // Of these a blank at either end is no part.
            household.building = word().replacing(" ", with: "_")
            household.riser = word().replacing(" ", with: "_")
            household.address = word()
            household.category = word()
            household.accessNote = word()
            household.contactName = word()
            household.contactPhone = word()
            household.gridWorker = word()
            household.gridPhone = word()
            household.profile = word().replacing(" ", with: "_")
            household.installed = word()
            if draw(2) == 0 { household.extra["gas account"] = "x" + word() }
            return household
        }
    }
}

@Suite("Datum")
struct DatumTests {
    static let shinan = Coordinate(latitude: 36.066, longitude: 120.386)

    @Test("In Shinan GCJ-02 lies 462 m off, as measured there")
    func measured() {
        let image = Datum.gcj02.shifted(Self.shinan)
        #expect(abs(image.longitude - Self.shinan.longitude - 0.00513) < 0.00002)
        #expect(abs(image.latitude - Self.shinan.latitude - 0.00027) < 0.00002)
        #expect(abs(metres(image, Self.shinan) - 462) < 3)
    }

    @Test("The way back ends within a metre of the start", arguments: Datum.allCases)
    func inverse(_ datum: Datum) {
        for north in stride(from: 19.0, through: 53, by: 1.7) {
            for east in stride(from: 75.0, through: 134, by: 2.3) {
                let place = Coordinate(latitude: north, longitude: east)
                #expect(metres(datum.wgs84(datum.shifted(place)), place) < 0.1)
            }
        }
    }

    @Test("A registry in GCJ-02 comes out in WGS-84")
    func registry() throws {
        let image = Datum.gcj02.shifted(Self.shinan)
        let csv = "valve,area,lat,lon\nA,370202010,\(image.latitude),\(image.longitude)\n"
        let reading = RegistryFile.read(Array(csv.utf8), datum: .gcj02)
        let place = try #require(reading.households.first).location
        #expect(metres(place, Self.shinan) < 0.1)
    }

    private func metres(_ left: Coordinate, _ right: Coordinate) -> Double {
        GreatCircle.metres(from: left, to: right)
    }
}
