/// One row of the registry: where a valve is and who lives behind the door.
///
/// `category`, `accessNote` and the contacts are personal data: they leave the control room only
/// in a call-out to the centre that is sent there.
public struct Household: Equatable, Sendable {
    public var valve: ValveID
    public var area: Area
    public var building: String
    public var riser: String
    /// 1 is the ground floor; `nil` when the registry does not say.
    public var floor: Int?
    public var location: Coordinate
    public var address: String
    public var category: String
    public var accessNote: String
    public var contactName: String
    public var contactPhone: String
    public var gridWorker: String
    public var gridPhone: String
    /// Name of the valve profile; empty means the default one.
    public var profile: String
    /// Date of installation as written in the registry.
    public var installed: String
    /// Further columns of the file, kept and shown to those who may see them.
    public var extra: [String: String]

    /// A household of which only the required columns are known.
    public init(valve: ValveID, area: Area, location: Coordinate) {
        self.valve = valve
        self.area = area
        self.location = location
        building = ""
        riser = ""
        floor = nil
        address = ""
        category = ""
        accessNote = ""
        contactName = ""
        contactPhone = ""
        gridWorker = ""
        gridPhone = ""
        profile = ""
        installed = ""
        extra = [:]
    }
}
