internal import ConsoleAPI
internal import Rescue
internal import RescueViews
internal import ValveModel

/// What `gaswatch coverage` is asked about, from files alone.
struct CoverageQuestion: Sendable {
    let rules: RescueRules
    let households: [Household]
    let model: TravelModel
    let ground: CoverageGround
    let teams: [CoverageTeam]
    /// Hour of the day, nil for none in particular: no factor applies then.
    let hour: Int?

    /// - Parameters:
    ///   - without: ids of teams that are away.
    ///   - minute: of the local day, 0 ..< 1440; with it teams out of their shift are away too.
    init(
        households: [Household], rules: RescueRules, roads: RoadNetwork?, without: Set<String>,
        minute: Int?
    ) {
        let hour = minute.map { $0 / 60 }
        self.rules = rules
        self.households = households
        self.hour = hour
        var model = TravelModel(rules: rules.travel, roads: roads)
        if let hour { model.speedFactor = rules.hours.speed[hour] }
        self.model = model
        var homeCentre: [Area: String] = [:]
        for centre in rules.centres {
            for area in centre.areas { homeCentre[area] = centre.id }
        }
        ground = CoverageGround(
            households.map {
                CoverageHome(place: $0.location, floor: $0.floor, centre: homeCentre[$0.area])
            }, model)
        teams = rules.centres.flatMap { centre in
            centre.teams.filter { team in
                !without.contains(team.id) && Self.isOnDuty(team, atMinute: minute)
            }.map { team in
                CoverageTeam(
                    id: team.id, centre: centre.id, place: team.place ?? centre.place,
                    turnout: hour.map { rules.hours.turnout(team.turnoutSeconds, atHour: $0) }
                        ?? team.turnoutSeconds)
            }
        }
    }

    private static func isOnDuty(_ team: TeamPlan, atMinute minute: Int?) -> Bool {
        guard let minute, !team.shifts.isEmpty else { return true }
        return team.shifts.contains { $0.holds(minute) }
    }

    /// Turnout of a team at a suggested site: the shipped default at that hour.
    var siteTurnout: Int {
        hour.map { rules.hours.turnout(60, atHour: $0) } ?? 60
    }

    /// The answer.
    ///
    /// - Parameters:
    ///   - siteCount: up to how many further sites are suggested, 0 … 3.
    ///   - busy: with it, where teams would wait better is worked out too.
    func answer(siteCount: Int, busy: Double?) -> CoverageView {
        let circle = RescueDesk.circleSeconds
        let coverage = ground.coverage(by: teams, model, circle: circle)
        let report = ground.report(coverage, by: teams, centres: rules.centres.map(\.id))
        var view = CoverageView(report) { households[$0].valve.description }
        let suggested = ground.sites(
            besides: coverage, model, turnout: siteTurnout, circle: circle, most: siteCount)
        view.suggestedSites = suggested.enumerated().map { index, sites in
            CoverageView.Suggestion(
                count: index + 1, gained: sites.gained, candidates: sites.candidates,
                sites: zip(sites.homes, sites.gains).map { home, gain in
                    CoverageView.Suggestion.Site(
                        lat: households[home].location.latitude,
                        lon: households[home].location.longitude,
                        valve: households[home].valve.description, gained: gain)
                })
        }
        if let busy { view.standby = standby(busy: busy) }
        return view
    }

    /// More moves than this on one evening nobody makes.
    private static let movesMax = 6

    private func standby(busy: Double) -> CoverageView.Standby {
        let advice = ground.standby(
            of: teams, model, circle: RescueDesk.circleSeconds, busy: busy,
            movesMax: Self.movesMax)
        return CoverageView.Standby(
            busy: busy, before: advice.before, after: advice.after, candidates: advice.candidates,
            moves: advice.moves.map { move in
                let household = households[move.home]
                return CoverageView.Standby.Move(
                    team: teams[move.team].id, lat: household.location.latitude,
                    lon: household.location.longitude, valve: household.valve.description,
                    gained: move.gained)
            })
    }

    /// The circles of all teams as GeoJSON (RFC 7946).
    func outlines() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.field("type", "FeatureCollection")
            object.array("features") { features in
                for team in teams {
                    let outline = model.outline(
                        from: team.place, turnout: team.turnout,
                        circle: RescueDesk.circleSeconds)
                    guard let outline else { continue }
                    Self.write(team, outline, hasRoads: model.roads != nil, into: &features)
                }
            }
        }
        return writer.bytes + [0x0A]
    }

    private static func write(
        _ team: CoverageTeam, _ outline: Outline, hasRoads: Bool, into writer: inout JSONWriter
    ) {
        writer.object { feature in
            feature.field("type", "Feature")
            feature.object("properties") {
                $0.field("team", team.id)
                $0.field("centre", team.centre)
                $0.field("seconds", RescueDesk.circleSeconds)
                $0.field("floor", 1)
                $0.field("model", (hasRoads ? TravelSource.roads : .detour).rawValue)
            }
            feature.object("geometry") { geometry in
                geometry.field("type", "MultiPolygon")
                geometry.array("coordinates") { polygons in
                    for patch in outline.patches {
                        polygons.array { rings in
                            for ring in [patch.outer] + patch.holes {
                                rings.array { corners in
                                    for corner in ring {
                                        corners.array {
                                            $0.value(degrees(corner.longitude))
                                            $0.value(degrees(corner.latitude))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Six decimals are eleven centimetres.
    private static func degrees(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}
