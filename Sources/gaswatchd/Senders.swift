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
        var valveOptions = SenderOptions(
            endpoint: settings.broker.endpoint, clientID: "\(node)-out",
            seed: .random(in: 1 ... .max))
        valveOptions.outdatedAfterMilliseconds = Self.outdatedAfterMilliseconds
        var rescueOptions = SenderOptions(
            endpoint: settings.rescue.broker.endpoint, clientID: "\(node)-callout",
            will: status(false), birth: status(true), farewell: status(false),
            seed: .random(in: 1 ... .max))
        rescueOptions.outdatedAfterMilliseconds = Self.outdatedAfterMilliseconds
        valves = try Sender(valveOptions)
        rescue = try Sender(rescueOptions)
    }

    /// What could not leave for so long is not sent late: a command, a call-out and a receipt are said
    /// anew every 5 s for as long as they are true, and a valve counts a command's 60 s from when it
    /// hears it. Longer than a dead connection takes to be noticed (twice the keep-alive of 10 s), so
    /// that a brief loss drops nothing.
    static let outdatedAfterMilliseconds: Int64 = 30_000

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
