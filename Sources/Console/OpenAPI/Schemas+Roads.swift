import ConsoleAPI

/// Coverage and closed roads.
extension Schemas {
    private static let levels = Shape.object([
        Member("0", .integer(0, nil)), Member("1", .integer(0, nil)),
        Member("2+", .integer(0, nil)),
    ])

    static let coverage = Shape.object([
        Member("households", .integer(0, nil)), Member("covered", levels),
        // By the id of a centre.
        Member(
            "byCentre",
            .byID(
                .object([
                    Member("households", .integer(0, nil)), Member("covered", levels),
                    Member("teams", .integer(0, nil)), Member("reached", .integer(0, nil)),
                ]))),
        Member(
            "model",
            .object([
                Member("roads", .integer(0, nil)), Member("detour", .integer(0, nil)),
                Member("none", .integer(0, nil)),
            ])),
        Member(
            "uncovered",
            .list(
                .object([
                    Member("valve", .string), Member("best", .optional(.string)),
                    Member("seconds", .optional(.integer(0, nil))),
                    Member("model", .optional(.word(["roads", "detour"]))),
                ]))),
        Member(
            "suggestedSites",
            .list(
                .object([
                    Member("count", .integer(1, 3)), Member("gained", .integer(0, nil)),
                    Member("candidates", .integer(0, nil)),
                    Member(
                        "sites",
                        .list(
                            .object([
                                Member("lat", .number), Member("lon", .number),
                                Member("valve", .string), Member("gained", .integer(0, nil)),
                            ]))),
                ]))),
    ])

    static let standby = Shape.object([
        Member(
            "standby",
            .object([
                Member("busy", .number), Member("before", .number), Member("after", .number),
                Member("candidates", .integer(0, nil)),
                Member(
                    "moves",
                    .list(
                        .object([
                            Member("team", .string), Member("lat", .number),
                            Member("lon", .number), Member("valve", .string),
                            Member("gained", .number),
                        ]))),
            ])), Member("centres", .list(.named("CentreStandby"))),
    ])

    static let centreStandby = Shape.object([
        Member("centre", .string), Member("on", .flag), Member("by", .optional(.string)),
        Member("at", .optional(.time)),
        Member(
            "posts",
            .list(
                .object([
                    Member("team", .string), Member("location", .named("Location")),
                    Member("gained", .integer(0, nil)), Member("reached", .flag),
                ]))),
    ])

    static let standbyRequests: [(name: String, shape: Shape)] = [
        (
            "StandbyRequest",
            .object([
                Member("by", .string), Member("on", .flag),
                .may("busy", .integer(in: RequestRanges.busyShare)),
            ])
        )
    ]

    static let roadClosing = Shape.object([
        Member("id", .string), Member("way", .optional(.integer(nil, nil))),
        Member("location", .optional(.named("Location"))),
        Member("radius", .optional(.number)), Member("segments", .integer(0, nil)),
        Member("by", .string), Member("at", .time), Member("until", .time),
        Member("note", .optional(.string)),
    ])

    static let roadRequests: [(name: String, shape: Shape)] = [
        (
            "RoadRequest",
            .object([
                Member("by", .string), .may("way", .integer(nil, nil)), .may("lat", .number),
                .may("lon", .number), .may("radius", .number),
                Member("minutes", .integer(in: RequestRanges.closingMinutes)),
                .may("note", .string),
            ])
        ),
        ("SignedRequest", .object([Member("by", .string)])),
    ]
}
