/// Where teams of one centre are to wait while they are free, by advice that was switched on.
package struct CentreStandbyView: Decodable, Equatable, Sendable, JSONWritable {
    package struct Post: Decodable, Equatable, Sendable {
        package var team: String
        package var lat: Double
        package var lon: Double
        /// Households gained in expectation, after the posts before it.
        package var gained: Int
        /// Whether the team has told that it is there; only then it counts there.
        package var reached: Bool

        package init(team: String, lat: Double, lon: Double, gained: Int, reached: Bool) {
            self.team = team
            self.lat = lat
            self.lon = lon
            self.gained = gained
            self.reached = reached
        }
    }

    package var centre: String
    package var on: Bool
    /// Who switched it on, and when; `nil` while it is off.
    package var by: String?
    package var at: String?
    package var posts: [Post]

    package init(centre: String, by: String?, at: String?, posts: [Post]) {
        self.centre = centre
        on = !posts.isEmpty
        self.by = by
        self.at = at
        self.posts = posts
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("centre", centre)
            object.field("on", on)
            object.field("by", by)
            object.field("at", at)
            object.array("posts") { array in
                for post in posts {
                    array.object {
                        $0.field("team", post.team)
                        $0.field("location", LocationView(lat: post.lat, lon: post.lon))
                        $0.field("gained", post.gained)
                        $0.field("reached", post.reached)
                    }
                }
            }
        }
    }
}

extension CentreStandbyView.Post {
    private enum Keys: String, CodingKey { case team, location, gained, reached }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        let place = try fields.decode(LocationView.self, forKey: .location)
        self.init(
            team: try fields.decode(String.self, forKey: .team), lat: place.lat, lon: place.lon,
            gained: try fields.decode(Int.self, forKey: .gained),
            reached: try fields.decode(Bool.self, forKey: .reached))
    }
}

/// `GET standby`: advice for the teams that are free now, and what is switched on.
package struct StandbyView: Decodable, Equatable, Sendable, JSONWritable {
    package var standby: CoverageView.Standby
    package var centres: [CentreStandbyView]

    package init(standby: CoverageView.Standby, centres: [CentreStandbyView]) {
        self.standby = standby
        self.centres = centres
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            CoverageView.write(standby, into: &object)
            object.array("centres") { array in for centre in centres { centre.write(into: &array) }
            }
        }
    }
}

/// Body of `POST standby/{centre}`.
package struct StandbyRequest: Codable, Equatable, Sendable {
    package var by: String
    package var on: Bool
    /// Per cent of the time in which a team is not free, 0 … 99; 30 when absent.
    package var busy: Int?

    package init(by: String, on: Bool, busy: Int? = nil) {
        self.by = by
        self.on = on
        self.busy = busy
    }
}
