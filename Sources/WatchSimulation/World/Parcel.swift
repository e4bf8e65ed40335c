/// A message on its way, with what the simulation knows of it and the room does not.
struct Parcel {
    var topic: [UInt8]
    var body: [UInt8]
    var isRetained = false
    var note = Note.other

    /// What it says, for the checks.
    enum Note {
        /// A well-formed reading on the alarm or the report topic.
        case reading(Spoken)
        case link(valve: Int, boot: UInt32, isOnline: Bool)
        /// An alarm that nobody can read.
        case garbageAlarm(valve: Int)
        case reply(Reply)
        case other
    }

    /// What a valve said.
    struct Spoken {
        var valve: Int
        var boot: UInt32
        var sequence: UInt32
        var isAlarm: Bool
        /// By the letter of the contract this alarm alone is a leak.
        var isLeak = false
        var isTest = false
        /// It says that the valve is closed and nothing flows.
        var isClosed = false
        /// Tenths of %LEL; `nil` when not measured.
        var gas: Int?
        /// When it was said first, in virtual time.
        var saidAt: Int64
    }

    /// What a team said.
    struct Reply {
        var incident: String
        var team: String
        var word: String
        var by: String
        /// Whether it was said, and has come, long before.
        var isLate = false
    }
}
