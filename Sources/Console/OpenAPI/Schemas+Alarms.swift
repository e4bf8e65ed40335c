import ConsoleAPI

extension Schemas {
    private static let alarmRow = Shape.object([
        Member("centre", .optional(.string)), Member("rate", .integer(0, nil)),
        Member("peak", .integer(0, nil)), Member("flood", .flag),
        Member("floodSince", .optional(.time)), Member("floodSeconds", .integer(0, nil)),
        Member("floodShare", .number), Member("standing", .integer(0, nil)),
        Member("stale", .integer(0, nil)), Member("shelved", .integer(0, nil)),
        Member("chattering", .integer(0, nil)), Member("alarms", .list(.integer(0, nil))),
    ])

    private static let alarmSource = Shape.object([
        Member("valve", .string), Member("count", .integer(0, nil)),
        Member("kinds", .list(.word(Vocabulary.kinds))),
    ])

    static let visit = Shape.object([
        Member("place", .integer(1, nil)), Member("valve", .string),
        Member("vulnerability", .integer(1, 6)), Member("address", .optional(.string)),
        Member("building", .optional(.string)), Member("floor", .optional(.integer(nil, nil))),
        Member("position", .word(Vocabulary.positions)),
    ])

    static let alarmStats = Shape.object([
        Member("since", .time), Member("at", .time), Member("total", alarmRow),
        Member("centres", .list(alarmRow)), Member("sources", .list(alarmSource)),
        Member("chattering", .list(alarmSource)),
        Member(
            "clearing",
            .list(
                .object([
                    Member("kind", .word(Vocabulary.kinds)), Member("raised", .integer(0, nil)),
                    Member("selfCleared", .integer(0, nil)),
                ]))),
        Member(
            "models",
            .list(
                .object([
                    Member("profile", .string), Member("leaks", .integer(0, nil)),
                    Member("falseLeaks", .integer(0, nil)),
                ]))),
        Member(
            "swaps",
            .list(
                .object([
                    Member("valve", .string), Member("inWeek", .integer(0, nil)),
                    Member("inMonth", .integer(0, nil)),
                ]))),
        Member(
            "triage",
            .list(
                .object([
                    Member("incident", .string), Member("priority", .word(["P3", "P4"])),
                    Member("kind", .word(Vocabulary.kinds)), Member("valve", .optional(.string)),
                    Member("nuisance", .flag),
                    Member(
                        "nuisances",
                        .list(.word(["chattering", "offender", "cleared_itself", "cooking"]))),
                ]))),
    ])
}
