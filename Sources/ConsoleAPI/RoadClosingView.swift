/// A closed road as the API shows it.
package struct RoadClosingView: Decodable, Equatable, Sendable, JSONWritable {
    package var id: String
    /// OpenStreetMap id of a way that is closed whole.
    package var way: Int?
    /// The place whose nearest piece of road is closed, or the middle of an area.
    package var location: LocationView?
    /// Radius of the area in metres.
    package var radius: Double?
    /// Pieces of road that are closed.
    package var segments: Int
    package var by: String
    package var at: String
    package var until: String
    package var note: String?

    package init(id: String, segments: Int, by: String, at: String, until: String) {
        self.id = id
        self.segments = segments
        self.by = by
        self.at = at
        self.until = until
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("id", id)
            object.field("way", way)
            object.field("location", location)
            object.field("radius", radius)
            object.field("segments", segments)
            object.field("by", by)
            object.field("at", at)
            object.field("until", until)
            object.field("note", note)
        }
    }
}

/// Body of `POST roads/close`: a way, or a place, with a radius for an area.
package struct RoadRequest: Codable, Equatable, Sendable {
    package var by: String
    package var way: Int?
    package var lat: Double?
    package var lon: Double?
    package var radius: Double?
    /// Minutes until it opens by itself, 1 … 10,080.
    package var minutes: Int
    package var note: String?

    package init(by: String, minutes: Int) {
        self.by = by
        self.minutes = minutes
    }
}

/// Body of a change that needs nothing but a signature.
package struct SignedRequest: Codable, Equatable, Sendable {
    package var by: String

    package init(by: String) { self.by = by }
}
