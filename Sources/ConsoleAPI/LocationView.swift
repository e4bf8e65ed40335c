/// A place in bodies and answers of the API: WGS-84, in degrees.
package struct LocationView: Codable, Equatable, Sendable {
    package var lat: Double
    package var lon: Double
    package init(lat: Double, lon: Double) {
        self.lat = lat
        self.lon = lon
    }
}

extension JSONWriter {
    package mutating func field(_ name: StaticString, _ location: LocationView?) {
        guard let location else { return field(name, nil as String?) }
        object(name) {
            $0.field("lat", location.lat)
            $0.field("lon", location.lon)
        }
    }
}
