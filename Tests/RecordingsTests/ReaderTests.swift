import Recordings
import Testing
import ValveModel

@Suite("Reading recordings")
struct ReaderTests {
    @Test("The contract's own columns need no mapping", arguments: [1, 2, 5, 4096])
    func readsContractRows(chunk: Int) throws {
        let text = """
            valve,at,gas,flow,pressure,temp,battery,rssi,position,alarm,cause,flags,test,boot,\
            seq,area,building,ts
            SN-1,1000,1.5,0.25,2.05,21.5,87,-71,open,,,,,,,,B-7,
            SN-1,2000,23.5,,,,,,closed,shutoff,leak,tamper;smell,true,12,3401,370202010,B-7,500
            """
        let rows = try Recorded.rows(text, chunk: chunk)
        let valve = try #require(ValveID("SN-1"))
        var first = RecordedReading(line: 2, valve: valve, at: 1000)
        first.building = "B-7"
        first.gas = 1.5
        first.flow = 0.25
        first.pressure = 2.05
        first.temperature = 21.5
        first.battery = 87
        first.rssi = -71
        first.position = .open
        var second = RecordedReading(line: 3, valve: valve, at: 2000)
        second.building = "B-7"
        second.gas = 23.5
        second.position = .closed
        second.alarm = .shutoff
        second.cause = .leak
        second.flags = ["tamper", "smell"]
        second.isTest = true
        second.boot = 12
        second.seq = 3401
        second.area = Area(code: 370_202_010)
        second.clock = 500
        #expect(rows == [first, second])
    }

    @Test(
        "A quantity is read in the unit that is named",
        arguments: [
            ("gas=x:%LEL", "12", 12.0), ("gas=x:ppm", "5000", 10), ("gas=x:%vol", "1.5", 30),
            ("gas=x:x10", "125", 12.5), ("gas=x:raw/1000", "12500", 12.5),
            ("flow=x:m3/h", "2.5", 2.5), ("flow=x:l/h", "250", 0.25),
            ("flow=x:kWh/h", "21.1", 2), ("pressure=x:kPa", "2", 2),
            ("pressure=x:Pa", "2000", 2), ("pressure=x:mbar", "20", 2),
            ("pressure=x:bar", "0.02", 2), ("temp=x:C", "20", 20), ("temp=x:F", "68", 20),
            ("gas=x", "12", 12), ("gas:=7", "12", 7),
        ])
    func convertsUnit(option: String, cell: String, expected: Double) throws {
        let row = try #require(
            try Recorded.rows("x,valve,at\n\(cell),a,1\n", .csv, [option]).first)
        let value = try #require(row.gas ?? row.flow ?? row.pressure ?? row.temperature)
        #expect(abs(value - expected) < 1e-9)
    }

    @Test(
        "A time is read in the unit that is named",
        arguments: [
            ("at=t", "1603526200922", 1_603_526_200_922 as Int64),
            ("at=t:s", "1603526200.922", 1_603_526_200_922),
            ("at=t:iso", "2020-04-01 01:00:00+00:00", 1_585_702_800_000),
            ("at=t:iso", "2020-04-01T09:00:00.250+08:00", 1_585_702_800_250),
        ])
    func readsTime(option: String, cell: String, expected: Int64) throws {
        #expect(try Recorded.rows("t,valve\n\(cell),a\n", .csv, [option]).map(\.at) == [expected])
    }

    @Test("Rows without a time are spaced evenly, and a constant stands in every row")
    func spacesRows() throws {
        let rows = try Recorded.rows("g\n1\n2\n3\n", .csv, ["gas=g", "valve:=SN-1", "every=5m"])
        #expect(rows.map(\.at) == [0, 300_000, 600_000])
        #expect(rows.map(\.valve.description) == ["SN-1", "SN-1", "SN-1"])
    }

    @Test("A volume becomes a mean flow over the time since the valve's row before")
    func dividesVolume() throws {
        let text =
            "valve,at,v\na,0,9\nb,0,9\na,1800000,0.5\nb,3600000,0.5\na,3600000,\n"
            + "a,7200000,2\na,7200000,2\n"
        var reader = try Recorded.reader(text, .csv, ["flow=v:m3"])
        var flows: [Double?] = []
        while let row = try reader.next() { flows.append(row.flow) }
        #expect(flows == [nil, nil, 1, 0.5, nil, 2, nil])
        #expect(reader.unmeasured == [.flow: 1])
    }

    @Test("Lines end with LF, CRLF or CR, and are counted alike")
    func lineEnds() throws {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["valve,at,gas", "a,1,25", "", "b,2,26"].joined(separator: end)
            let rows = try Recorded.rows(text)
            #expect(rows.map(\.gas) == [25, 26])
            #expect(rows.map(\.line) == [2, 4], "\(end.debugDescription)")
        }
    }

    @Test("Quotes, CRLF, a byte order mark, empty lines and spaces are understood")
    func readsTables() throws {
        let text =
            "\u{FEFF}\"valve\",at,\"a \"\"b\"\", c\",gas\r\n\r\n"
            + "\"SN-1\" , 5,\"two\r\nlines\" , 1.5 \r\nSN-2,6,,2"
        let rows = try Recorded.rows(text, .csv, ["flags=a \"b\", c"])
        #expect(rows.map(\.line) == [3, 5])
        #expect(rows.map(\.gas) == [1.5, 2])
        #expect(rows.map(\.flags) == [["two\r\nlines"], nil])
    }

    @Test("Objects, one a line, are read with lists, numbers as names and missing members")
    func readsObjects() throws {
        let text = """
            {"SN":12676,"at":5,"gas":null,"flags":["tamper","x"],"test":false,"more":{"a":1}}

            {"SN":"12677","at":6,"gas":"4.5","flow":0.1}
            """
        let rows = try Recorded.rows(text, .ndjson, ["valve=SN", "gas=gas"])
        #expect(rows.map(\.valve.description) == ["12676", "12677"])
        #expect(rows.map(\.line) == [1, 3])
        #expect(rows.map(\.gas) == [nil, 4.5])
        #expect(rows.map(\.flags) == [["tamper", "x"], nil])
        #expect(rows.map(\.isTest) == [false, nil])
        // In the contract's own form a number that is written as text is not measured.
        #expect(try Recorded.rows(text, .ndjson, ["valve=SN"]).map(\.gas) == [nil, nil])
    }

    @Test("An ARFF file is read with its comments, quotes and question marks")
    func readsARFF() throws {
        let text =
            "% a comment\n@RELATION m\n@attribute 'Gas in %' REAL\n@ATTRIBUTE n string\n"
            + "\n@DATA\n% another\n1.5,'it\\'s, so'\n?,x\n"
        let options = ["gas=Gas in %:%vol", "valve:=a", "every=30s", "flags=n"]
        let rows = try Recorded.rows(text, .arff, options)
        #expect(rows.map(\.gas) == [30, nil])
        #expect(rows.map(\.flags) == [["it's, so"], ["x"]])
        #expect(rows.map(\.line) == [8, 9])
    }

    @Test("What cannot be measured is left out and counted")
    func countsUnmeasured() throws {
        let text =
            "valve,at,gas,flow,position,cause,test,battery,ts\n"
            + "a,1,none,nan,ajar,ghost,maybe,x,y\na,1,1e300,inf,open,leak,1,5,7\n"
        var reader = try Recorded.reader(text)
        let first = try #require(try reader.next())
        let second = try #require(try reader.next())
        #expect(first == RecordedReading(line: 2, valve: first.valve, at: 1))
        #expect(second.position == .open)
        // Beyond every range, which of gas is more than its scale shows.
        #expect(second.gas == 1e9)
        #expect(second.flow == nil)
        #expect(
            reader.unmeasured == [
                .gas: 1, .flow: 2, .position: 1, .cause: 1, .test: 1, .battery: 1, .ts: 1,
            ])
    }

    @Test(
        "The layout follows the file's name",
        arguments: [
            ("a.csv", RecordingLayout.csv), ("a.CSV", .csv), ("b.csv.gz", .csv),
            ("c.ndjson", .ndjson), ("c.jsonl.gz", .ndjson), ("d.arff.gz", .arff),
        ])
    func tellsLayout(path: String, layout: RecordingLayout) {
        #expect(RecordingLayout(path: path) == layout)
        #expect(RecordingLayout(path: path + ".zip") == nil)
    }
}
