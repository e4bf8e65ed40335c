internal import ConsoleAPI

extension Sheet where View == ResponseStatsView.Row {
    static let response = Sheet(
        columns: [
            Column("centre", .centre, rank: 0, plain: { $0.centre ?? "all" }) { row, around in
                row.centre ?? around.say(.allCentres)
            },
            Column("incidents", .incidents, rank: 0, isNumber: true) { String($0.incidents) },
            Column("response_share", .responseShare, rank: 0, isNumber: true) {
                share($0.response)
            },
            Column("response_median", .medianSeconds, rank: 3, isNumber: true) {
                seconds($0.response.median)
            },
            Column("response_p90", .ninthSeconds, rank: 4, isNumber: true) {
                seconds($0.response.p90)
            },
            Column("arrival_share", .arrivalShare, rank: 0, isNumber: true) {
                share($0.arrival)
            },
            Column("arrival_median", .medianSeconds, rank: 3, isNumber: true) {
                seconds($0.arrival.median)
            },
            Column("arrival_p90", .ninthSeconds, rank: 4, isNumber: true) {
                seconds($0.arrival.p90)
            },
            Column("rescue_share", .rescueShare, rank: 0, isNumber: true) { share($0.rescue) },
            Column("rescue_median", .medianSeconds, rank: 3, isNumber: true) {
                seconds($0.rescue.median)
            },
            Column("rescue_p90", .ninthSeconds, rank: 4, isNumber: true) {
                seconds($0.rescue.p90)
            },
            Column("declined", .declined, rank: 6, isNumber: true) { String($0.declined) },
            Column("silent", .silentCount, rank: 5, isNumber: true) { String($0.silent) },
        ],
        name: { $0.centre ?? "all" })

    /// In time of those due, such as `12/14 86%`.
    private static func share(_ milestone: ResponseStatsView.Milestone) -> String {
        guard let share = milestone.share else { return "" }
        return "\(milestone.inTime)/\(milestone.due) \(Int((share * 100).rounded()))%"
    }

    private static func seconds(_ value: Int?) -> String? { value.map(String.init) }
}

/// One hour of a calibration that was accepted or taken back.
struct CalibrationRow: Decodable, JSONWritable {
    var centre: String
    var hour: Int
    var seconds: Int
    var count: Int
    var by: String

    init(_ calibration: CalibrationView, _ hour: CalibrationView.Hour) {
        centre = calibration.centre
        by = calibration.by
        self.hour = hour.hour
        seconds = hour.seconds
        count = hour.count
    }

    func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("centre", centre)
            object.field("hour", hour)
            object.field("seconds", seconds)
            object.field("count", count)
            object.field("by", by)
        }
    }
}

extension Sheet where View == CalibrationRow {
    static let accepted = Sheet(
        columns: [
            Column("centre", .centre, rank: 0) { $0.centre },
            Column("hour", .hour, rank: 0, isNumber: true) { String($0.hour) },
            Column("seconds", .appliedSeconds, rank: 0, isNumber: true) { String($0.seconds) },
            Column("count", .arrivals, rank: 1, isNumber: true) { String($0.count) },
            Column("by", .by, rank: 2) { $0.by },
        ],
        name: { "\($0.centre)/\($0.hour)" })
}

extension Sheet where View == ResponseStatsView.Calibration {
    static let calibration = Sheet(
        columns: [
            Column("centre", .centre, rank: 0) { $0.centre },
            Column("hour", .hour, rank: 0, isNumber: true) { String($0.hour) },
            Column("count", .arrivals, rank: 0, isNumber: true) { String($0.count) },
            Column("estimated", .estimatedSeconds, rank: 0, isNumber: true) {
                String($0.estimated)
            },
            Column("actual", .actualSeconds, rank: 0, isNumber: true) { String($0.actual) },
            Column("offset", .offsetSeconds, rank: 0, isNumber: true) { String($0.offset) },
            Column("applied", .appliedSeconds, rank: 0, isNumber: true) { String($0.applied) },
        ],
        name: { "\($0.centre)/\($0.hour)" },
        emphasis: { $0.offset > 30 && $0.applied == 0 ? .notice : .none })
}
