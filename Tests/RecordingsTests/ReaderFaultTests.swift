import Recordings
import Testing

@Suite("Refusing recordings")
struct ReaderFaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var layout = RecordingLayout.csv
        var options: [String] = []
        var fault: String

        var testDescription: String { fault }
    }

    @Test(
        "A file that does not fit is refused with its line and what to do",
        arguments: [
            Case(text: "", fault: "rows: The file is empty."),
            Case(text: "at,gas\n", fault: "rows: No column valve. Map valve=COLUMN or"),
            Case(text: "valve,gas\n", fault: "rows: No column at. Map at=COLUMN:ms"),
            Case(
                text: "valve,at\n", options: ["gas=MM31"],
                fault: "rows: There is no column MM31; there are valve, at."),
            Case(text: "valve,at,gas,gas\n", fault: "rows: Two columns are named gas."),
            Case(text: "valve,at\na,5\n\na,4\n", fault: "rows:4: The row is earlier than line 2."),
            Case(text: "valve,at\na,5,6\n", fault: "rows:2: The row has 3 cells for 2 columns."),
            Case(text: "valve,at\na\n", fault: "rows:2: The row has 1 cells for 2 columns."),
            Case(text: "valve,at\n\"a,5\n", fault: "rows:2: A quote is opened in this row"),
            Case(text: "valve,at\n\"a\"b,5\n", fault: "rows:2: Text follows a closing quote."),
            Case(text: "valve,at\na b,5\n", fault: "rows:2: The valve's name is not"),
            Case(text: "valve,at\n,5\n", fault: "rows:2: The valve's name is not"),
            Case(text: "valve,at\na,\n", fault: "rows:2: The time cannot be read."),
            Case(text: "valve,at\na,-1\n", fault: "rows:2: The time cannot be read."),
            Case(text: "valve,at\na,1e300\n", fault: "rows:2: The time cannot be read."),
            Case(
                text: "valve,at\na,2020-04-01 01:00:00\n", options: ["at=at:iso"],
                fault: "rows:2: The time cannot be read. Write 2026-11-23T16:21:31.204+08:00"),
            Case(
                text: "valve,at\na,2020-13-01T01:00:00Z\n", options: ["at=at:iso"],
                fault: "rows:2: The time cannot be read."),
            Case(text: "valve,at,area\na,5,37\n", fault: "rows:2: The area is not nine digits."),
            Case(text: "valve,at,boot\na,5,-1\n", fault: "rows:2: boot is not a whole number"),
            Case(
                text: "valve,at,seq\na,5,4294967296\n",
                fault: "rows:2: seq is not a whole number"),
            Case(
                text: "valve,at,alarm\na,5,smell\n",
                fault: "rows:2: There is no such alarm; there are leak,"),
            Case(
                text: "{\"valve\":\"a\",\"at\":1}\n[1]\n", layout: .ndjson,
                fault: "rows:2: The line is not a JSON object."),
            Case(
                text: "{\"valve\":\"a\",\"at\":1}\n", layout: .ndjson, options: ["gas=g"],
                fault: "rows: No row has a member g."),
            Case(
                text: "@relation r\n@attribute a real\n", layout: .arff,
                fault: "rows: The file ends without a line @data."),
            Case(
                text: "@relation r\n@attribute 'a real\n", layout: .arff,
                fault: "rows:2: The attribute has no name."),
            Case(
                text: "valve,at\n", layout: .arff, fault: "rows:1: Expected @relation,"),
        ])
    func refuses(wrong: Case) throws {
        let fault = try #require(throws: RecordingFault.self) {
            try Recorded.rows(wrong.text, wrong.layout, wrong.options)
        }
        #expect(fault.description.hasPrefix(wrong.fault))
    }

    @Test("A quote that nobody closes does not take the file into memory")
    func refusesEndlessRow() throws {
        var given = 0
        let fault = try #require(throws: RecordingFault.self) {
            var reader = try RecordingReader(.csv, mapping: RecordingMapping(), place: "rows") {
                given += 1
                return Array((given == 1 ? "valve,at\n\"" : "aaaaaaaaaaaaaaaaaaaaaaaa").utf8)
            }
            _ = try reader.next()
        }
        #expect(fault.description.hasPrefix("rows:2: The row is longer than 1 MiB."))
    }

    @Test("The rows before a fault have been given")
    func givesRowsBeforeFault() throws {
        var reader = try Recorded.reader("valve,at\na,5\na,4\n")
        #expect(try reader.next()?.at == 5)
        #expect(throws: RecordingFault.self) { try reader.next() }
        #expect(reader.rowCount == 1)
    }
}
