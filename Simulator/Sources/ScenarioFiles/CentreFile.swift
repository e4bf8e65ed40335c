package import SimulatedDistrict
internal import ValveModel
internal import Yams

/// What a `centres.yaml` says that the simulated people and their witness have to know: who may be
/// called, where they wait, and how long a way takes. The daemon checks the whole file.
package struct CentreFile: Equatable, Sendable {
    package private(set) var centres: [CentreSetup] = []
    package private(set) var travel = TravelRule()

    /// Reads the text of a file; the path is for messages.
    package init(_ text: String, path: String) throws(ScenarioFaults) {
        let faults = FaultList()
        if let top = Self.top(text, path, faults) {
            if let section = top.section("travel") { read(travel: section) }
            for node in top.list("centres") {
                if let section = ScenarioSection(node, "a centre", place: path, faults: faults) {
                    read(centre: section)
                }
            }
            if centres.allSatisfy(\.teams.isEmpty) {
                faults.add(path, 1, "names no centre with a team")
            }
        }
        guard faults.faults.isEmpty else { throw ScenarioFaults(faults: faults.faults) }
    }

    private static func top(
        _ text: String, _ path: String, _ faults: FaultList
    ) -> ScenarioSection? {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                faults.add(path, 1, "is empty; write at least one centre with a team")
                return nil
            }
            return ScenarioSection(node, "the file", place: path, faults: faults)
        } catch {
            faults.add(path, 1, "is no YAML: \(error)")
            return nil
        }
    }

    private mutating func read(travel section: ScenarioSection) {
        // The ranges only keep nonsense out; the daemon has the narrower ones.
        travel.speed = section.number("speed_kmh", in: 1...300) ?? travel.speed
        travel.detour = section.number("detour", in: 1...10) ?? travel.detour
        travel.access = section.number("access", in: 0...3_600) ?? travel.access
        travel.floor = section.number("floor", in: 0...3_600) ?? travel.floor
    }

    private mutating func read(centre section: ScenarioSection) {
        guard let id = section.text("id") else {
            section.faults.add(section.place, section.line, "a centre without an id")
            return
        }
        var setup = CentreSetup(id: id, teams: [])
        let centre = location(section)
        for node in section.list("teams") {
            guard
                let team = ScenarioSection(
                    node, "a team", place: section.place, faults: section.faults),
                let name = team.text("id")
            else { continue }
            setup.teams.append(name)
            guard let waits = location(team) ?? centre else { continue }
            // A minute is the contract's own example of a turnout.
            let turnout = team.number("turnout", in: 0...3_600) ?? 60
            setup.posts[name] = TeamPost(location: waits, turnout: turnout)
        }
        centres.append(setup)
    }

    private func location(_ section: ScenarioSection) -> Coordinate? {
        guard let latitude = section.number("lat", in: -90...90),
            let longitude = section.number("lon", in: -180...180)
        else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}
