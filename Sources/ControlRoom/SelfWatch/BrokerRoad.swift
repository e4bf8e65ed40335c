internal import Synchronization
package import ValveModel

/// One of the two brokers as the daemon watches its own way through it: the connection, the canary, and
/// what the broker says it has dropped. Any thread tells it; the self-watch's thread judges.
package final class BrokerRoad: Sendable {
    /// Which broker. The word stands in topics, metrics and the API.
    package enum Side: String, Sendable, CaseIterable { case valve, rescue }

    /// What is shown of it.
    struct Standing: Sendable {
        var roundTrip: Lapse?
        var heardAt: Moment?
        var sentCount = 0
        var heardCount = 0
        /// `nil` while the broker has not said a total.
        var dropTotal: Int64?
        var dropped: Int64 = 0
        var refused = 0
        var outdated = 0
        var histogram = LatencyHistogram()
    }

    private struct State: Sendable {
        var canary: Canary
        var drops = DropCount()
        var refusals = RefusalCount()
        var histogram = LatencyHistogram()
        var roundTrip: Lapse?
        var heardAt: Moment?
        /// `nil` before its lane has said anything.
        var isConnected: Bool?
        /// Why there is no connection.
        var outage = ""
        /// Whether the last canary found a connection to leave by.
        var hasLeft = true
        var droppedUnread: Int64 = 0
    }

    package let side: Side
    private let node: String
    /// Where its canaries go and come back.
    package let canaryTopic: String
    private let topicBytes: [UInt8]
    private let outbound: any Outbound
    private let startedAt: Moment
    /// Whether a P1 leaves by a webhook while this broker is away.
    private let hasSecondChannel: Bool
    private let state: Mutex<State>

    /// A lane that has said nothing for so long after the start hangs in a name look-up or waits for the
    /// answer to its login: a connect is taken, refused or given up within two seconds.
    static let firstWordMax = Lapse.seconds(3)

    package init(
        _ side: Side, root: String, node: String, outbound: any Outbound, startedAt: Moment,
        hasSecondChannel: Bool = false
    ) {
        self.side = side
        self.outbound = outbound
        self.startedAt = startedAt
        self.hasSecondChannel = hasSecondChannel
        self.node = node
        // Under the root of what the broker carries, so that the rule which hides that hides it too.
        canaryTopic = "\(root)/gaswatch/\(node)/canary"
        topicBytes = Array(canaryTopic.utf8)
        state = Mutex(State(canary: Canary(run: startedAt.milliseconds, side: side.rawValue)))
    }

    /// Takes what its lane says of the connection: `nil` when it stands, else why it does not. Whether
    /// that is news.
    func noteLink(outage: String?) -> Bool {
        state.withLock { state in
            defer { state.isConnected = outage == nil }
            state.outage = outage ?? ""
            return state.isConnected != (outage == nil)
        }
    }

    /// Whether the connection that the daemon hears by stands.
    var isConnected: Bool { state.withLock { $0.isConnected } == true }

    /// What is wrong with the connection, in words; `nil` while it stands.
    func outageFault(at now: Moment) -> String? {
        let (isConnected, outage) = state.withLock { ($0.isConnected, $0.outage) }
        guard isConnected != true else { return nil }
        if isConnected == nil, now - startedAt < Self.firstWordMax { return nil }
        let why = isConnected == nil ? "it has not answered yet" : outage
        switch side {
        case .valve:
            return "No connection to the valves' broker (\(why)): valves repeat their alarms "
                + "until it is back. Look at the broker and at broker: in the settings."
        case .rescue:
            return "No connection to the centres' broker (\(why)): call-outs wait for it, "
                + (hasSecondChannel
                    ? "P1 leaves by the webhook after 5 s. "
                    : "and no webhook is set: call the centres by telephone. ")
                + "Look at rescue.broker: in the settings."
        }
    }

    /// Takes a message on the lane's thread when it is a canary; whether it was one.
    func hears(topic: Span<UInt8>, body: Span<UInt8>, at now: Moment) -> Bool {
        guard topic.isEqual(to: topicBytes) else { return false }
        state.withLock { state in
            guard let lapse = state.canary.heard(body, at: now) else { return }
            state.histogram.add(lapse)
            state.roundTrip = lapse
            state.heardAt = now
        }
        return true
    }

    /// Takes what the lane hears that is known to the broker by no name of ours: the broker's total of
    /// dropped messages, and canaries, ours and those of another daemon of our name.
    package func overhears(topic: Span<UInt8>, body: Span<UInt8>, at now: Moment) {
        guard topic.isEqual(to: topicBytes) else { return heardDropTotal(body, at: now) }
        state.withLock { $0.canary.overheard(body, at: now) }
    }

    private func heardDropTotal(_ body: Span<UInt8>, at now: Moment) {
        state.withLock { $0.droppedUnread += $0.drops.heard(body, at: now) }
    }

    /// Sets the fault of its connection, or ends it.
    func tell(_ health: Health, at now: Moment) {
        health.set("\(side.rawValue)_broker", outageFault(at: now), at: now)
    }

    /// Sends a canary when one is due.
    func look(at now: Moment) {
        let body = state.withLock { $0.canary.look(isConnected: $0.isConnected == true, at: now) }
        guard let body else { return }
        let hasLeft = outbound.send(
            topic: canaryTopic, payload: body, retained: false,
            expirySeconds: Canary.expirySeconds)
        state.withLock { $0.hasLeft = hasLeft }
    }

    /// Whether the newest canary found a connection to leave by.
    var hasLeft: Bool { state.withLock { $0.hasLeft } }

    /// What the broker took and refused, in words while it is recent.
    func refusalFault(at now: Moment) -> String? {
        let told = outbound.refusals
        let newest = state.withLock { state in
            state.refusals.heard(told, at: now)
            return state.refusals.recent(at: now)
        }
        guard let newest else { return nil }
        let (broker, loss) =
            side == .valve
            ? ("The valves' broker", "a receipt, a command or a question does not reach its valve")
            : (
                "The centres' broker",
                "a centre is not told by it (a P1 leaves by the webhook where one is set): telephone"
            )
        return "\(broker) has refused \(told.count) of our messages, the newest on "
            + "\(newest.topic) (\(newest.reason)): \(loss). Look at the daemon's lines of the "
            + "broker's ACL file, and at its max_packet_size and quotas."
    }

    /// What is wrong with the way, in words; `nil` while it is well.
    func fault(at now: Moment) -> String? {
        let (silence, hasLeft) = state.withLock { ($0.canary.silence(at: now), $0.hasLeft) }
        guard let silence else { return nil }
        let broker = side == .valve ? "the valves' broker" : "the centres' broker"
        let loss =
            side == .valve
            ? "alarms of valves may be lost on this way too"
            : "call-outs and replies may be lost on this way too: telephone the centres"
        let seconds = silence.milliseconds / 1_000
        guard hasLeft else {
            return "The daemon's own messages cannot leave to \(broker) for \(seconds) s although "
                + "its other connection stands: receipts, commands and call-outs do not leave "
                + "either. Look at the broker's log for the client whose name ends in "
                + "\(side == .valve ? "-out" : "-callout")."
        }
        return "The daemon's own messages do not come back through \(broker) for \(seconds) s "
            + "although it is connected: \(loss). Look at the broker's load and log, and that its "
            + "ACL file lets the daemon read and write \(canaryTopic)."
    }

    /// Whether another daemon takes our connections away, in words; `nil` while none does. A broker gives
    /// the place of a client to whoever comes by its name, and mosquitto 2.0 says so to neither.
    func twinFault(at now: Moment) -> String? {
        // What a run before this one has sent is gone from the broker by then.
        let firstOfAnother = startedAt + .seconds(Int64(Canary.expirySeconds) + 5)
        guard let twinAt = state.withLock({ $0.canary.strangerAt }), twinAt >= firstOfAnother,
            now - twinAt < Self.twinStandsFor
        else { return nil }
        let broker = side == .valve ? "valves' broker" : "centres' broker"
        return "Another daemon is connected to the \(broker) as node \(node): each takes the "
            + "other's connections away, and what one has heard the other has not. Stop it, or give "
            + "it a node: of its own."
    }

    /// For how long one message of another daemon counts: it sends one every three seconds, and the two
    /// take turns.
    static let twinStandsFor = Lapse.seconds(60)

    /// Messages dropped since the last call; a new gap when it is above 0.
    func takeDropped() -> Int64 {
        state.withLock { state in
            defer { state.droppedUnread = 0 }
            return state.droppedUnread
        }
    }

    /// The drops in words while they are recent.
    func dropFault(at now: Moment, _ times: Timestamps) -> String? {
        let drops = state.withLock { $0.drops }
        guard drops.isRecent(at: now), let droppedAt = drops.droppedAt else { return nil }
        let broker = side == .valve ? "The valves' broker" : "The centres' broker"
        return "\(broker) has dropped \(drops.dropped) messages since this daemon listens, the "
            + "last at \(times.text(droppedAt)): a queue of its is too small or one of its clients "
            + "was too slow. Raise max_queued_messages and max_inflight_messages as in the shipped "
            + "example, and look for a machine that stood still."
    }

    var standing: Standing {
        let told = outbound.refusals
        return state.withLock { state in
            Standing(
                roundTrip: state.roundTrip, heardAt: state.heardAt,
                sentCount: state.canary.sentCount, heardCount: state.canary.heardCount,
                dropTotal: state.drops.total, dropped: state.drops.dropped,
                refused: state.refusals.count, outdated: told.outdated,
                histogram: state.histogram)
        }
    }
}

/// The ways through both brokers; through one broker twice where both sides share it, as each has
/// connections of its own.
struct BrokerRoads: Sendable {
    let valve: BrokerRoad
    let rescue: BrokerRoad

    init(_ options: ControlRoomOptions, _ ports: ControlRoomPorts, startedAt: Moment) {
        valve = BrokerRoad(
            .valve, root: options.valveRoot, node: options.node, outbound: ports.valveOutbound,
            startedAt: startedAt)
        rescue = BrokerRoad(
            .rescue, root: options.rescueRoot, node: options.node, outbound: ports.rescueOutbound,
            startedAt: startedAt, hasSecondChannel: ports.secondChannel != nil)
    }
}
