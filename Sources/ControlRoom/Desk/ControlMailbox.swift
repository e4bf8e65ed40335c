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
    /// Flags of a valve that the contract does not name, to be shown after a restart too.
    case unnamedFlags(ValveIndex, [String])
    case result(valve: String, CommandResult)
    case reply(DeskReply)
    /// A reply on the drill topics.
    case drillReply(DeskReply)
    case roster(centre: String, sentAt: Moment, [RosterLine])
    case centreLink(centre: String, isOnline: Bool)
    /// So many messages of the rescue lane have been posted.
    case rescueCursor(UInt64)
    case rescueLink(isConnected: Bool)
    /// Whether messages can leave to the centres, which is another connection than the one they come by.
    case rescueWay(isOpen: Bool)
    case valveLink(isConnected: Bool)
    /// Whether every message of a valve could reach us, so that its silence means something.
    case listening(Bool)
    case request(ControlRequest)
    case rules(RescueRules)
    /// Another road graph with the path of its file, or none.
    case roads(RoadNetwork?, path: String?)
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
        case declareTest(String, by: String, minutes: Int, until: Moment)
        case beginDrill(DrillRequest)
        case endDrill(String, by: String)
        case party(String, incident: String, PartyRequest)
        case serve(String, ServiceRequest)
        case team(String, TeamRequest)
        /// Another registry, and what the journal has to keep of it.
        case registry(count: Int, by: String, documents: [DocumentRow])
        case closeRoad(RoadRequest)
        case openRoad(String, by: String)
        case accept(TravelCalibration)
        case revoke(String, by: String)
        case standby(String, posts: [StandbyPost], by: String)
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
    case standby(CentreStandbyView)
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
///
/// What people, teams and brokers say goes before what the watch decided, so that an acceptance
/// never waits behind a storm. Each of the two keeps its own order; between them none was promised,
/// because they come from different threads.
package final class ControlMailbox: Sendable {
    /// Watch events in one batch of the desk. A leak makes about four, each costs the desk and the
    /// journal some 0.2 ms: a batch takes a fifth of a second, and what it decided leaves while the
    /// next one is worked on. A larger batch would hold back its first receipt and call-out for its
    /// last leak; a smaller one plans and commits more often than a storm needs.
    static let eventCountMax = 1_024

    private struct Waiting {
        var words: [ControlInput] = []
        var batches: [WatchBatch] = []
    }

    private let waiting = Mutex(Waiting())
    let parker: Parker

    package init() throws(SystemFault) { parker = try Parker() }

    package func post(_ input: ControlInput) {
        waiting.withLock { waiting in
            if case .watch(let batch) = input {
                waiting.batches.append(batch)
            } else {
                waiting.words.append(input)
            }
        }
        parker.unpark()
    }

    /// Takes every word that waits and a batch's worth of the watch's events, at least one of its
    /// batches.
    package func take() -> [ControlInput] {
        waiting.withLock { waiting in
            var taken: [ControlInput] = []
            swap(&taken, &waiting.words)
            var eventCount = 0
            let count = waiting.batches.prefix { batch in
                defer { eventCount += batch.events.count }
                return eventCount < Self.eventCountMax
            }.count
            taken.append(contentsOf: waiting.batches.prefix(count).map(ControlInput.watch))
            waiting.batches.removeFirst(count)
            return taken
        }
    }

    var isEmpty: Bool { waiting.withLock { $0.words.isEmpty && $0.batches.isEmpty } }
}
