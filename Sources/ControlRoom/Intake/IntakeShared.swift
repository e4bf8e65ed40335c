internal import ConsoleAPI
internal import FlatStore
package import LinuxPlatform
internal import Synchronization
package import ValveModel
package import ValveWire

/// What every lane's intake shares: names, rejects, and the rare ways that are not the ring.
package final class IntakeShared: Sendable {
    package let clock: HouseClock
    package let households: Households
    package let rejects: Rejects
    package let watchParker: Parker
    let reportsConflated = Atomic<Int>(0)
    let ringFullWaits = Atomic<Int>(0)
    let naksSent = Atomic<Int>(0)
    /// Garbage that was counted and nothing else.
    let garbageLimited = Atomic<Int>(0)
    let spelledAreas = SpelledAreas()
    private let scheme: TopicScheme
    private let outbound: any Outbound
    private let mailbox: ControlMailbox
    private let unnamedFlags = Mutex<[UInt32: UnnamedFlags]>([:])
    /// Gives the watch a moment to make room in a full ring.
    let whenRingFull: @Sendable () -> Void
    /// The way through the valves' broker, whose canaries come by the alarm lane.
    let road: BrokerRoad
    private let strangers = Mutex<[Area: Moment]>([:])

    package init(
        clock: HouseClock, households: Households, rejects: Rejects, watchParker: Parker,
        scheme: TopicScheme, outbound: any Outbound, mailbox: ControlMailbox,
        whenRingFull: @escaping @Sendable () -> Void, road: BrokerRoad
    ) {
        self.clock = clock
        self.households = households
        self.rejects = rejects
        self.watchParker = watchParker
        self.scheme = scheme
        self.outbound = outbound
        self.mailbox = mailbox
        self.whenRingFull = whenRingFull
        self.road = road
    }

    /// Words of a valve's flags, and what of them the journal has.
    private struct UnnamedFlags {
        var words: [String] = []
        var written: [String] = []
        var writtenAt = Moment.distantPast
    }

    /// A valve whose words change with every message writes them so often, and no more.
    private static let flagsWrittenEvery = Lapse.minutes(1)

    func keep(unnamed words: [String], of valve: ValveIndex, at now: Moment) {
        let isNews = unnamedFlags.withLock { all in
            var flags = all[valve.value] ?? UnnamedFlags()
            defer { all[valve.value] = flags }
            flags.words = words
            guard words != flags.written, now - flags.writtenAt >= Self.flagsWrittenEvery else {
                return false
            }
            flags.written = words
            flags.writtenAt = now
            return true
        }
        if isNews { mailbox.post(.unnamedFlags(valve, words)) }
    }

    /// Takes back what the journal has.
    func restore(unnamed words: [String], of valve: ValveIndex) {
        unnamedFlags.withLock { $0[valve.value] = UnnamedFlags(words: words, written: words) }
    }

    /// Flags of the valve's newest such message that the contract does not name.
    package func unnamedFlags(of valve: ValveIndex) -> [String] {
        unnamedFlags.withLock { $0[valve.value]?.words ?? [] }
    }

    /// A `nak` stands for no fact that has to be on disk first, nor does the `later` to a valve for
    /// which there is no room: it leaves at once.
    func answer(
        _ word: String, areaText: String, valve: ValveID, boot: UInt32?, sequence: UInt32?,
        reason: String
    ) {
        // Wildcards cannot stand in a topic that is published to.
        guard !areaText.contains(where: { $0 == "+" || $0 == "#" }) else { return }
        naksSent.wrappingAdd(1, ordering: .relaxed)
        _ = outbound.send(
            topic: "\(scheme.root)/\(areaText)/\(valve)/receipt",
            payload: Receipt.body(
                boot: boot, sequence: sequence, word: word, reason: reason),
            retained: false, expirySeconds: nil)
    }

    /// Areas of strangers that are told apart: a district has tens. Whoever invents more of them
    /// speaks for the unknown area, so that neither this table nor the incidents grow with them.
    static let strangerAreaCountMax = 1_024

    /// An alarm that cannot be taken, from a valve that nobody knows: one P3 for its area while that
    /// is open.
    func noteStranger(_ area: Area, at now: Moment) {
        // The desk keeps one open incident per area; this only keeps a flood from the mailbox.
        let due = strangers.withLock { strangers -> Area? in
            let isKnown = strangers[area] != nil || strangers.count < Self.strangerAreaCountMax
            let area = isKnown ? area : .unknown
            if let last = strangers[area], now - last < .seconds(1) { return nil }
            strangers[area] = now
            return area
        }
        if let due { mailbox.post(.strangerAlarm(due)) }
    }

    /// Takes the result of a command.
    func take(_ result: CommandResult, of valve: ValveID) {
        mailbox.post(.result(valve: valve.description, result))
    }
}

/// Bodies of the receipt topic.
enum Receipt {
    static func body(boot: UInt32?, sequence: UInt32?, word: String, reason: String?) -> [UInt8] {
        var writer = JSONWriter(reserving: 96)
        writer.object { object in
            object.field("boot", boot.map { Int($0) })
            object.field("seq", sequence.map { Int($0) })
            object.field("receipt", word)
            if let reason { object.field("reason", reason) }
        }
        return writer.bytes
    }
}
