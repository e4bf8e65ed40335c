internal import ControlRoom
internal import Rescue
internal import Settings
internal import ValveModel

/// What of the settings does not fit the registered homes. Each is allowed, and each disarms the watch
/// where it is a slip of the pen, so that `check-config`, a start and a reload say it.
enum RegistryFit {
    /// Metres from a centre to the nearest of its homes beyond which it is not one of the district: a
    /// vehicle needs half an hour for them at 30 km/h, six times the whole circle.
    static let strangeMetres = 15_000.0
    /// Areas named in a note; a registry of another city has hundreds.
    static let areasNamedMax = 5

    static func notes(_ settings: DaemonSettings, _ households: [Household]) -> [String] {
        let rules = settings.rescue.rules
        return parties(settings.rescue.parties.rules, households)
            + orphans(rules, households) + far(rules, households)
    }

    private static func parties(_ rules: PartyRules, _ households: [Household]) -> [String] {
        if rules.parties.isEmpty {
            return ["No party is told of anything: parties: names nobody."]
        }
        guard !households.isEmpty else { return [] }
        return rules.parties.compactMap { party in
            guard case .column(let column) = party.number,
                !households.contains(where: { !$0.cell(column).isEmpty })
            else { return nil }
            return "No home has a number in the column \(column), by which the party "
                + "\(party.id) is told: it is told of nothing by telephone."
        }
    }

    private static func orphans(_ rules: RescueRules, _ households: [Household]) -> [String] {
        let owned = Set(rules.centres.flatMap(\.areas))
        let orphans = households.filter { !owned.contains($0.area) }
        guard !orphans.isEmpty else { return [] }
        let areas = Set(orphans.map(\.area.description)).sorted()
        let more = areas.count > areasNamedMax ? " and \(areas.count - areasNamedMax) more" : ""
        return [
            "Homes in areas of no centre, which have none of their own: \(orphans.count), in "
                + areas.prefix(areasNamedMax).joined(separator: ", ") + more + "."
        ]
    }

    private static func far(_ rules: RescueRules, _ households: [Household]) -> [String] {
        rules.centres.compactMap { centre in
            let areas = Set(centre.areas)
            let nearest = households.lazy.filter { areas.contains($0.area) }
                .map { GreatCircle.metres(from: centre.place, to: $0.location) }.min()
            guard let nearest, nearest > strangeMetres else { return nil }
            let kilometres = Int(nearest / 1_000)
            return "The centre \(centre.id) stands \(kilometres) km from the nearest of its homes: "
                + "look at its lat and lon."
        }
    }
}
