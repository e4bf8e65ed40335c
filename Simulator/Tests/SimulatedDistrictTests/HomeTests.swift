import Recordings
import SimulatedDistrict
import Testing
import ValveModel

@Suite("Homes")
struct HomeTests {
    private static let dice = Dice(seed: 3)

    /// Gas of many homes in some days, m³ a home and day.
    private static func dailyGas(_ season: Season, homes: UInt64 = 150, days: Int64 = 4) -> Double {
        var volume = 0.0
        let step = 120.0
        for home in 0..<homes {
            let habits = Habits(dice.subject(home))
            for day in 20_000..<20_000 + days {
                for second in stride(from: 0.0, to: 86_400, by: step) {
                    let weather = Weather(season, day: day, second: second, dice)
                    volume +=
                        habits.flow(day: day, second: second, outside: weather.temperature)
                        * step / 3600
                }
            }
        }
        return volume / Double(homes) / Double(days)
    }

    @Test("A year's gas is that of flats, most of it burnt in winter")
    func yearlyGas() {
        let days = Season.allCases.map { Self.dailyGas($0) }
        // Cooking and hot water take 0.3 to 0.8 m³ a day; three homes in ten heat with gas.
        #expect(days[2] > 0.2 && days[2] < 1)
        #expect(days[0] > 2 * days[2])
        let year = days.reduce(0, +) / 4 * 365
        #expect((150...700).contains(year))
    }

    @Test("Seasons are as cold and as wet as Qingdao's", arguments: Season.allCases)
    func weather(season: Season) {
        var temperature = 0.0
        var humidity = 0.0
        for day: Int64 in 0..<200 {
            for hour in 0..<24 {
                let weather = Weather(season, day: day, second: Double(hour) * 3600, Self.dice)
                temperature += weather.temperature / 4_800
                humidity += weather.humidity / 4_800
            }
        }
        let means: [Season: Double] = [.winter: 0, .spring: 12, .summer: 25, .autumn: 17]
        #expect(abs(temperature - (means[season] ?? 0)) < 0.6)
        #expect(humidity > 50 && humidity < 95)
    }

    @Test("Pressure falls as the district, the riser and the home draw, and stays in the band")
    func pressure() {
        func kilopascals(_ load: Double, _ riser: Double, _ home: Double) -> Double {
            DistrictSupply.pressure(outlet: 2.4, load: load, riser: riser, home: home)
        }
        let quiet = kilopascals(0, 0, 0)
        #expect(quiet == 2.4)
        for (load, riser, home) in [(1.0, 0.0, 0.0), (0, 2, 0), (0, 0, 2), (1, 2, 2)] {
            let drawn = kilopascals(load, riser, home)
            #expect(drawn < quiet && drawn >= 1.5)
        }
        #expect(kilopascals(1, 300, 0) == 0)
    }

    @Test("A lost supply reaches the valve's limit when it says it will")
    func emptying() {
        let seconds = DistrictSupply.seconds(from: 2, to: 0.8, emptying: 10)
        let left = DistrictSupply.remaining(of: 2, after: seconds, emptying: 10)
        #expect(abs(left - 0.8) < 1e-9)
        #expect(DistrictSupply.seconds(from: 0.5, to: 0.8, emptying: 10) == 0)
    }

    @Test("The detector shows nine tenths of a step after its t90, in one piece or in many")
    func response() {
        for home: UInt64 in 0..<20 {
            let sensor = GasSensor(Self.dice.subject(home))
            #expect((5...12).contains(sensor.t90))
            #expect(abs(sensor.shown(0, in: 50, after: sensor.t90) - 45) < 0.001)
            var shown = 0.0
            for _ in 0..<100 { shown = sensor.shown(shown, in: 50, after: sensor.t90 / 100) }
            #expect(abs(shown - 45) < 0.001)
        }
    }

    @Test("Clean air, wet air and frying never look like a leak")
    func nuisance() {
        var most = 0.0
        for home: UInt64 in 0..<500 {
            let dice = Self.dice.subject(home)
            let sensor = GasSensor(dice)
            for second in stride(from: 0.0, to: 3_600, by: 15) {
                let fumes = Kitchen.fumes(second: second, dice)
                #expect((0...1).contains(fumes))
                most = max(
                    most,
                    sensor.reading(
                        gas: 0, fumes: fumes, humidity: 95, dice.subject(UInt64(second))))
            }
        }
        #expect(most > 2 && most < 9)
    }

    @Test("Devices close within the tolerance of their kind, and not at what is usual")
    func selfClosing() {
        for home: UInt64 in 0..<200 {
            let limits = SelfClosing(Self.dice.subject(home))
            #expect(limits.cause(pressure: 2, flow: 2.1) == nil)
            #expect(limits.cause(pressure: 5.9, flow: 0) == nil)
            #expect(limits.cause(pressure: 10, flow: 0) == .overpressure)
            #expect(limits.cause(pressure: 1.01, flow: 0) == nil)
            #expect(limits.cause(pressure: 0.6, flow: 0) == .supplyLoss)
            #expect(limits.cause(pressure: 2, flow: 5) == .overflow)
        }
    }

    @Test("Batteries last for years and the cold takes some of them")
    func battery() {
        for home: UInt64 in 0..<200 {
            let health = DeviceHealth(Self.dice.subject(home), floor: 3)
            let now = health.battery(days: 0, inside: 20)
            #expect((5...100).contains(now))
            #expect(health.battery(days: 180, inside: 20) <= now)
            #expect(health.battery(days: 0, inside: 5) <= now)
            #expect((-105 ... -55).contains(health.rssi(at: 77, Self.dice.subject(home))))
        }
    }

    @Test("A leak takes pressure from its neighbours on the riser and from nobody else")
    func neighbours() throws {
        let places = Fleet.places(60)
        let neighbour = try #require(
            places.indices.dropFirst().first { places[$0].riser == places[0].riser })
        let stranger = try #require(
            places.indices.first { places[$0].riser != places[0].riser })
        /// What a valve last reported in 45 s, with or without the leak.
        func pressure(of valve: Int, leak: Bool) throws -> Double {
            var settings = Fleet.settings(seed: 1)
            settings.leaksPerMinute = 0
            settings.othersPerMinute = 0
            if leak {
                let name = places[0].valve.description
                settings.events = [
                    ScenarioEvent(
                        at: 20, what: .leak(.valves([name]), flow: 4, closing: .never))
                ]
            }
            var world = FleetWorld(settings, valves: places, centres: Fleet.centres)
            let report = world.messages(to: .seconds(45)).last {
                $0.topic.hasSuffix("\(places[valve].valve)/report")
            }
            return try #require(report.flatMap { JSONValue($0.payload)?["pressure"]?.number })
        }
        // 4 m³/h cost 0.03 kPa of the riser; the noise of both runs is the same.
        #expect(
            try pressure(of: neighbour, leak: true) < pressure(of: neighbour, leak: false) - 0.02)
        #expect(try pressure(of: stranger, leak: true) == pressure(of: stranger, leak: false))
    }
}
