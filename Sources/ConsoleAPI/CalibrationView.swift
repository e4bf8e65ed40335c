/// What an operator has accepted of the measured difference between estimate and arrival.
package struct CalibrationView: Decodable, Equatable, Sendable, JSONWritable {
    package struct Hour: Decodable, Equatable, Sendable {
        package var hour: Int
        package var seconds: Int
        /// Arrivals it was measured by.
        package var count: Int

        package init(hour: Int, seconds: Int, count: Int) {
            self.hour = hour
            self.seconds = seconds
            self.count = count
        }
    }

    package var centre: String
    package var by: String
    package var at: String
    package var hours: [Hour]

    package init(centre: String, by: String, at: String, hours: [Hour]) {
        self.centre = centre
        self.by = by
        self.at = at
        self.hours = hours
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("centre", centre)
            object.field("by", by)
            object.field("at", at)
            object.array("hours") { array in
                for hour in hours {
                    array.object {
                        $0.field("hour", hour.hour)
                        $0.field("seconds", hour.seconds)
                        $0.field("count", hour.count)
                    }
                }
            }
        }
    }
}

/// Body of `POST calibrations/{centre}`.
package struct CalibrationRequest: Codable, Equatable, Sendable {
    package var by: String
    /// Over how many days it is measured, 1 … 400; 30 when absent.
    package var days: Int?

    package init(by: String, days: Int? = nil) {
        self.by = by
        self.days = days
    }
}
