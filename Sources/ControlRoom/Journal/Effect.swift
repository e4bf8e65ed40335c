package import ConsoleAPI
package import Incidents
package import Rescue
package import ValveModel

/// What leaves the control room once it is durable.
package enum Effect: Sendable {
    /// The receipt of an alarm: `ack`, or `later` when it could not be stored.
    case receipt(valve: ValveIndex, area: Area, boot: UInt32, sequence: UInt32)
    /// The alarm lane may acknowledge so many records.
    case alarmCursor(UInt64)
    /// The rescue lane may acknowledge so many messages.
    case rescueCursor(UInt64)
    case callout(Callout)
    case standdownUnknown(
        incident: String, centre: String, team: String?, reason: String, isDrill: Bool)
    case command(CloseCommand, area: Area)
    /// The incident, and what others were told of it, as readers see it from now on.
    case incident(Incident, [Notice])
    /// The incident was shown as not durable and is on disk now.
    case stored(incident: String, revision: Int)
    /// A message to somebody beside the centres.
    case notice(NoticeMessage)
    case team(TeamView)
    /// News for whoever listens, and nothing else.
    case event(String, EventText)
    case centre(String)
    /// Tells a centre where its teams are to wait.
    case standby(CentreStandbyView)
    /// Roads, rules or households changed: who reaches whom is to be worked out anew.
    case ground
    case valve(ValveIndex)
    /// A valve is out of service from now on, or in service again, as readers see it.
    case service(ValveIndex, String, Shelf?)
    /// Answers a request; the closure gets whether it is on disk.
    case answer(@Sendable (Bool) -> Void)
}

extension [Effect] {
    /// Receipts come last: whoever has one and looks finds the incident of its alarm.
    mutating func putReceiptsLast() {
        func isReceipt(_ effect: Effect) -> Bool {
            if case .receipt = effect { return true }
            return false
        }
        guard contains(where: { !isReceipt($0) }) else { return }
        self = filter { !isReceipt($0) } + filter(isReceipt)
    }
}
