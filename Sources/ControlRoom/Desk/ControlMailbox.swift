package import ConsoleAPI
package import Journal
package import LinuxPlatform
package import Rescue
internal import Synchronization
package import ValveModel
package import ValveWatch

/// Everything that reaches the control room, in one order.
package enum ControlInput: Sendable {
    /// What the watch decided, and how many records of the alarm ring are behind it.
    case watch(WatchBatch)
    case strangerAlarm(Area)
    case result(valve: String, CommandResult)
    case reply(DeskReply)
    /// A reply on the drill topics.
    case drillReply(DeskReply)
    case roster(centre: String, sentAt: Moment, [RosterLine])
    case centreLink(centre: String, isOnline: Bool)
    /// So many messages of the rescue lane have been posted.
    case rescueCursor(UInt64)
    case rescueLink(isConnected: Bool)
    case valveLink(isConnected: Bool)
    case request(ControlRequest)
    case rules(RescueRules)
    /// Another road graph, or none.
    case roads(RoadNetwork?)
    case partyRules(PartyRules)
    /// What became of a message to a party.
    case noticeReport(NoticeReport)
    case partyAnswer(PartyAnswer)
}

/// What a party answered on its topic.
package struct PartyAnswer: Equatable, Sendable {
    package var incident: String
    package var party: String
    package var by: String?
    package var text: String?
    /// Whether it came by the drill topics.
    package var isDrill: Bool
}

/// A wish of a person, with the way its answer goes back.
package struct ControlRequest: Sendable {
    package enum Wish: Sendable {
        case step(IncidentStep, incident: String, StepRequest)
        case closeValve(String, by: String)
        case declareTest(String, by: String, minutes: Int)
        case beginDrill(DrillRequest)
        case endDrill(String, by: String)
        case party(String, incident: String, PartyRequest)
        case serve(String, ServiceRequest)
        case team(String, TeamRequest)
        case registry(count: Int, by: String)
        case closeRoad(RoadRequest)
        case openRoad(String, by: String)
        case accept(TravelCalibration)
        case revoke(String, by: String)
    }

    package var wish: Wish
    package var answer: @Sendable (Result<ControlAnswer, Problem>) -> Void
}

/// What a wish came to.
package enum ControlAnswer: Sendable {
    case incident(IncidentView)
    case team(TeamView)
    case command(CommandView)
    case road(RoadClosingView)
    case calibration(CalibrationView)
    case done
}

/// One batch of the watch.
package struct WatchBatch: Sendable {
    package var events: [WatchEvent]
    /// States of valves for the journal: those whose condition changed go in the same commit as
    /// what the desk makes of it, so that neither is ever found without the other.
    package var valves: [ValveStateRow] = []
    /// Records of the alarm ring that the watch has taken.
    package var alarmCursor: UInt64
    package var at: Moment
}

/// The queue in front of the control room: any thread posts, one takes.
package final class ControlMailbox: Sendable {
    private let inputs = Mutex<[ControlInput]>([])
    let parker: Parker

    package init() throws(SystemFault) { parker = try Parker() }

    package func post(_ input: ControlInput) {
        inputs.withLock { $0.append(input) }
        parker.unpark()
    }

    package func take() -> [ControlInput] {
        inputs.withLock { inputs in
            guard !inputs.isEmpty else { return [] }
            var taken: [ControlInput] = []
            swap(&taken, &inputs)
            return taken
        }
    }

    var isEmpty: Bool { inputs.withLock { $0.isEmpty } }
}
