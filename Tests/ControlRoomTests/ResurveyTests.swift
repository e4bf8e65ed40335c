import Testing
import ValveModel

@testable import ControlRoom

@Suite("Asking valves for their state after a gap")
struct ResurveyTests {
    static let start = CanaryTests.start

    /// A fleet of rows, all heard a minute before the gap.
    struct Fleet {
        var heardAt: [Moment]
        var offline: Set<Int> = []
        /// Questions that the way out takes in a second.
        var roomPerSecond = Int.max

        init(_ count: Int) {
            heardAt = Array(repeating: start - .minutes(1), count: count)
        }

        /// Passes so many seconds; what was asked in each.
        func pass(_ resurvey: inout Resurvey, from second: Int64 = 0, seconds: Int64) -> [[Int]] {
            (second..<second + seconds).map { second in
                var asked: [Int] = []
                resurvey.pass(rowCount: heardAt.count, at: start + .seconds(second)) { row in
                    Resurvey.Row(heardAt: heardAt[row], isOffline: offline.contains(row))
                } ask: { row in
                    guard asked.count < roomPerSecond else { return false }
                    asked.append(row)
                    return true
                }
                return asked
            }
        }
    }

    @Test("Every valve that has not spoken since is asked once, a hundred a second, urgent first")
    func all() {
        var resurvey = Resurvey()
        let fleet = Fleet(1_000)
        let tooSoon = resurvey.begin(urgent: [], at: Self.start)
        resurvey.note()
        let begins = resurvey.begin(urgent: [700, 3], at: Self.start)
        #expect(!tooSoon && begins, "there was no gap at first")
        let asked = fleet.pass(&resurvey, seconds: 30)
        #expect(asked.prefix(5).allSatisfy { $0.isEmpty }, "what was under way comes first")
        #expect(asked.allSatisfy { $0.count <= 100 })
        #expect(asked.flatMap(\.self).prefix(2) == [700, 3])
        #expect(asked.flatMap(\.self).sorted() == Array(0..<1_000))
        #expect(!resurvey.isUnderWay && resurvey.askedNow == 1_000)
    }

    @Test("A question that cannot leave is asked again, and only those that left are counted")
    func noRoom() {
        var resurvey = Resurvey()
        var fleet = Fleet(20)
        fleet.roomPerSecond = 0
        resurvey.note()
        _ = resurvey.begin(urgent: [9], at: Self.start)
        let none = fleet.pass(&resurvey, seconds: 60).flatMap(\.self)
        #expect(none.isEmpty && resurvey.isUnderWay && resurvey.askedNow == 0)
        fleet.roomPerSecond = 7
        let asked = fleet.pass(&resurvey, from: 60, seconds: 4)
        #expect(asked.map(\.count) == [7, 7, 6, 0])
        #expect(asked.flatMap(\.self) == [9] + (0..<20).filter { $0 != 9 })
        #expect(!resurvey.isUnderWay && resurvey.askedNow == 20)
    }

    @Test("Whoever has spoken or has lost the link is passed over")
    func passedOver() {
        var resurvey = Resurvey()
        var fleet = Fleet(300)
        fleet.heardAt[7] = Self.start
        fleet.offline = [8]
        resurvey.note()
        _ = resurvey.begin(urgent: [7, 8], at: Self.start)
        let asked = fleet.pass(&resurvey, seconds: 30).flatMap(\.self)
        #expect(asked.sorted() == (0..<300).filter { $0 != 7 && $0 != 8 })
    }

    @Test("Gaps in a row are asked through at growing distances, and a quiet time resets them")
    func backOff() {
        var resurvey = Resurvey()
        let fleet = Fleet(10)
        var begun: [Int64] = []
        for second in Int64(0)..<4_000 {
            resurvey.note()
            if resurvey.begin(urgent: [], at: Self.start + .seconds(second)) {
                begun.append(second)
            }
            _ = fleet.pass(&resurvey, from: second, seconds: 1)
        }
        #expect(begun == [0, 60, 180, 420, 900, 1_860, 3_780])
        let later = Int64(3_780 + 2 * 3_600)
        var begins = [resurvey.begin(urgent: [], at: Self.start + .seconds(later))]
        _ = fleet.pass(&resurvey, from: later, seconds: 20)
        resurvey.note()
        for second in [later + 59, later + 60] {
            begins.append(resurvey.begin(urgent: [], at: Self.start + .seconds(second)))
        }
        #expect(begins == [true, false, true])
    }
}
