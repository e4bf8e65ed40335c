internal import Incidents
internal import Rescue
internal import ValveModel

/// Where a valve is, for the incident that is raised there.
package struct PlaceBook: Sendable {
    let households: Households

    /// The place of a valve, as far as the registry and the centres know it.
    func place(
        of valve: ValveIndex, area: Area, homeCentre: (String) -> (id: String, place: Coordinate)?
    ) -> ValvePlace {
        let edition = households.current
        let name = households.name(valve).map(\.description) ?? "?"
        if let household = edition.household(valve) {
            var place = ValvePlace(valve: name, area: household.area.description)
            place.address = Self.text(household.address)
            place.building = Self.text(household.building)
            place.riser = Self.text(household.riser)
            place.floor = household.floor
            place.latitude = household.location.latitude
            place.longitude = household.location.longitude
            place.located = "registry"
            place.homeCentre = homeCentre(place.area)?.id
            return place
        }
        var place = ValvePlace(valve: name, area: area.description)
        let home = homeCentre(place.area)
        place.homeCentre = home?.id
        // An unregistered valve stands in the middle of its area; where nobody of the area is
        // registered, its centre is the best that is known.
        if let middle = edition.middles[area] ?? home?.place {
            place.latitude = middle.latitude
            place.longitude = middle.longitude
            place.located = "area"
        }
        return place
    }

    private static func text(_ text: String) -> String? { text.isEmpty ? nil : text }
}
