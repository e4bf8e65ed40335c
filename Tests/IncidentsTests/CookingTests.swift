import Incidents
import Testing
import ValveModel

@Suite("Gas that comes with cooking")
struct CookingTests {
    /// A seepage: on which day, at which minute of Qingdao's clock it began, the flow while it showed,
    /// and how many minutes it lasted; `nil` while it stands.
    struct Seepage: Sendable {
        var day: Int64
        var minute: Int64
        var flow: Float? = 0.3
        var lasts: Int64? = 30
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var seepages: [Seepage]
        var isCooking: Bool
        /// Minutes after the last one began.
        var after: Int64 = 40
        var hasLeaked = false
    }

    private static let lunch: Int64 = 11 * 60 + 30
    private static func lunches(_ days: [Int64], flow: Float? = 0.3) -> [Seepage] {
        days.map { Seepage(day: $0, minute: lunch, flow: flow) }
    }

    static let cases: [Case] = [
        Case(testDescription: "three lunches", seepages: lunches([0, 1, 2]), isCooking: true),
        Case(testDescription: "two are no habit", seepages: lunches([0, 1]), isCooking: false),
        Case(
            testDescription: "three meals of one day are no habit",
            seepages: [420, lunch, 1_080].map { Seepage(day: 0, minute: $0) }, isCooking: false),
        Case(
            testDescription: "different meals of three days are",
            seepages: [
                Seepage(day: 0, minute: 300), Seepage(day: 1, minute: 1_199),
                Seepage(day: 2, minute: lunch),
            ], isCooking: true),
        Case(
            testDescription: "the first is a week ago", seepages: lunches([0, 6, 7]),
            isCooking: false),
        Case(testDescription: "and six days", seepages: lunches([0, 5, 6]), isCooking: true),
        Case(
            testDescription: "at night", seepages: (0..<4).map { Seepage(day: $0, minute: 150) },
            isCooking: false),
        Case(
            testDescription: "no gas is drawn", seepages: lunches([0, 1, 2], flow: 0),
            isCooking: false),
        Case(
            testDescription: "flow is not known", seepages: lunches([0, 1, 2], flow: nil),
            isCooking: false),
        Case(
            testDescription: "this time without flow",
            seepages: lunches([0, 1, 2]) + [Seepage(day: 3, minute: lunch, flow: 0)],
            isCooking: false),
        Case(
            testDescription: "this time at night",
            seepages: lunches([0, 1, 2]) + [Seepage(day: 3, minute: 120)], isCooking: false),
        Case(
            testDescription: "it still stands",
            seepages: lunches([0, 1]) + [Seepage(day: 2, minute: lunch, lasts: nil)],
            isCooking: true, after: 120),
        Case(
            testDescription: "it stands longer than a meal",
            seepages: lunches([0, 1]) + [Seepage(day: 2, minute: lunch, lasts: nil)],
            isCooking: false, after: 121),
        Case(
            testDescription: "those before lasted longer than a meal",
            seepages: [
                Seepage(day: 0, minute: lunch, lasts: 200), Seepage(day: 1, minute: lunch),
                Seepage(day: 2, minute: lunch),
            ], isCooking: false),
        Case(
            testDescription: "a leak forgets the habit", seepages: lunches([0, 1, 2]),
            isCooking: false, hasLeaked: true),
    ]

    /// Midnight of a day in Qingdao.
    private static let midnight = Moment(milliseconds: 1_763_827_200_000)

    @Test("Short, below a leak, at meals, with flow, on three days of seven", arguments: cases)
    func rule(_ one: Case) throws {
        var tally = AlarmTally(at: Self.midnight)
        for seepage in one.seepages {
            let since = Self.midnight + .minutes(seepage.day * 1_440 + seepage.minute)
            tally.cooked(
                .began(since: since, flow: seepage.flow, utcOffsetSeconds: 28_800), "V1",
                at: since + .minutes(10))
            if let lasts = seepage.lasts { tally.cooked(.ended, "V1", at: since + .minutes(lasts)) }
        }
        let last = try #require(one.seepages.last)
        let now = Self.midnight + .minutes(last.day * 1_440 + last.minute + one.after)
        if one.hasLeaked { tally.cooked(.leaked, "V1", at: now) }
        #expect(tally.cooking.isCooking("V1", at: now) == one.isCooking)
        #expect(!tally.cooking.isCooking("V2", at: now))
        let expected: [TriageRule.Nuisance] = one.isCooking ? [.cooking] : []
        #expect(tally.nuisances("V1", [.seepage], isGone: false, at: now) == expected)
        // Another finding beside it is no cooking.
        #expect(tally.nuisances("V1", [.seepage, .suspect], isGone: false, at: now) == [])
    }
}
