/// A valve as the API and the CLI show it. Every value has an age: `lastHeardAt` and `gasAt`.
package struct ValveView: Decodable, Equatable, Sendable, JSONWritable {
    /// One latched aspect of the valve.
    package struct AxisView: Decodable, Equatable, Sendable {
        package var axis: String
        /// Kinds that hold now.
        package var current: [String]
        package var priority: String?
        package var incident: String?
        package var acknowledged: Bool
        /// Gravest priority of what holds now; `priority` is what has been latched.
        package var severity: String?
        /// State of the alarm after ISA-18.2.
        package var state: String?
        package init(
            axis: String, current: [String], priority: String?, incident: String?,
            acknowledged: Bool, severity: String? = nil, state: String? = nil
        ) {
            self.axis = axis
            self.current = current
            self.priority = priority
            self.incident = incident
            self.acknowledged = acknowledged
            self.severity = severity
            self.state = state
        }
    }

    package var id: String
    package var area: String
    package var registered: Bool
    package var retired: Bool
    package var position: String
    package var gas: Double?
    package var flow: Double?
    package var pressure: Double?
    package var temp: Double?
    package var battery: Int?
    package var rssi: Int?
    package var flags: [String]
    /// `online`, `offline` or `unknown`.
    package var link: String
    package var lastHeardAt: String?
    package var gasAt: String?
    package var ts: Int?
    package var boot: Int?
    package var seq: Int?
    package var alarm: String?
    package var cause: String?
    package var profile: String
    package var building: String?
    package var riser: String?
    package var floor: Int?
    package var address: String?
    package var location: LocationView?
    package var centre: String?
    /// When the declared test window ends.
    package var testUntil: String?
    /// Until when it is out of service, by whom and why.
    package var outOfService: IncidentView.Shelf?
    package var axes: [AxisView]
    package var incidents: [String]

    package init(id: String, area: String) {
        self.id = id
        self.area = area
        registered = false
        retired = false
        position = "unknown"
        flags = []
        link = "unknown"
        profile = "default"
        axes = []
        incidents = []
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("id", id)
            object.field("area", area)
            object.field("registered", registered)
            object.field("retired", retired)
            writeReading(into: &object)
            object.field("profile", profile)
            object.field("building", building)
            object.field("riser", riser)
            object.field("floor", floor)
            object.field("address", address)
            object.field("location", location)
            object.field("centre", centre)
            object.field("testUntil", testUntil)
            object.shelf("outOfService", outOfService)
            object.array("axes") { array in
                for axis in axes {
                    array.object {
                        $0.field("axis", axis.axis)
                        $0.field("current", axis.current)
                        $0.field("priority", axis.priority)
                        $0.field("incident", axis.incident)
                        $0.field("acknowledged", axis.acknowledged)
                        $0.field("severity", axis.severity)
                        $0.field("state", axis.state)
                    }
                }
            }
            object.field("incidents", incidents)
        }
    }

    private func writeReading(into object: inout JSONWriter) {
        object.field("position", position)
        object.field("gas", gas)
        object.field("flow", flow)
        object.field("pressure", pressure)
        object.field("temp", temp)
        object.field("battery", battery)
        object.field("rssi", rssi)
        object.field("flags", flags)
        object.field("link", link)
        object.field("lastHeardAt", lastHeardAt)
        object.field("gasAt", gasAt)
        object.field("ts", ts)
        object.field("boot", boot)
        object.field("seq", seq)
        object.field("alarm", alarm)
        object.field("cause", cause)
    }
}
