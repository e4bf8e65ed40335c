/// The daemon's own state, as `GET /api/v1/status` and `gaswatch status` show it.
package struct StatusView: Decodable, Equatable, Sendable, JSONWritable {
    /// One thing that is not as it should be, in words for the person who must act.
    package struct Fault: Decodable, Equatable, Sendable {
        package var code: String
        package var message: String
        package var since: String
        package init(code: String, message: String, since: String) {
            self.code = code
            self.message = message
            self.since = since
        }
    }

    package struct Count: Decodable, Equatable, Sendable {
        package var name: String
        package var count: Int
        package init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    package var node: String
    package var version: String
    package var startedAt: String
    package var now: String
    /// `ok` or `degraded`.
    package var health: String
    package var faults: [Fault]
    package var broker: String
    package var rescueBroker: String
    package var valves: Int
    package var valvesRegistered: Int
    package var valvesOnline: Int
    package var valvesOffline: Int
    package var valvesHeard: Int
    package var incidentsOpen: [Count]
    package var incidentsUnseen: Int
    package var teamsAvailable: Int
    package var teams: Int
    /// What operators have accepted of the measured arrivals; every estimate contains it.
    package var calibrations: [CalibrationView]?
    /// The daemon's own messages through each broker.
    package var canaries: [CanaryView]
    /// Cumulative counters since the start: messages, alarms, receipts, duplicates, rejects, ….
    package var counters: [Count]

    package init(node: String, version: String, startedAt: String, now: String) {
        self.node = node
        self.version = version
        self.startedAt = startedAt
        self.now = now
        health = "ok"
        faults = []
        broker = "disconnected"
        rescueBroker = "disconnected"
        valves = 0
        valvesRegistered = 0
        valvesOnline = 0
        valvesOffline = 0
        valvesHeard = 0
        incidentsOpen = []
        incidentsUnseen = 0
        teamsAvailable = 0
        teams = 0
        canaries = []
        counters = []
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("node", node)
            object.field("version", version)
            object.field("startedAt", startedAt)
            object.field("now", now)
            object.field("health", health)
            object.array("faults") { array in
                for fault in faults {
                    array.object {
                        $0.field("code", fault.code)
                        $0.field("message", fault.message)
                        $0.field("since", fault.since)
                    }
                }
            }
            object.field("broker", broker)
            object.field("rescueBroker", rescueBroker)
            object.field("valves", valves)
            object.field("valvesRegistered", valvesRegistered)
            object.field("valvesOnline", valvesOnline)
            object.field("valvesOffline", valvesOffline)
            object.field("valvesHeard", valvesHeard)
            Self.write(incidentsOpen, as: "incidentsOpen", into: &object)
            object.field("incidentsUnseen", incidentsUnseen)
            object.field("teamsAvailable", teamsAvailable)
            object.field("teams", teams)
            object.array("calibrations") { array in
                for calibration in calibrations ?? [] { calibration.write(into: &array) }
            }
            object.array("canaries") { array in
                for canary in canaries { canary.write(into: &array) }
            }
            Self.write(counters, as: "counters", into: &object)
        }
    }

    private static func write(
        _ counts: [Count], as name: StaticString, into object: inout JSONWriter
    ) {
        object.array(name) { array in
            for count in counts {
                array.object {
                    $0.field("name", count.name)
                    $0.field("count", count.count)
                }
            }
        }
    }
}

/// One way through a broker as the daemon's own messages find it.
package struct CanaryView: Decodable, Equatable, Sendable, JSONWritable {
    /// `valve` or `rescue`.
    package var broker: String
    /// How long the newest took to come back; `nil` before the first.
    package var milliseconds: Int?
    package var heardAt: String?
    /// Messages the broker has dropped since the daemon listens; `nil` where it does not say.
    package var dropped: Int?

    package init(broker: String, milliseconds: Int?, heardAt: String?, dropped: Int?) {
        self.broker = broker
        self.milliseconds = milliseconds
        self.heardAt = heardAt
        self.dropped = dropped
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("broker", broker)
            object.field("milliseconds", milliseconds)
            object.field("heardAt", heardAt)
            object.field("dropped", dropped)
        }
    }
}

/// Messages that were not accepted, by reason, with the newest samples.
package struct RejectView: Decodable, Equatable, Sendable, JSONWritable {
    package struct Sample: Decodable, Equatable, Sendable {
        package var at: String
        package var topic: String
        /// The first bytes of the body, unprintable ones escaped.
        package var excerpt: String
        package init(at: String, topic: String, excerpt: String) {
            self.at = at
            self.topic = topic
            self.excerpt = excerpt
        }
    }

    package var reason: String
    package var count: Int
    package var samples: [Sample]

    /// How the reason of a field ends that messages did not have. Nothing was wrong with them.
    package static let absentEnd = "_absent"

    /// Whether it counts messages that had no such field.
    package var isOfAbsence: Bool { reason.hasSuffix(Self.absentEnd) }

    package init(reason: String, count: Int, samples: [Sample]) {
        self.reason = reason
        self.count = count
        self.samples = samples
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("reason", reason)
            object.field("count", count)
            object.array("samples") { array in
                for sample in samples {
                    array.object {
                        $0.field("at", sample.at)
                        $0.field("topic", sample.topic)
                        $0.field("excerpt", sample.excerpt)
                    }
                }
            }
        }
    }
}

/// One line of an incident's history.
package struct TimelineView: Decodable, Equatable, Sendable, JSONWritable {
    package var at: String
    package var what: String
    package var by: String?
    package var text: String
    /// Of a finding: what was seen.
    package var why: ReasonView?

    package init(at: String, what: String, by: String?, text: String, why: ReasonView? = nil) {
        self.at = at
        self.what = what
        self.by = by
        self.text = text
        self.why = why
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("at", at)
            object.field("what", what)
            object.field("by", by)
            object.field("text", text)
            ReasonView.write(why, into: &object)
        }
    }
}
