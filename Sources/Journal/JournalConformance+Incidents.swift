import ValveModel

extension JournalConformance {
    static func incidentFilters(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var batch = JournalBatch()
        batch.incidents = (1...64).map { number in
            var row = Sample.incident(number)
            row.isOpen = number.isMultiple(of: 2)
            row.state = "state\(number % 3)"
            row.priority = "P\(number % 4)"
            row.kind = "kind\(number % 5)"
            row.mode = "mode\(number % 2)"
            row.valve = "V\(number % 7)"
            row.area = "area\(number % 6)"
            row.centre = "centre\(number % 3)"
            return row
        }
        try journal.commit([batch])
        let newestFirst = Array(batch.incidents.reversed())

        func expect(
            _ what: String, _ narrow: (inout IncidentQuery) -> Void,
            _ admits: (IncidentRow) -> Bool
        ) throws(JournalError) {
            var query = IncidentQuery()
            narrow(&query)
            let wanted = newestFirst.filter(admits)
            faults.expect(try journal.incidents(query).map(\.id), wanted.map(\.id), what)
        }
        try expect("all", { _ in }, { _ in true })
        try expect("open", { $0.isOpen = true }, { $0.isOpen })
        try expect("closed", { $0.isOpen = false }, { !$0.isOpen })
        try expect("state", { $0.state = "state1" }, { $0.state == "state1" })
        try expect("priority", { $0.priority = "P3" }, { $0.priority == "P3" })
        try expect("kind", { $0.kind = "kind4" }, { $0.kind == "kind4" })
        try expect("mode", { $0.mode = "mode0" }, { $0.mode == "mode0" })
        try expect("valve", { $0.valve = "V5" }, { $0.valve == "V5" })
        try expect("area", { $0.area = "area2" }, { $0.area == "area2" })
        try expect("centre", { $0.centre = "centre0" }, { $0.centre == "centre0" })
        try expect("nothing", { $0.kind = "kind9" }, { _ in false })
        try expect(
            "open at a centre with a priority",
            { query in
                query.isOpen = true
                query.centre = "centre1"
                query.priority = "P2"
            },
            { $0.isOpen && $0.centre == "centre1" && $0.priority == "P2" })
    }

    static func incidentPages(
        _ journal: any Journal, _ faults: inout Faults
    ) throws(JournalError) {
        var batch = JournalBatch()
        // Seven at the same instant, so that pages end between incidents only the id tells apart.
        batch.incidents = (1...50).map { number in
            var row = Sample.incident(number)
            row.raisedAt = Moment(milliseconds: Int64(number / 7))
            return row
        }
        try journal.commit([batch])
        let wanted = batch.incidents.sorted { ($0.raisedAt, $0.id) > ($1.raisedAt, $1.id) }
        var seen: [IncidentRow] = []
        var query = IncidentQuery()
        query.countMax = 4
        for _ in 0..<14 {
            let page = try journal.incidents(query)
            faults.expect(page.count <= 4, true, "a page keeps to its length")
            seen += page
            guard let last = page.last else { break }
            query.olderThan = (last.raisedAt, last.id)
        }
        faults.expect(seen.map(\.id), wanted.map(\.id), "all pages together")
        let restore = try journal.restore(alarmsSince: .distantPast, closedCountMax: 0)
        faults.expect(
            restore.openIncidents.map(\.id), wanted.reversed().map(\.id), "open ones, oldest first")
    }
}

/// Rows with every column set and told apart by a number.
enum Sample {
    static func entry(_ sequence: UInt64, subject: String) -> JournalEntry {
        JournalEntry(
            sequence: sequence, at: Moment(milliseconds: Int64(sequence) * 1000), kind: "finding",
            subject: subject, body: Array("{\"number\":\(sequence)}".utf8))
    }

    static func alarm(_ valve: String, sequence: UInt32, at milliseconds: Int64) -> AlarmRow {
        AlarmRow(
            valve: valveID(valve), area: Area(code: 370_202_010), boot: 3, sequence: sequence,
            bodyHash: 0xFEDC_BA98_7654_3210, receivedAt: Moment(milliseconds: milliseconds),
            alarm: "leak")
    }

    static func valve(_ valve: String, _ state: [UInt8]) -> ValveStateRow {
        ValveStateRow(valve: valveID(valve), area: Area(code: 370_202_010), state: state)
    }

    static func incident(_ number: Int) -> IncidentRow {
        IncidentRow(
            id: "I-\(number)", isOpen: true, state: "raised", priority: "P1", kind: "leak",
            mode: "actual", valve: "V\(number)", area: "370202010", centre: "east",
            raisedAt: Moment(milliseconds: Int64(number) * 1000), record: [UInt8(number % 251)])
    }

    private static func valveID(_ text: String) -> ValveID {
        guard let valve = ValveID(text) else {
            preconditionFailure("The sample name \(text) is not a valve's.")
        }
        return valve
    }
}
