/// A home that waits for somebody to open its valve: `GET incidents/{id}/visits`.
package struct VisitView: Decodable, Equatable, Sendable, JSONWritable {
    /// Place in the order, from 1.
    package var place: Int
    package var valve: String
    /// 1, the most vulnerable, to 6.
    package var vulnerability: Int
    package var address: String?
    package var building: String?
    package var floor: Int?
    package var position: String

    package init(place: Int, valve: String, vulnerability: Int, position: String) {
        self.place = place
        self.valve = valve
        self.vulnerability = vulnerability
        self.position = position
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("place", place)
            object.field("valve", valve)
            object.field("vulnerability", vulnerability)
            object.field("address", address)
            object.field("building", building)
            object.field("floor", floor)
            object.field("position", position)
        }
    }
}
