import Recordings
import Testing

@Suite("Mapping options")
struct MappingTests {
    @Test(
        "A wrong option is refused with what is possible",
        arguments: [
            ("gass=MM31", "There is no field gass; there are valve, at, area"),
            ("gas=MM31:bar", "gas has no unit bar; it can be %LEL, ppm, %vol, x10, raw/1000."),
            ("flow=x:m3/s", "flow has no unit m3/s; it can be m3/h, l/h, kWh/h, m3."),
            ("at=time:min", "at has no unit min; it can be ms, s, iso."),
            ("gas", "Write field=column, field=column:unit, field:=value or every=60s."),
            ("gas=", "The column's name is missing."),
            ("gas=:ppm", "The column's name is missing."),
            ("valve:=", "The value is missing."),
            ("at:=5", "It differs from row to row; name a column: at=COLUMN."),
            ("seq:=5", "It differs from row to row; name a column: seq=COLUMN."),
            ("every=60", "Write the time from row to row as 500ms, 60s, 5m or 1h, at most a day."),
            ("every=0s", "Write the time from row to row as"),
            ("every=25h", "Write the time from row to row as"),
            ("every=99999999999999999999h", "Write the time from row to row as"),
            ("every=9223372036854775807h", "Write the time from row to row as"),
        ])
    func refusesWrongOption(option: String, words: String) throws {
        let faults = try #require(throws: MappingFaults.self) {
            try RecordingMapping(options: [option])
        }
        #expect(faults.messages.count == 1)
        #expect(faults.description.hasPrefix("Mapping \(option): "))
        #expect(faults.description.contains(words))
    }

    @Test("All wrong options are reported together")
    func reportsAll() throws {
        let faults = try #require(throws: MappingFaults.self) {
            try RecordingMapping(
                options: ["gas=a", "gas=b", "at=t:s", "every=1s", "every=2s", "nothing=c"])
        }
        #expect(faults.messages.count == 4)
        #expect(faults.description.contains("gas=b: The field gas is given twice."))
        #expect(faults.description.contains("every=2s: It is given twice."))
        #expect(faults.description.contains("leave one of the two out"))
    }
}
