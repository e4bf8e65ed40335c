internal import ControlRoom
internal import Incidents
internal import Rescue
internal import ValveModel

/// What the checks remember from step to step.
struct Checks {
    /// An alarm or report by which there has to be an open gas incident soon.
    struct Expected {
        var valve: Int
        var since: Int64
        var due: Int64
        var why: String
    }

    /// An incident as it stood at the last look.
    struct Known: Equatable {
        var valve: String
        var clockFrom: Moment
        var arriveBy: Moment?
        var rescueBy: Moment?
        var milestoneCount: Int
        var team: String?
        var isHeld: Bool
        var revision: Int
    }

    /// When an alarm was given first, when again in this life, and whether it is a leak.
    struct Given {
        var firstAt: Int64
        var firstInLifeAt: Int64
        var life: Int
        var isLeak: Bool
        var isReceipted = false
    }

    /// A team's claim to an incident.
    struct Claim: Hashable {
        var incident: String
        var team: String
    }

    /// A party that was told of an incident.
    struct Told: Hashable {
        var incident: String
        var party: String
    }

    /// Whether a team's shift held when it was looked at last, and since when it was seen so.
    struct ShiftSeen {
        var isOn: Bool
        var since: Int64
        var isChecked: Bool
    }

    /// A command as it was sent first.
    struct Commanded {
        var id: String
        /// How grave what asked for it is.
        var gravity: Int
        var incident: String?
        var firstAt: Int64
        var lastAt: Int64
        var life: Int
    }

    var given: [SimulatedStore.Identity: Given] = [:]
    /// Alarms whose receipt said `later`: the valve repeats them.
    var later: Set<SimulatedStore.Identity> = []
    var expected: [Expected] = []
    var known: [String: Known] = [:]
    /// Incidents that were called out, with their valve.
    var calledOut: [String: String] = [:]
    /// When somebody was called to an incident, or told of it anew, last.
    var toldAt: [String: Int64] = [:]
    /// Since when an incident's priority calls a team out.
    var callingSince: [String: Int64] = [:]
    /// Since when an incident waits for a team.
    var waitingSince: [String: Int64] = [:]
    var commanded: [String: Commanded] = [:]
    /// Valves an operator has commanded to close.
    var touchedFaces: Set<Int> = []
    /// Valves that a stale will was given of, with whether they were there before it.
    var staleWills: [Int: Bool] = [:]
    /// Since when a valve's newest readings have all said closed, with no flow.
    var closedSince: [Int: Int64] = [:]
    /// When a reading that says closed was given last.
    var closedAt: [Int: Int64] = [:]
    var suspects: [Int: Int64] = [:]
    var unlatched: [String: Int64] = [:]
    var tooLow: [String: Int64] = [:]
    /// Claims that were given to the room, and when; a stand-down settles one.
    var claims: [Claim: Int64] = [:]
    /// Valves of which only a repeat of a journalled alarm was given lately.
    var onlyRepeated: [Int: Int64] = [:]
    /// When anything was given of a valve last.
    var givenAt: [Int: Int64] = [:]
    /// When each valve was heard by its face, before a retained link of it was given.
    var heardBefore: [Int: Moment] = [:]
    var told: Set<Told> = []
    /// Leaks that the fire service has not heard of, since when.
    var untold: [String: Int64] = [:]
    var drills: Set<String> = []
    var shifts: [String: ShiftSeen] = [:]
    /// What teams have said since the control thread's last step.
    var words = TeamWords()
    /// When somebody said something of an incident last.
    var signs: [String: Int64] = [:]
    /// When a person or a roster said last whether a team is there.
    var wordOfTeam: [String: Int64] = [:]
    var hasNewInputs = false
    /// When another registry was read that has not been looked for in what is open.
    var registryReadAt: Int64?
    /// Incidents that time alone can make wrong, at the last look at the desk; `nil` before one.
    var timed: [String]?
    /// Teams that operators had added by then.
    var added: Set<String> = []
    var ringFullSeen: UInt64 = 0

    /// How everything stood when the daemon ended, where all of it was on disk.
    var deskAtEnd: RescueDesk?
    var drillsAtEnd: RescueDesk?
    var endedAt = Moment(milliseconds: 0)

    mutating func noteEnd(of room: ControlRoom) {
        let isWhole =
            room.writer.durableTicket == room.writer.lastTicket && !hasNewInputs
        deskAtEnd = isWhole ? room.loop.withDesk { $0 } : nil
        drillsAtEnd = isWhole ? room.loop.withDrills { $0 } : nil
        endedAt = room.clock.now()
        timed = nil
        // A deadline that was brought in and not committed is brought in again.
        if !isWhole { known.removeAll() }
        expected.removeAll()
        staleWills.removeAll()
        touchedFaces.removeAll()
        suspects.removeAll()
        unlatched.removeAll()
        tooLow.removeAll()
        closedSince.removeAll()
        claims.removeAll()
        words = TeamWords()
        onlyRepeated.removeAll()
        heardBefore.removeAll()
        untold.removeAll()
    }

    mutating func beginLife() {
        ringFullSeen = 0
        // What was not committed is forgotten, so what was last seen of it says nothing.
        for id in known.keys {
            known[id]?.revision = 0
            known[id]?.isHeld = false
        }
    }
}
