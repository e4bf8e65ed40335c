import Testing
import ValveModel

@testable import ControlRoom

@Suite("Times as the contract writes them")
struct TimestampsTests {
    @Test(
        "Milliseconds and the offset of the zone at that moment",
        arguments: [
            ("Asia/Shanghai", 1_763_884_891_204, "2025-11-23T16:01:31.204+08:00"),
            ("UTC", 0, "1970-01-01T00:00:00.000+00:00"),
            ("UTC", -1, "1969-12-31T23:59:59.999+00:00"),
            ("Asia/Kathmandu", 1_763_884_891_007, "2025-11-23T13:46:31.007+05:45"),
            ("America/St_Johns", 1_763_884_891_204, "2025-11-23T04:31:31.204-03:30"),
            ("America/New_York", 1_709_251_199_999, "2024-02-29T18:59:59.999-05:00"),
            ("No/Such_Zone", 951_782_400_000, "2000-02-29T00:00:00.000+00:00"),
        ])
    func text(zone: String, milliseconds: Int, text: String) {
        let moment = Moment(milliseconds: Int64(milliseconds))
        #expect(Timestamps(zoneName: zone).text(moment) as String == text)
        #expect(Moment(rfc3339: text) == moment)
    }

    @Test("The offset changes with daylight saving, in both directions, in one run")
    func daylightSaving() {
        let times = Timestamps(zoneName: "Europe/Berlin")
        let before = Moment(milliseconds: 1_743_296_399_999)
        let after = Moment(milliseconds: 1_743_296_400_000)
        #expect(times.text(before) as String == "2025-03-30T01:59:59.999+01:00")
        #expect(times.text(after) as String == "2025-03-30T03:00:00.000+02:00")
        #expect(times.text(before) as String == "2025-03-30T01:59:59.999+01:00")
        #expect(times.offsetSeconds(at: after) == 7_200)
    }

    @Test("A moment that has not come has no text")
    func absent() {
        let times = Timestamps(zoneName: "UTC")
        #expect(times.text(nil as Moment?) == nil)
        #expect(times.text(Moment.distantFuture as Moment?) == nil)
        #expect(times.text(Moment.distantPast as Moment?) == nil)
    }

    @Test(
        "RFC 3339 is read with any offset, with and without a fraction",
        arguments: [
            "2025-11-23T08:01:31Z", "2025-11-23T16:01:31+08:00", "2025-11-23T16:01:31.000+08:00",
            "2025-11-23T04:31:31-03:30", "2025-11-23T08:01:31.000Z",
            "2025-11-23T16:01:31+0800",
        ])
    func parsing(text: String) {
        #expect(Moment(rfc3339: text) == Moment(milliseconds: 1_763_884_891_000))
    }

    @Test(
        "What is no time is not read",
        arguments: [
            "", "now", "2025-11-23", "2025-13-23T08:01:31Z", "08:01:31", "1763884891",
            "2025-11-23T16:01:31+08", "2025-11-23T16:01:31.+08:00", "2025-02-29T16:01:31Z",
            "2025-11-23T16:61:31Z", "2025-11-23T16:01:31+24:00", "2025-11-23T16:01:31Zx",
        ])
    func refused(text: String) {
        #expect(Moment(rfc3339: text) == nil)
    }
}
