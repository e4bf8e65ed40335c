internal import ControlRoom
internal import Mosquitto
internal import Settings
internal import ValveModel

extension LaneLink {
    /// Why the connection does not stand; `nil` while it does.
    fileprivate var outage: String? {
        switch self {
        case .connected: nil
        case .disconnected(let reason), .refused(let reason): reason.text
        }
    }
}

/// The alarm lane's way into the control room: a batch is acknowledged when the journal has it.
final class AlarmSink: LaneSink {
    private let room: ControlRoom

    init(_ room: ControlRoom) { self.room = room }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        room.alarmIntake.arrived(topic: topic, body: payload, isRetained: retained)
    }

    func batchEnded(count: Int) -> BatchVerdict {
        room.alarmIntake.batchEnded()
        return room.alarmCursor.wait(for: room.alarmIntake.pushedCount) ? .release : .abandon
    }

    func linkChanged(_ link: LaneLink) { room.linkChanged(.alarms, outage: link.outage) }
}

/// A report lane's way in: reports are acknowledged as they are taken.
final class ReportSink: LaneSink {
    private let room: ControlRoom
    private let lane: Int
    private let intake: ValveIntake

    init(_ room: ControlRoom, lane: Int, _ intake: ValveIntake) {
        self.room = room
        self.lane = lane
        self.intake = intake
    }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        intake.arrived(topic: topic, body: payload, isRetained: retained)
    }

    func batchEnded(count: Int) -> BatchVerdict {
        intake.batchEnded()
        return .release
    }

    func linkChanged(_ link: LaneLink) {
        room.linkChanged(.reports(lane), outage: link.outage)
    }
}

/// The centres' way in: a reply is acknowledged when the journal has it.
final class RescueSink: LaneSink {
    private let room: ControlRoom

    init(_ room: ControlRoom) { self.room = room }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        room.rescueIntake.arrived(topic: topic, body: payload)
    }

    func batchEnded(count: Int) -> BatchVerdict {
        room.rescueIntake.batchEnded()
        return room.rescueCursor.wait(for: room.rescueIntake.postedCount) ? .release : .abandon
    }

    func linkChanged(_ link: LaneLink) { room.linkChanged(.rescue, outage: link.outage) }
}

/// What a broker says of itself. Nothing of it has to be on disk.
final class DropSink: LaneSink {
    private let road: BrokerRoad
    private let clock: HouseClock

    init(_ road: BrokerRoad, _ clock: HouseClock) {
        self.road = road
        self.clock = clock
    }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        road.overhears(topic: topic, body: payload, at: clock.now())
    }

    func batchEnded(count: Int) -> BatchVerdict { .release }

    func linkChanged(_ link: LaneLink) {}
}

/// A sender as the control room's way out.
struct SenderOutbound: Outbound {
    let sender: Sender

    func send(
        topic: String, payload: [UInt8], retained: Bool, expirySeconds: UInt32?, leavesLate: Bool
    ) -> Bool {
        var message = OutboundMessage(
            topic: topic, payload: payload, quality: 1, retained: retained,
            expirySeconds: expirySeconds)
        message.leavesLate = leavesLate
        return sender.send(message)
    }

    var unansweredFor: Lapse { .milliseconds(sender.unansweredMilliseconds) }

    var refusals: OutboundRefusals {
        let (count, newest, stands) = sender.refusals.told
        return OutboundRefusals(
            count: count, newest: newest.map { .init(topic: $0.topic, reason: $0.reason) },
            stands: stands, outdated: sender.counters.outdated)
    }

    func isRefused(_ topic: String) -> Bool { sender.refusals.isRefused(topic) }
}

extension BrokerSettings {
    /// Where and how to connect.
    var endpoint: BrokerEndpoint {
        BrokerEndpoint(
            host: host, port: port, socketPath: socket, username: username,
            password: password?.revealed, caFile: ca, certificateFile: cert, keyFile: key)
    }
}
