import ConsoleAPI

extension Schemas {
    private static let place: [Member] = [
        Member("address", .optional(.string)), Member("building", .optional(.string)),
        Member("riser", .optional(.string)), Member("floor", .optional(.integer(nil, nil))),
        Member("location", .optional(.named("Location"))),
    ]

    private static let times: [Member] = [
        "orderedAt", "ackBy", "arriveBy", "rescueBy", "visitBy", "seenAt", "acceptedAt",
        "enrouteAt", "onsceneAt", "rescueAt", "safeAt", "closedAt", "lastHeardAt",
    ].map { Member($0, .optional(.time)) }

    private static let words: [Member] = [
        "valve", "located", "homeCentre", "centre", "team", "seenBy", "reason", "partOf",
        "previous",
    ].map { Member($0, .optional(.string)) }

    private static let measured: [Member] = ["gas", "pressure", "flow", "temp"]
        .map { Member($0, .optional(.number)) }

    private static let eta = Shape.object([
        Member("seconds", .integer(0, nil)), Member("turnout", .integer(0, nil)),
        Member("travel", .integer(0, nil)), Member("access", .integer(0, nil)),
        Member("model", .string), .may("calibration", .integer(nil, nil)),
    ])

    private static let rejection = Shape.object([
        Member("team", .string), Member("reason", .string),
        Member("seconds", .optional(.integer(0, nil))),
    ])

    private static let callOut = Shape.object([
        Member("team", .optional(.string)), Member("centre", .string), Member("at", .time),
        Member("answer", .optional(.string)),
    ])

    private static let milestone = Shape.object([
        Member("priority", .word(Vocabulary.priorities)), Member("raisedAt", .time),
        Member("arriveBy", .time), Member("rescueBy", .time),
    ])

    private static let contact = Shape.object([
        Member("role", .string), Member("name", .string), Member("phone", .string),
    ])

    private static let way = Shape.object([
        Member("medium", .word(PartyRequest.media)), Member("state", .string),
        Member("message", .integer(0, nil)), Member("at", .time),
        Member("fault", .optional(.string)),
    ])

    private static let notice = Shape.object([
        Member("party", .string),
        Member(
            "state",
            .word(["held", "queued", "sent", "delivered", "answered", "failed", "withdrawn"])),
        Member("conditions", .list(.string)), Member("raisedAt", .time),
        Member("pressBy", .optional(.time)), Member("pressedBy", .optional(.string)),
        Member("answeredAt", .optional(.time)), Member("answeredBy", .optional(.string)),
        Member("answer", .optional(.string)), Member("overAt", .optional(.time)),
        Member("ways", .list(way)),
    ])

    private static let unledHome = Shape.object([
        Member("incident", .string), Member("valve", .string),
        Member("address", .optional(.string)), Member("floor", .optional(.integer(nil, nil))),
        Member("priority", .word(Vocabulary.priorities)), Member("gas", .optional(.number)),
    ])

    private static let shelf = Shape.object([
        Member("until", .time), Member("by", .string), Member("reason", .string),
    ])

    /// Members of an area event alone, and of the alarm's life cycle.
    private static let event: [Member] = [
        .may("scope", .word(["riser", "building", "area", "fleet"])),
        .may("of", .word(Vocabulary.kinds)),
        .may(
            "rule",
            .word([
                "many_together", "building_gas", "riser_overpressure", "possible_explosion",
                "broker_lost",
            ])),
        .may("valves", .list(.string)), .may("standing", .integer(0, nil)),
        .may("overAt", .optional(.time)), .may("unled", .list(unledHome)),
        Member("alarmState", .optional(.word(Vocabulary.alarmStates))),
        Member("shelved", .optional(shelf)),
    ]

    /// What was seen, in one sentence.
    static let reason = Shape.object([Member("en", .string), Member("zh", .string)])

    static let incident = Shape.object(
        [
            Member("id", .string), Member("kind", .word(Vocabulary.kinds)),
            Member("axis", .string), Member("findings", .list(.string)),
            Member("priority", .word(Vocabulary.priorities)),
            Member("state", .word(Vocabulary.states)), Member("area", .string),
            Member("revision", .integer(0, nil)), Member("mode", .word(Vocabulary.modes)),
            Member("raisedAt", .time), Member("rescueInferred", .flag),
            Member("eta", .optional(eta)), Member("inCircle", .optional(.flag)),
            Member("inTime", .optional(.flag)), Member("escalation", .integer(0, nil)),
            Member("reasons", .list(.string)), Member("rejected", .list(rejection)),
            Member("position", .word(Vocabulary.positions)), Member("why", .optional(reason)),
            Member("entry", .word(["forbidden", "caution", "open"])),
            Member("calls", .list(callOut)), Member("milestones", .list(milestone)),
            Member("durable", .flag), Member("notices", .list(notice)),
            .may("category", .string), .may("accessNote", .string),
            .may("contacts", .list(contact)), .may("further", .list(further)),
        ] + place + times + words + measured + event)

    private static let further = Shape.object([
        Member("column", .string), Member("value", .string),
    ])

    private static let axis = Shape.object([
        Member("axis", .string), Member("current", .list(.string)),
        Member("priority", .optional(.string)), Member("incident", .optional(.string)),
        Member("acknowledged", .flag), Member("severity", .optional(.string)),
        Member("state", .optional(.word(Vocabulary.alarmStates))),
    ])

    static let valve = Shape.object(
        [
            Member("id", .string), Member("area", .string), Member("registered", .flag),
            Member("retired", .flag), Member("position", .word(Vocabulary.positions)),
            Member("battery", .optional(.integer(0, 100))),
            Member("rssi", .optional(.integer(-150, 0))), Member("flags", .list(.string)),
            Member("link", .word(["online", "offline", "unknown"])),
            Member("lastHeardAt", .optional(.time)), Member("gasAt", .optional(.time)),
            Member("ts", .optional(.integer(nil, nil))),
            Member("boot", .optional(.integer(0, 4_294_967_295))),
            Member("seq", .optional(.integer(0, 4_294_967_295))),
            Member("alarm", .optional(.string)), Member("cause", .optional(.string)),
            Member("profile", .string), Member("centre", .optional(.string)),
            Member("testUntil", .optional(.time)),
            Member("outOfService", .optional(shelf)), Member("axes", .list(axis)),
            Member("incidents", .list(.string)),
        ] + place + measured)
}
