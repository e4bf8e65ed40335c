/// Who reaches whom inside the circle, household by household, as the API and the CLI show it.
package struct CoverageView: Decodable, Equatable, Sendable, JSONWritable {
    /// Households by the number of teams whose circle holds them.
    package struct Levels: Codable, Equatable, Sendable {
        package var none: Int
        package var one: Int
        package var more: Int

        enum CodingKeys: String, CodingKey {
            case none = "0"
            case one = "1"
            case more = "2+"
        }

        package init(none: Int, one: Int, more: Int) {
            self.none = none
            self.one = one
            self.more = more
        }

        func write(into object: inout JSONWriter) {
            object.object("covered") {
                $0.field("0", none)
                $0.field("1", one)
                $0.field("2+", more)
            }
        }
    }

    /// The households whose home centre it is, and what its own teams reach anywhere.
    package struct Centre: Decodable, Equatable, Sendable {
        package var households: Int
        package var covered: Levels
        /// Teams that could be sent.
        package var teams: Int
        /// Households that at least one of its teams reaches inside the circle.
        package var reached: Int

        package init(households: Int, covered: Levels, teams: Int, reached: Int) {
            self.households = households
            self.covered = covered
            self.teams = teams
            self.reached = reached
        }
    }

    /// A household that no team reaches inside the circle.
    package struct Uncovered: Decodable, Equatable, Sendable, JSONWritable {
        package var valve: String
        /// The team with the smallest estimate; nil when there is none.
        package var best: String?
        package var seconds: Int?
        /// `roads` or `detour`; nil without an estimate.
        package var model: String?

        package init(valve: String, best: String?, seconds: Int?, model: String?) {
            self.valve = valve
            self.best = best
            self.seconds = seconds
            self.model = model
        }

        package func write(into writer: inout JSONWriter) {
            writer.object { object in
                object.field("valve", valve)
                object.field("best", best)
                object.field("seconds", seconds)
                object.field("model", model)
            }
        }
    }

    /// Where so many further teams would gain most.
    package struct Suggestion: Decodable, Equatable, Sendable {
        package struct Site: Decodable, Equatable, Sendable {
            package var lat: Double
            package var lon: Double
            /// A household at that place.
            package var valve: String
            /// Households it adds to those of the sites before it.
            package var gained: Int

            package init(lat: Double, lon: Double, valve: String, gained: Int) {
                self.lat = lat
                self.lon = lon
                self.valve = valve
                self.gained = gained
            }
        }

        /// How many further teams.
        package var count: Int
        /// Households gained by all of them.
        package var gained: Int
        /// Places compared; over them no other choice gains more.
        package var candidates: Int
        package var sites: [Site]

        package init(count: Int, gained: Int, candidates: Int, sites: [Site]) {
            self.count = count
            self.gained = gained
            self.candidates = candidates
            self.sites = sites
        }
    }

    /// Where free teams would wait better.
    package struct Standby: Decodable, Equatable, Sendable {
        package struct Move: Decodable, Equatable, Sendable {
            package var team: String
            package var lat: Double
            package var lon: Double
            /// A household at that place.
            package var valve: String
            /// Households gained in expectation, after the moves before it.
            package var gained: Double

            package init(team: String, lat: Double, lon: Double, valve: String, gained: Double) {
                self.team = team
                self.lat = lat
                self.lon = lon
                self.valve = valve
                self.gained = gained
            }
        }

        /// The share of time in which a team is not free.
        package var busy: Double
        /// Expected households inside the circle of a free team, now and after all moves.
        package var before: Double
        package var after: Double
        package var candidates: Int
        package var moves: [Move]

        package init(busy: Double, before: Double, after: Double, candidates: Int, moves: [Move]) {
            self.busy = busy
            self.before = before
            self.after = after
            self.candidates = candidates
            self.moves = moves
        }
    }

    package var households: Int
    package var covered: Levels
    package var byCentre: [String: Centre]
    /// Households by what their best estimate stands on: `roads`, `detour`, `none`.
    package var model: [String: Int]
    package var uncovered: [Uncovered]
    package var suggestedSites: [Suggestion]
    /// Only when it was asked for.
    package var standby: Standby?

    package init(households: Int, covered: Levels) {
        self.households = households
        self.covered = covered
        byCentre = [:]
        model = [:]
        uncovered = []
        suggestedSites = []
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("households", households)
            covered.write(into: &object)
            object.object("byCentre") { centres in
                for (name, centre) in byCentre.sorted(by: { $0.key < $1.key }) {
                    centres.name(name)
                    centres.object { fields in
                        fields.field("households", centre.households)
                        centre.covered.write(into: &fields)
                        fields.field("teams", centre.teams)
                        fields.field("reached", centre.reached)
                    }
                }
            }
            object.object("model") { fields in
                for (name, count) in model.sorted(by: { $0.key < $1.key }) {
                    fields.field(name, count)
                }
            }
            object.array("uncovered") { rows in
                for row in uncovered { row.write(into: &rows) }
            }
            object.array("suggestedSites") { rows in
                for row in suggestedSites { Self.write(row, into: &rows) }
            }
            if let standby { Self.write(standby, into: &object) }
        }
    }

    static func write(_ standby: Standby, into object: inout JSONWriter) {
        func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
        object.object("standby") { advice in
            advice.field("busy", standby.busy)
            advice.field("before", tenths(standby.before))
            advice.field("after", tenths(standby.after))
            advice.field("candidates", standby.candidates)
            advice.array("moves") { moves in
                for move in standby.moves {
                    moves.object {
                        $0.field("team", move.team)
                        $0.field("lat", move.lat)
                        $0.field("lon", move.lon)
                        $0.field("valve", move.valve)
                        $0.field("gained", tenths(move.gained))
                    }
                }
            }
        }
    }

    private static func write(_ row: Suggestion, into writer: inout JSONWriter) {
        writer.object { object in
            object.field("count", row.count)
            object.field("gained", row.gained)
            object.field("candidates", row.candidates)
            object.array("sites") { sites in
                for site in row.sites {
                    sites.object {
                        $0.field("lat", site.lat)
                        $0.field("lon", site.lon)
                        $0.field("valve", site.valve)
                        $0.field("gained", site.gained)
                    }
                }
            }
        }
    }
}
