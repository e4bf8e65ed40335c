import SimulatedDistrict
import Testing

@Suite("The room and the firmware")
struct RoomTests {
    @Test(
        "The room follows the mass balance, as small steps of the equation itself show",
        arguments: [
            (12.0, 2.0, 6.0, 600.0), (0.5, 2.0, 0.5, 30.0), (3.0, 0.08, 12.0, 3_600.0),
            (1.0, 0.5, 0.5, 120.0),
        ])
    func massBalance(volume: Double, leak: Double, ventilation: Double, seconds: Double) {
        var room = LeakRoom(volume: volume, leak: leak, ventilation: ventilation)
        room.advance(seconds: seconds)
        var share = 0.0
        let count = 200_000
        let hours = seconds / 3600 / Double(count)
        for _ in 0..<count { share += (leak - ventilation * share) / volume * hours }
        #expect(abs(room.share - share) < 1e-4 * share)
    }

    @Test("Time in one piece or in many gives the same air")
    func pieces() {
        var whole = LeakRoom(volume: 2, leak: 1, ventilation: 3)
        var parts = whole
        whole.advance(seconds: 100)
        for _ in 0..<200 { parts.advance(seconds: 0.5) }
        #expect(abs(whole.gas - parts.gas) < 1e-9)
    }

    @Test("A hose off in a closed kitchen reaches 10 %LEL in 1.8 minutes and 20 % in 3.7")
    func hoseOff() throws {
        let room = LeakRoom(volume: 12, leak: 2, ventilation: 4)
        let ten = try #require(room.secondsUntil(gas: 10))
        let twenty = try #require(room.secondsUntil(gas: 20))
        #expect(abs(ten / 60 - 1.8) < 0.06)
        #expect(abs(twenty / 60 - 3.7) < 0.15)
    }

    @Test("The predicted time is when the level is reached, and a small seep never reaches it")
    func prediction() throws {
        var room = LeakRoom(volume: 2, leak: 0.4, ventilation: 5)
        let seconds = try #require(room.secondsUntil(gas: 30))
        room.advance(seconds: seconds)
        #expect(abs(room.gas - 30) < 1e-6)
        #expect(LeakRoom(volume: 2, leak: 0.01, ventilation: 5).secondsUntil(gas: 10) == nil)
    }

    @Test("The gas decays once the valve is shut, and is never more than all there is")
    func decay() {
        var room = LeakRoom(volume: 1, leak: 2, ventilation: 1)
        room.advance(seconds: 100_000)
        #expect(room.share == 1)
        room.leak = 0
        room.advance(seconds: 3600)
        #expect(abs(room.share - 0.367_879) < 1e-6)
    }

    @Test(
        "The firmware trips at the twelfth of the newest twenty samples over 10 %LEL",
        arguments: [
            // Samples over the level as 1, and the place of the sample that trips, from 1.
            ("111111111111", 12), ("11111111111", nil), ("1010101010101010101010101", nil),
            ("11011011011011011", 17), ("000000000000111111111111", 24),
            ("11111111111000000001", 20), ("111111111110000000001", nil),
        ] as [(String, Int?)])
    func firmware(samples: String, trips: Int?) {
        var filter = FirmwareFilter()
        var tripped: Int?
        for (index, sample) in samples.enumerated() {
            let alarm = filter.sample(sample == "1" ? 10.1 : 10)
            if alarm && tripped == nil { tripped = index + 1 }
        }
        #expect(tripped == trips)
    }

    @Test("Homes cook at meal times, sleep at night, and some are away")
    func habits() {
        var cooking = [Int](repeating: 0, count: 24)
        var away = 0
        for home: UInt64 in 0..<400 {
            let habits = Habits(Dice(seed: 5).subject(home))
            away += habits.isAway(day: 20_000) ? 1 : 0
            for hour in 0..<24 {
                for minute in stride(from: 0, to: 60, by: 10) {
                    let second = Double(hour * 3600 + minute * 60)
                    if habits.cooks(day: 20_000, second: second) { cooking[hour] += 1 }
                }
            }
        }
        #expect(cooking[1...4].allSatisfy { $0 == 0 })
        #expect(cooking[18] > 100 && cooking[11] > 100 && cooking[15] < cooking[18] / 4)
        #expect((5...60).contains(away))
    }
}
