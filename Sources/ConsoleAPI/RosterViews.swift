/// A response team as the API shows it.
package struct TeamView: Decodable, Equatable, Sendable, JSONWritable {
    package var id: String
    package var name: String
    package var centre: String
    package var configured: Bool
    package var available: Bool
    package var unresponsive: Bool
    /// The incident the team has accepted and not finished.
    package var incident: String?
    /// Incidents it is called out to and has not answered.
    package var called: [String]
    package var turnout: Int
    package var location: LocationView?
    /// When that place was told; `nil` for the one of `centres.yaml`.
    package var locationAt: String?
    /// Whether it is too old to be counted on.
    package var locationTooOld: Bool?
    /// Where estimates count the team from: `location`, `post` (its own place) or `centre`.
    package var countedFrom: String?
    /// Its standby post, where its centre has that switched on, and whether it has told that it is
    /// there.
    package var post: LocationView?
    package var atPost: Bool?
    /// Such as `07:00-19:00`; empty for a team that is on duty all day.
    package var shifts: [String]?
    /// Whether one of them is now; `nil` without shifts.
    package var onShift: Bool?
    package var changedAt: String?
    package var changedBy: String?

    package init(
        id: String, name: String, centre: String, configured: Bool, available: Bool,
        unresponsive: Bool, turnout: Int
    ) {
        self.id = id
        self.name = name
        self.centre = centre
        self.configured = configured
        self.available = available
        self.unresponsive = unresponsive
        self.turnout = turnout
        called = []
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("id", id)
            object.field("name", name)
            object.field("centre", centre)
            object.field("configured", configured)
            object.field("available", available)
            object.field("unresponsive", unresponsive)
            object.field("incident", incident)
            object.field("called", called)
            object.field("turnout", turnout)
            object.field("location", location)
            object.field("locationAt", locationAt)
            object.field("locationTooOld", locationTooOld ?? false)
            object.field("countedFrom", countedFrom)
            if let post {
                object.object("post") {
                    $0.field("lat", post.lat)
                    $0.field("lon", post.lon)
                }
            } else {
                object.field("post", nil as String?)
            }
            object.field("atPost", atPost)
            object.field("shifts", shifts ?? [])
            object.field("onShift", onShift)
            object.field("changedAt", changedAt)
            object.field("changedBy", changedBy)
        }
    }
}

/// An emergency-response centre as the API shows it.
package struct CentreView: Decodable, Equatable, Sendable, JSONWritable {
    package var id: String
    package var name: String
    /// `online`, `offline` or `unknown` (it has never said).
    package var link: String
    package var location: LocationView
    package var areas: [String]
    package var teams: [String]
    package var teamsAvailable: Int
    package var incidentsOpen: Int
    package var valves: Int

    package init(id: String, name: String, link: String, location: LocationView) {
        self.id = id
        self.name = name
        self.link = link
        self.location = location
        areas = []
        teams = []
        teamsAvailable = 0
        incidentsOpen = 0
        valves = 0
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("id", id)
            object.field("name", name)
            object.field("link", link)
            object.field("location", location)
            object.field("areas", areas)
            object.field("teams", teams)
            object.field("teamsAvailable", teamsAvailable)
            object.field("incidentsOpen", incidentsOpen)
            object.field("valves", valves)
        }
    }
}
