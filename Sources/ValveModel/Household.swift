/// One row of the registry: where a valve is and who lives behind the door.
///
/// `category`, `accessNote` and the contacts are personal data: they leave the control room only
/// in a call-out to the centre that is sent there.
public struct Household: Equatable, Sendable {
    /// Name of the valve, the key of the row.
    public var valve: ValveID
    /// Sub-district that decides the home centre; the topic's area only routes answers.
    public var area: Area
    /// Name of the building; empty when not known.
    public var building: String
    /// Name of the gas riser, on which leaks count together; empty when not known.
    public var riser: String
    /// 1 is the ground floor; `nil` when the registry does not say.
    public var floor: Int?
    /// Where the home is, WGS-84.
    public var location: Coordinate
    /// Postal address for the team; empty when not known.
    public var address: String
    /// Why the household belongs to a special group; empty when not known.
    public var category: String
    /// How a team gets in, such as where a key lies; empty when not known.
    public var accessNote: String
    /// Name of the person to call; empty when not known.
    public var contactName: String
    /// Telephone number of that person; empty when not known.
    public var contactPhone: String
    /// Name of the community's grid worker; empty when not known.
    public var gridWorker: String
    /// Telephone number of the grid worker; empty when not known.
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
