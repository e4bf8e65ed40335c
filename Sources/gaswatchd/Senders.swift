internal import ControlRoom
internal import Mosquitto
internal import Settings

/// The clients by which receipts, commands, call-outs and our own status leave.
struct Senders: Sendable {
    let valves: Sender
    let rescue: Sender

    init(_ settings: DaemonSettings) throws {
        let node = settings.node
        let topic = "gaswatch/v1/\(node)/status"
        func status(_ isOnline: Bool) -> OutboundMessage {
            OutboundMessage(
                topic: topic,
                payload: Array(
                    "{\"online\":\(isOnline),\"node\":\"\(node)\",\"version\":\"\(gaswatchVersion)\"}"
                        .utf8),
                quality: 1, retained: true)
        }
        valves = try Sender(
            SenderOptions(
                endpoint: settings.broker.endpoint, clientID: "\(node)-out",
                seed: .random(in: 1 ... .max)))
        rescue = try Sender(
            SenderOptions(
                endpoint: settings.rescue.broker.endpoint, clientID: "\(node)-callout",
                will: status(false), birth: status(true), farewell: status(false),
                seed: .random(in: 1 ... .max)))
    }

    func start() throws {
        try valves.start()
        try rescue.start()
    }

    /// Puts both threads on the roll.
    func watchOver(_ room: ControlRoom) {
        room.selfWatch.roll.add("valve sender", RollCall.Pulse.of(valves.pulse))
        room.selfWatch.roll.add("call-out sender", RollCall.Pulse.of(rescue.pulse))
    }

    /// How long what is queued may still leave at a stop.
    static let flushMilliseconds: Int64 = 1_000

    func stop() {
        valves.askToStop(flushMilliseconds: Self.flushMilliseconds)
        rescue.askToStop(flushMilliseconds: Self.flushMilliseconds)
        _ = valves.stop(flushMilliseconds: Self.flushMilliseconds)
        _ = rescue.stop(flushMilliseconds: Self.flushMilliseconds)
    }
}
