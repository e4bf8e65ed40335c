import ConsoleAPI

extension Schemas {
    private static let reached = Shape.object([
        Member("limit", .integer(1, nil)), Member("due", .integer(0, nil)),
        Member("inTime", .integer(0, nil)), Member("share", .optional(.number)),
        Member("median", .optional(.integer(0, nil))), Member("p90", .optional(.integer(0, nil))),
    ])

    private static let row = Shape.object([
        Member("centre", .optional(.string)), Member("incidents", .integer(0, nil)),
        Member("response", reached), Member("arrival", reached), Member("rescue", reached),
        Member("declined", .integer(0, nil)), Member("silent", .integer(0, nil)),
    ])

    static let calibration = Shape.object([
        Member("centre", .string), Member("by", .string), Member("at", .time),
        Member(
            "hours",
            .list(
                .object([
                    Member("hour", .integer(0, 23)), Member("seconds", .integer(-30, 120)),
                    Member("count", .integer(5, nil)),
                ]))),
    ])

    static let calibrationRequests: [(name: String, shape: Shape)] = [
        (
            "CalibrationRequest",
            .object([Member("by", .string), .may("days", .integer(in: RequestRanges.historyDays))])
        )
    ]

    static let responseStats = Shape.object([
        Member("since", .time), Member("until", .time),
        Member("mode", .word(["actual", "exercise"])), Member("total", row),
        Member("centres", .list(row)),
        Member(
            "calibration",
            .list(
                .object([
                    Member("centre", .string), Member("hour", .integer(0, 23)),
                    Member("count", .integer(1, nil)), Member("estimated", .integer(0, nil)),
                    Member("actual", .integer(nil, nil)), Member("offset", .integer(nil, nil)),
                    Member("applied", .integer(nil, nil)),
                ]))),
    ])
}
