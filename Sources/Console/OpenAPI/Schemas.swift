import ConsoleAPI

/// The schemas of the OpenAPI document by name. `Tests/ConsoleTests` holds them against what the
/// views write.
enum Schemas {
    static let all: [(name: String, shape: Shape)] =
        [
            ("Incident", incident), ("Valve", valve), ("Team", team), ("Centre", centre),
            ("Status", status), ("Readiness", readiness), ("Reject", reject),
            ("TimelineEntry", timelineEntry), ("Command", command),
            ("RegistryChange", registryChange), ("Location", location), ("Fault", fault),
            ("Count", count), ("ResponseStats", responseStats), ("Coverage", coverage),
            ("RoadClosing", roadClosing), ("AlarmStats", alarmStats),
            ("Visit", visit), ("Canary", canary), ("Calibration", calibration),
            ("Standby", standby), ("CentreStandby", centreStandby), ("JournalCopy", journalCopy),
        ] + requests + roadRequests + calibrationRequests + standbyRequests + [("Problem", problem)]

    static let location = Shape.object([Member("lat", .number), Member("lon", .number)])
    static let fault = Shape.object([
        Member("code", .string), Member("message", .string), Member("since", .time),
    ])
    static let count = Shape.object([Member("name", .string), Member("count", .integer(0, nil))])

    static let team = Shape.object([
        Member("id", .string), Member("name", .string), Member("centre", .string),
        Member("configured", .flag), Member("available", .flag), Member("unresponsive", .flag),
        Member("incident", .optional(.string)), Member("called", .list(.string)),
        Member("turnout", .integer(0, nil)), Member("location", .optional(.named("Location"))),
        Member("locationAt", .optional(.time)), Member("locationTooOld", .flag),
        Member("countedFrom", .optional(.word(["location", "post", "centre"]))),
        Member("post", .optional(.named("Location"))), Member("atPost", .optional(.flag)),
        Member("shifts", .list(.string)), Member("onShift", .optional(.flag)),
        Member("changedAt", .optional(.time)), Member("changedBy", .optional(.string)),
    ])

    static let centre = Shape.object([
        Member("id", .string), Member("name", .string),
        Member("link", .word(["online", "offline", "unknown"])),
        Member("location", .named("Location")), Member("areas", .list(.string)),
        Member("teams", .list(.string)), Member("teamsAvailable", .integer(0, nil)),
        Member("incidentsOpen", .integer(0, nil)), Member("valves", .integer(0, nil)),
    ])

    static let status = Shape.object([
        Member("node", .string), Member("version", .string), Member("startedAt", .time),
        Member("now", .time), Member("health", .word(["ok", "degraded"])),
        Member("faults", .list(.named("Fault"))), Member("broker", .string),
        Member("rescueBroker", .string), Member("valves", .integer(0, nil)),
        Member("valvesRegistered", .integer(0, nil)), Member("valvesOnline", .integer(0, nil)),
        Member("valvesOffline", .integer(0, nil)), Member("valvesHeard", .integer(0, nil)),
        Member("incidentsOpen", .list(.named("Count"))),
        Member("incidentsUnseen", .integer(0, nil)), Member("teamsAvailable", .integer(0, nil)),
        Member("teams", .integer(0, nil)),
        Member("calibrations", .list(.named("Calibration"))),
        Member("canaries", .list(.named("Canary"))),
        Member("counters", .list(.named("Count"))),
    ])

    static let canary = Shape.object([
        Member("broker", .word(["valve", "rescue"])),
        Member("milliseconds", .optional(.integer(0, nil))), Member("heardAt", .optional(.time)),
        Member("dropped", .optional(.integer(0, nil))),
    ])

    static let journalCopy = Shape.object([
        Member("path", .string), Member("bytes", .integer(0, nil)), Member("at", .time),
    ])

    static let readiness = Shape.object([
        Member("status", .word(["degraded"])), Member("faults", .list(.named("Fault"))),
    ])

    static let reject = Shape.object([
        Member("reason", .string), Member("count", .integer(0, nil)),
        Member(
            "samples",
            .list(
                .object([
                    Member("at", .time), Member("topic", .string), Member("excerpt", .string),
                ]))),
    ])

    static let timelineEntry = Shape.object([
        Member("at", .time), Member("what", .string), Member("by", .optional(.string)),
        Member("text", .string), Member("why", .optional(reason)),
    ])

    static let command = Shape.object([
        Member("id", .string), Member("valve", .string), Member("action", .word(["close"])),
        Member("sentAt", .time),
    ])

    static let registryChange = Shape.object([
        Member("valves", .integer(0, nil)), Member("added", .integer(0, nil)),
        Member("changed", .integer(0, nil)), Member("retired", .integer(0, nil)),
    ])

    static let problem = Shape.object([
        Member("type", .string), Member("status", .integer(400, 599)),
        Member("code", .string), Member("title", .string), Member("detail", .string),
        .may("by", .string), .may("at", .time), .may("revision", .integer(0, nil)),
        .may("errors", .list(.string)),
    ])

    private static let requests: [(name: String, shape: Shape)] = [
        (
            "StepRequest",
            .object([
                Member("by", .string), .may("revision", .integer(0, nil)), .may("note", .string),
                .may("team", .string), .may("centre", .string), .may("also", .flag),
                .may("accepted", .flag),
                .may("reason", .string), .may("verifiedBy", .string),
                .may("minutes", .integer(in: RequestRanges.shelvingMinutes)),
            ])
        ),
        ("CloseRequest", .object([Member("by", .string)])),
        (
            "PartyRequest",
            .object([
                Member("by", .string), Member("word", .word(PartyRequest.words)),
                .may("medium", .word(PartyRequest.media)), .may("number", .integer(1, nil)),
                .may("note", .string),
            ])
        ),
        (
            "DrillRequest",
            .object([
                Member("by", .string), Member("valve", .string),
                .may("minutes", .integer(in: RequestRanges.testMinutes)),
                .may("kind", .word(Vocabulary.kinds)),
            ])
        ),
        (
            "TestRequest",
            .object([
                Member("by", .string), Member("minutes", .integer(in: RequestRanges.testMinutes)),
            ])
        ),
        (
            "ServiceRequest",
            .object([
                Member("by", .string), Member("inService", .flag),
                .may("minutes", .integer(in: RequestRanges.serviceMinutes)),
                .may("reason", .string),
            ])
        ),
        (
            "TeamRequest",
            .object([
                Member("by", .string), Member("available", .flag),
                .may("location", .named("Location")),
            ])
        ),
    ]
}
