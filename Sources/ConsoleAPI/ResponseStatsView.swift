/// How well the five-minute circle was kept: `GET stats/response`.
package struct ResponseStatsView: Decodable, Equatable, Sendable, JSONWritable {
    /// One milestone over many incidents.
    package struct Milestone: Decodable, Equatable, Sendable {
        /// Seconds that are allowed.
        package var limit: Int
        /// Incidents that reached it, or whose time for it has passed.
        package var due: Int
        package var inTime: Int
        /// `inTime` of `due`, 0 … 1; `nil` where none was due.
        package var share: Double?
        /// Seconds.
        package var median: Int?
        /// Seconds within which nine of ten reached it.
        package var p90: Int?

        package init(limit: Int, due: Int, inTime: Int, median: Int?, p90: Int?) {
            self.limit = limit
            self.due = due
            self.inTime = inTime
            share =
                due == 0 ? nil : (Double(inTime) / Double(due) * 10_000).rounded() / 10_000
            self.median = median
            self.p90 = p90
        }
    }

    /// One centre, or all together.
    package struct Row: Decodable, Equatable, Sendable {
        /// `nil` for all together.
        package var centre: String?
        package var incidents: Int
        package var response: Milestone
        package var arrival: Milestone
        package var rescue: Milestone
        package var declined: Int
        package var silent: Int

        package init(
            centre: String?, incidents: Int, response: Milestone, arrival: Milestone,
            rescue: Milestone, declined: Int, silent: Int
        ) {
            self.centre = centre
            self.incidents = incidents
            self.response = response
            self.arrival = arrival
            self.rescue = rescue
            self.declined = declined
            self.silent = silent
        }
    }

    /// Estimated against actual arrival in one hour of the day.
    package struct Calibration: Decodable, Equatable, Sendable {
        package var centre: String
        package var hour: Int
        package var count: Int
        package var estimated: Int
        package var actual: Int
        package var offset: Int
        /// Seconds that an operator has accepted and that every estimate contains now.
        package var applied: Int

        package init(
            centre: String, hour: Int, count: Int, estimated: Int, actual: Int, offset: Int,
            applied: Int
        ) {
            self.centre = centre
            self.hour = hour
            self.count = count
            self.estimated = estimated
            self.actual = actual
            self.offset = offset
            self.applied = applied
        }
    }

    package var since: String
    package var until: String
    package var mode: String
    package var total: Row
    package var centres: [Row]
    package var calibration: [Calibration]

    package init(
        since: String, until: String, mode: String, total: Row, centres: [Row],
        calibration: [Calibration]
    ) {
        self.since = since
        self.until = until
        self.mode = mode
        self.total = total
        self.centres = centres
        self.calibration = calibration
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("since", since)
            object.field("until", until)
            object.field("mode", mode)
            object.name("total")
            total.write(into: &object)
            object.array("centres") { array in for row in centres { row.write(into: &array) } }
            object.array("calibration") { array in
                for hour in calibration { hour.write(into: &array) }
            }
        }
    }
}

extension ResponseStatsView.Row: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("centre", centre)
            object.field("incidents", incidents)
            for (name, milestone) in [
                ("response", response), ("arrival", arrival), ("rescue", rescue),
            ] {
                object.name(name)
                object.object {
                    $0.field("limit", milestone.limit)
                    $0.field("due", milestone.due)
                    $0.field("inTime", milestone.inTime)
                    $0.field("share", milestone.share)
                    $0.field("median", milestone.median)
                    $0.field("p90", milestone.p90)
                }
            }
            object.field("declined", declined)
            object.field("silent", silent)
        }
    }
}

extension ResponseStatsView.Calibration: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("centre", centre)
            object.field("hour", hour)
            object.field("count", count)
            object.field("estimated", estimated)
            object.field("actual", actual)
            object.field("offset", offset)
            object.field("applied", applied)
        }
    }
}
