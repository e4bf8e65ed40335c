import Backtest
import Recordings
import Testing
import ValveModel

/// A recording as it stands in a test, and what is found in it.
enum Judged {
    static func reader(_ text: String, _ layout: RecordingLayout) throws -> RecordingReader {
        var isGiven = false
        return try RecordingReader(layout, mapping: RecordingMapping(), place: "rows") {
            defer { isGiven = true }
            return isGiven ? [] : Array(text.utf8)
        }
    }

    static func findings(
        _ text: String, _ layout: RecordingLayout = .csv,
        options: Backtest.Options = Backtest.Options()
    ) throws -> [BacktestFinding] {
        var census = Census()
        var survey = try reader(text, layout)
        while let row = try survey.next() { census.note(row) }
        var rows = try reader(text, layout)
        guard let first = try rows.next() else { return [] }
        let backtest = Backtest(options, census: census, start: Moment(milliseconds: first.at))
        var found = try backtest.note(first)
        while let row = try rows.next() { found += try backtest.note(row) }
        return found + backtest.finish()
    }

    /// `leak P1 300000` for each finding; a rise has a `+`, an area event its scope.
    static func words(
        _ text: String, _ layout: RecordingLayout = .csv,
        options: Backtest.Options = Backtest.Options()
    ) throws -> [String] {
        try findings(text, layout, options: options).map { finding in
            let scope = finding.scope.map { "\($0) of \(finding.of?.word ?? "") " } ?? ""
            return (finding.isRise ? "+" : "") + scope
                + "\(finding.kind.word) \(finding.priority.word) \(finding.at.milliseconds)"
        }
    }
}

@Suite("Judging a recording")
struct BacktestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var layout = RecordingLayout.csv
        var found: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "two reports in a row",
            text: "valve,at,gas\nA,0,10\nA,300000,10\nA,330000,9\n",
            found: ["leak P1 300000"]),
        Case(
            name: "a row without numbers is newer than all before it, whatever came late",
            text: """
                valve,at,boot,seq,gas
                A,0,1,1,9
                A,60000,1,2,12
                A,120000,1,1,9
                A,180000,,,12

                """,
            found: ["leak P1 180000"]),
        Case(
            name: "a graver second cause rises beside another kind, and after one that is over",
            text: """
                valve,at,alarm,cause,position
                A,0,overpressure,,
                A,10000,shutoff,overflow,
                A,20000,shutoff,shock,
                A,30000,cleared,,open
                A,40000,shutoff,overflow,
                A,50000,shutoff,shock,

                """,
            found: [
                "overpressure P2 0", "shutoff P3 10000", "+shutoff P2 20000",
                "shutoff_failed P1 30000", "shutoff P3 40000", "+shutoff P2 50000",
            ]),
        Case(
            name: "a shutoff whose cause is graver the second time rises",
            text: "valve,at,alarm,cause,position\nA,0,,,open\n"
                + "A,10000,shutoff,underpressure,closed\nA,100000,shutoff,shock,closed\n",
            found: ["shutoff P3 10000", "+shutoff P2 100000"]),
        Case(
            name: "what time decides between two rows has its own time",
            text: "valve,at,building,riser,alarm\nA,0,B,R,supply_loss\nB,1000,B,R,supply_loss\n"
                + "C,2000,B,R,supply_loss\nD,3000,B,R,supply_loss\nE,600000,Z,,\n",
            found: [
                "supply_loss P3 0", "supply_loss P3 1000", "supply_loss P3 2000",
                "supply_loss P3 3000", "riser of supply_loss area_event P3 5000",
            ]),
        Case(
            name: "a leak found by reports was never commanded, so staying open is no failure",
            text: "valve,at,gas,position\nA,0,12,open\nA,15000,12,open\nA,60000,12,open\n",
            found: ["leak P1 15000"]),
        Case(
            name: "a self-closing valve that alarmed and stays open has failed",
            text: "valve,at,alarm,gas,position\nA,0,leak,12,open\nA,15000,,12,open\n",
            found: ["leak P1 0", "shutoff_failed P1 15000"]),
        Case(
            name: "an empty cell is absent, never zero",
            text: "valve,at,gas,flow\nA,0,10,\nA,100000,,0.1\nA,300000,10,\n",
            found: ["leak P1 300000"]),
        Case(
            name: "an alarm, proven closed, is P2; silence makes it P1",
            text: """
                valve,at,alarm,gas,position,flow
                A,1000,leak,15,closed,0
                A,31000,,12,closed,0
                A,100000,,8,closed,0

                """,
            found: ["leak P2 1000", "suspect P2 91000", "+leak P1 91000"]),
        Case(
            name: "timers run to the last row, whoever's it is",
            text: "valve,at,alarm,gas\nA,0,leak,15\nB,59999,,0\nB,60000,,0\n",
            found: ["leak P1 0", "suspect P2 60000"]),
        Case(
            name: "no timer runs beyond the last row",
            text: "valve,at,alarm,gas\nA,0,leak,15\nB,59999,,0\n", found: ["leak P1 0"]),
        Case(
            name: "a leak that is not closed after all rises, whatever else its row shows",
            text: """
                valve,at,alarm,gas,position,flow
                A,0,leak,5,closed,0.01
                A,29000,,5,closed,0.5

                """,
            found: ["leak P2 0", "shutoff_failed P1 29000", "+leak P1 29000"]),
        Case(
            name: "offline only when asked for",
            text: "valve,at,gas\nA,0,0\nB,900001,0\n", found: []),
        Case(
            name: "the same identity with the same body never counts",
            text: "valve,at,boot,seq,gas\nA,0,1,7,12\nA,1000,1,7,12\nA,2000,1,8,5\n", found: []),
        Case(
            name: "flags with semicolons, in one cell",
            text: "valve,at,flags\nA,5,tamper;low_battery\n",
            found: ["tamper P3 5", "low_battery P4 5"]),
        Case(
            name: "objects of one line each",
            text: """
                {"valve":"A","at":1,"gas":20,"position":"open"}
                {"valve":"A","at":2,"alarm":"overpressure","flags":["tamper"]}

                """,
            layout: .ndjson,
            found: ["leak P1 1", "overpressure P2 2", "tamper P3 2"]),
        Case(
            name: "a closing that nobody explains is told with the time it was seen",
            text: "valve,at,position\nA,0,open\nA,5000,closed\nA,9000,closed\n",
            found: ["shutoff P2 5000"]),
        Case(
            name: "a closing in the last row is one, and nothing else that comes after that row",
            text: "valve,at,position,alarm,gas\nB,0,closed,leak,5\nA,0,open,,\nA,59000,closed,,\n",
            found: ["leak P2 0", "shutoff P2 59000"]),
        Case(
            name: "a closing that an alarm explains within three seconds is the alarm's alone",
            text: """
                valve,at,position,alarm,cause
                A,0,open,,
                A,5000,closed,,
                B,6000,open,tamper,
                A,7500,closed,shutoff,overflow
                A,9000,closed,,

                """,
            found: ["tamper P3 6000", "shutoff P3 7500"]),
        Case(
            name: "findings stay in the order of time around a closing that is told later",
            text: """
                valve,at,position,alarm
                A,0,open,
                A,5000,closed,
                B,6000,open,tamper
                A,9000,closed,

                """,
            found: ["shutoff P2 5000", "tamper P3 6000"]),
        Case(
            name: "seepage needs its thirty minutes",
            text: "valve,at,gas\n"
                + (0...6).map { "A,\($0 * 300_000),3.5\n" }.joined(),
            found: ["seepage P3 1800000"]),
        Case(
            name: "a second leak on the riser makes the first P1 again",
            text: """
                valve,at,alarm,gas,position,building,riser
                A,0,leak,5,closed,b1,r1
                B,30000,leak,5,closed,b1,r1

                """,
            found: ["leak P2 0", "leak P1 30000", "+leak P1 30000"]),
    ]

    @Test("What is found, when and how urgent", arguments: cases)
    func finds(case one: Case) throws {
        #expect(try Judged.words(one.text, one.layout) == one.found)
    }

    @Test("Who is made safe can leak anew, and stands open without having been reopened")
    func safeAfter() throws {
        let text = """
            valve,at,alarm,gas,position
            A,0,leak,15,closed
            A,50000,,1,closed
            B,60000,,1,open
            A,70000,,1,open
            A,80000,leak,15,closed

            """
        var options = Backtest.Options()
        let kinds = try Judged.findings(text, options: options).map(\.kind)
        #expect(kinds == [.leak, .shutoffFailed, .reopened, .leak, .leak])
        options.safeAfter = .minutes(1)
        #expect(try Judged.words(text, options: options) == ["leak P2 0", "leak P2 80000"])
        let devices = try Judged.findings(text, options: options).filter(\.isDevices)
        #expect(
            devices.allSatisfy {
                String(decoding: $0.json, as: UTF8.self).contains(#","by":"device","#)
            })
        #expect(devices.map(\.kind) == [.leak, .leak])
    }

    @Test("With offline shown, silence is a finding and a visit after a day")
    func offline() throws {
        var options = Backtest.Options()
        options.isOfflineShown = true
        let found = try Judged.words(
            "valve,at,gas\nA,0,0\nB,0,0\nB,900000,0\nB,900001,0\nB,1000000,0\n", options: options)
        #expect(found == ["offline P4 900000"])
        let rows = (0...300).map { "B,\($0 * 300_000),0\n" }.joined()
        #expect(
            try Judged.words("valve,at,gas\nA,0,0\n" + rows, options: options)
                == ["offline P4 900000", "+offline P3 87300000"])
    }

    @Test("Many of one riser in the last row's instant are one event all the same")
    func lastInstant() throws {
        let rows = (0..<12).map { "V\($0),11000,supply_loss,b1,r1\n" }.joined()
        let found = try Judged.findings("valve,at,alarm,building,riser\n" + rows)
        #expect(found.count { $0.kind == .supplyLoss } == 12)
        let event = try #require(found.first { $0.kind == .areaEvent })
        #expect(event.at == Moment(milliseconds: 11_000) && event.valves.count == 12)
    }

    @Test("Three homes with gas, two of them on one riser, are building gas at once")
    func buildingGas() throws {
        let text = """
            valve,at,gas,area,building,riser
            A,0,3.5,370202010,b1,r1
            B,60000,4,370202010,b1,r1
            C,120000,3.1,370202010,b1,r2

            """
        let found = try Judged.findings(text)
        #expect(found.map(\.kind) == [.areaEvent])
        #expect(found.first?.priority == .p1 && found.first?.scope == "building")
        #expect(found.first?.valves == ["A", "B", "C"])
        #expect(found.first?.at == Moment(milliseconds: 120_000))
    }

    @Test("A plain threshold says so each time gas comes to it, and nothing else is judged")
    func plain() throws {
        var options = Backtest.Options()
        options.plainThreshold = 10
        let found = try Judged.words(
            "valve,at,gas,flags\nA,0,10,tamper\nA,1,11,\nA,2,9,\nA,3,10,\n", options: options)
        #expect(found == ["leak P1 0", "leak P1 3"])
    }

    @Test("A line is one JSON object in the contract's order")
    func line() throws {
        var finding = BacktestFinding(
            valve: "A", at: Moment(milliseconds: 7), .leak, .p1, "gas \"20\"\n")
        #expect(
            String(decoding: finding.json, as: UTF8.self)
                == #"{"valve":"A","at":7,"kind":"leak","priority":"P1","message":"gas \"20\"\u000a"}"#
        )
        (finding.valve, finding.kind, finding.scope, finding.of) = (nil, .areaEvent, "riser", .leak)
        finding.valves = ["A", "B"]
        #expect(
            String(decoding: finding.json, as: UTF8.self).hasPrefix(
                #"{"valve":null,"at":7,"kind":"area_event","priority":"P1","scope":"riser","of":"leak","valves":["A","B"],"#
            ))
    }

    @Test("The summary counts rows, valves, years and who found what")
    func summary() throws {
        let text = "valve,at,gas,alarm\nA,0,10,\nB,0,0,leak\nA,300000,12,\nB,31557600000,0,\n"
        var rows = try Judged.reader(text, .csv)
        let backtest = Backtest(
            Backtest.Options(), census: Census(), start: Moment(milliseconds: 0))
        while let row = try rows.next() { _ = try backtest.note(row) }
        _ = backtest.finish()
        let summary = backtest.summary
        #expect(summary.rowCount == 4 && summary.valveCount == 2)
        #expect(abs(summary.valveYears - 2) < 0.001)
        let leaks = try #require(summary.counts.first { $0.kind == .leak })
        #expect(leaks.byRules == 1 && leaks.byDevice == 1 && leaks.callOuts == 1)
    }
}
