internal import ConsoleAPI
internal import Incidents
internal import Rescue
internal import RingBuffer
internal import Synchronization
internal import ValveModel
internal import ValveWire

/// Carries out effects: what leaves for valves and centres, what readers see, what requests get.
package final class EffectRunner: Sendable {
    /// How long a P1 call-out may have no broker to leave by before the second channel is used
    /// (contract, section 3).
    static let brokerlessMax = Lapse.seconds(5)
    /// The first repeat is due 5 s after the call-out was decided, and the call-out itself left a
    /// commit later: without this much grace the repeat would come just too early and the second
    /// channel be used at 10 s. Half a second is longer than a commit and short against the repeat.
    static let brokerlessGrace = Lapse.milliseconds(500)

    private let clock: HouseClock
    private let households: Households
    private let scheme: TopicScheme
    private let spelledAreas: SpelledAreas
    private let rescueRoot: String
    private let valveOutbound: any Outbound
    private let rescueOutbound: any Outbound
    private let secondChannel: (any SecondChannel)?
    private let notices: NoticeSender
    private let views: IncidentViews
    private let board: IncidentBoard
    private let events: EventHub
    private let health: Health
    private let times: Timestamps
    private let valveViews: ValveViews
    private let watch: WatchLoop
    let alarmCursor: HeldCursor
    let rescueCursor: HeldCursor
    private let whenGroundChanges: @Sendable () -> Void
    private let deadLetters = DeadLetters()
    private let brokerlessSince = Mutex<Moment?>(nil)
    private let receipts = Atomic<Int>(0)
    private let receiptsLater = Atomic<Int>(0)
    private let callouts = Atomic<Int>(0)
    private let commands = Atomic<Int>(0)
    private let noticeCount = Atomic<Int>(0)
    private let unsent = Atomic<Int>(0)

    struct Options: Sendable {
        var clock: HouseClock
        var households: Households
        var scheme: TopicScheme
        var spelledAreas: SpelledAreas
        var rescueRoot: String
        var valveOutbound: any Outbound
        var rescueOutbound: any Outbound
        var secondChannel: (any SecondChannel)?
        var notices: NoticeSender
        var views: IncidentViews
        var valveViews: ValveViews
        var board: IncidentBoard
        var events: EventHub
        var health: Health
        var times: Timestamps
        var watch: WatchLoop
        var alarmCursor: HeldCursor
        var rescueCursor: HeldCursor
        /// Called when a team, a road or a rule has changed.
        var whenGroundChanges: @Sendable () -> Void = {}
    }

    init(_ options: Options) {
        clock = options.clock
        households = options.households
        scheme = options.scheme
        spelledAreas = options.spelledAreas
        rescueRoot = options.rescueRoot
        valveOutbound = options.valveOutbound
        rescueOutbound = options.rescueOutbound
        secondChannel = options.secondChannel
        notices = options.notices
        views = options.views
        valveViews = options.valveViews
        board = options.board
        events = options.events
        health = options.health
        times = options.times
        watch = options.watch
        alarmCursor = options.alarmCursor
        rescueCursor = options.rescueCursor
        whenGroundChanges = options.whenGroundChanges
    }

    /// Call-outs that the second channel took, and those that it did not.
    var secondChannelCounts: (taken: Int, dead: Int) { deadLetters.counts }

    /// What has left so far.
    var counts: (receipts: Int, later: Int, callouts: Int, commands: Int, notices: Int, unsent: Int)
    {
        (
            receipts.load(ordering: .relaxed), receiptsLater.load(ordering: .relaxed),
            callouts.load(ordering: .relaxed), commands.load(ordering: .relaxed),
            noticeCount.load(ordering: .relaxed), unsent.load(ordering: .relaxed)
        )
    }

    func perform(_ effect: Effect, isDurable: Bool) {
        switch effect {
        case .receipt(let valve, let area, let boot, let sequence):
            sendReceipt(valve, area, boot, sequence, isDurable: isDurable)
        case .alarmCursor(let cursor): alarmCursor.release(through: cursor)
        case .rescueCursor(let cursor): rescueCursor.release(through: cursor)
        case .callout(let callout): send(callout, isDurable: isDurable)
        case .standdownUnknown(let incident, let centre, let team, let reason, let isDrill):
            standDown(
                incident, centre, team, reason, isDrill: isDrill, isDurable: isDurable)
        case .command(let command, let area): send(command, area)
        case .notice(let message):
            noticeCount.wrappingAdd(1, ordering: .relaxed)
            notices.send(message)
        case .incident(let incident, let told):
            var seen = incident
            seen.durable = isDurable
            let isSeenAtValve = board.put(seen, told)
            publish(seen, told)
            guard isSeenAtValve, seen.event == nil, let valve = ValveID(seen.place.valve) else {
                return
            }
            if let index = households.find(valve) { publish(index, valve) }
        case .stored(let id, let revision):
            guard let seen = board.noteStored(id, revision: revision) else { return }
            publish(seen, board.notices(of: id))
        case .team(let team):
            events.publish("team", team.json)
            whenGroundChanges()
        case .event(let name, let text): events.publish(name, text)
        case .ground: whenGroundChanges()
        case .standby(let view):
            let isSent = rescueOutbound.send(
                topic: "\(rescueRoot)/\(view.centre)/standby", payload: view.json, retained: true,
                expirySeconds: nil)
            if !isSent { unsent.wrappingAdd(1, ordering: .relaxed) }
        case .centre(let centre):
            var writer = JSONWriter(reserving: 48)
            writer.object { $0.field("id", centre) }
            events.publish("centre", writer.bytes)
        case .valve(let valve):
            if let name = households.name(valve) { publish(valve, name) }
        case .service(let valve, let name, let shelf):
            valveViews.services.note(name, shelf)
            if let name = households.name(valve) { publish(valve, name) }
        case .answer(let answer): answer(isDurable)
        }
    }

    private func publish(_ incident: Incident, _ told: [Notice]) {
        // Some 2 kB, a name for each valve of an area event, and lines of this length for the rest.
        let weight =
            2_048 + 16 * (incident.event?.valves.count ?? 0)
            + 192 * ((incident.event?.unled.count ?? 0) + told.count)
            + 96 * (incident.calls.count + incident.rejected.count)
        events.publish(
            "incident",
            EventText(weight: weight) { [views] in views.view(incident, told, .masked).json })
    }

    private func publish(_ valve: ValveIndex, _ name: ValveID) {
        let face = watch.faces.read(at: valve.offset)
        events.publish("valve", valveViews.view(valve, name, face).json)
    }

    private func sendReceipt(
        _ valve: ValveIndex, _ area: Area, _ boot: UInt32, _ sequence: UInt32, isDurable: Bool
    ) {
        guard let name = households.name(valve) else { return }
        let body = Receipt.body(
            boot: boot, sequence: sequence, word: isDurable ? "ack" : "later",
            reason: isDurable ? nil : "the journal cannot store it now: repeat")
        let isSent = valveOutbound.send(
            topic: scheme.receipt(level: spelledAreas.level(of: valve, area), valve: name),
            payload: body, retained: false,
            expirySeconds: nil)
        if isDurable {
            count(isSent, receipts)
        } else {
            count(isSent, receiptsLater)
        }
    }

    private func count(_ isSent: Bool, _ counter: borrowing Atomic<Int>) {
        if isSent {
            counter.wrappingAdd(1, ordering: .relaxed)
        } else {
            unsent.wrappingAdd(1, ordering: .relaxed)
        }
    }

    private func send(_ callout: Callout, isDurable: Bool) {
        var incident = callout.incident
        incident.durable = isDurable
        var view = views.view(
            incident, board.notices(of: incident.id),
            // Whoever plays a drill could dial what stands in full.
            incident.mode == .exercise ? .masked : .full)
        // Who is told as a whole is asked for any team of its own, whoever leads.
        view.team = callout.word == .update ? callout.team ?? view.team : callout.team
        if let reason = callout.reason { view.reason = reason }
        let body = view.callout(callout.word.rawValue, acceptedBy: callout.acceptedBy)
        let topic =
            "\(DrillRoot.root(of: incident.mode, else: rescueRoot))/\(callout.centre)/callout"
        let isSent = rescueOutbound.send(
            topic: topic, payload: body, retained: false, expirySeconds: nil,
            leavesLate: callout.word == .standdown)
        count(isSent, callouts)
        // Its fault stands with the broker's refusals.
        let isRefused = isSent && rescueOutbound.isRefused(topic) && incident.isByWebhook
        if isRefused { post(body, callout) }
        secondWay(incident, body, callout, isSent: isSent, isPosted: isRefused)
    }

    private func post(_ body: [UInt8], _ callout: Callout) {
        // An update does not stand for the call it was sent after; a stand-down does.
        let word = callout.word == .update ? "update" : "call"
        let key = [callout.incident.id, callout.centre, callout.team ?? "", word].joined(
            separator: "|")
        secondChannel?.post(body, key: key) { [deadLetters, health, clock] fault in
            deadLetters.note(fault, health, at: clock.now())
        }
    }

    private func secondWay(
        _ incident: Incident, _ body: [UInt8], _ callout: Callout, isSent: Bool, isPosted: Bool
    ) {
        let now = clock.now()
        // A queue that took it says nothing of a broker that has fallen silent.
        let unanswered = rescueOutbound.unansweredFor
        let hasBroker = isSent && unanswered + Self.brokerlessGrace < Self.brokerlessMax
        let since = brokerlessSince.withLock { since -> Moment? in
            since = hasBroker ? nil : min(since ?? now, now - unanswered)
            return since
        }
        guard let since else {
            health.set("callout_second_channel", nil, at: now)
            return
        }
        guard incident.isByWebhook, !isPosted,
            since + Self.brokerlessMax <= now + Self.brokerlessGrace
        else { return }
        guard secondChannel != nil else {
            health.set(
                "callout_second_channel",
                "A P1 call-out has had no broker to leave by for 5 s and no webhook is set: call "
                    + "the centres by telephone.", at: now)
            return
        }
        post(body, callout)
        health.set(
            "callout_second_channel",
            "A P1 call-out has had no broker to leave by for 5 s: it leaves by the webhook.",
            at: now)
    }

    private func standDown(
        _ incident: String, _ centre: String, _ team: String?, _ reason: String, isDrill: Bool,
        isDurable: Bool
    ) {
        // A test was never called out: to a centre it does not exist.
        if let closed = board.incident(incident), closed.mode == (isDrill ? .exercise : .actual) {
            let acceptedBy = closed.acceptedAt == nil ? nil : closed.team
            return send(
                Callout(
                    word: .standdown, centre: centre, team: team, incident: closed,
                    reason: reason, acceptedBy: acceptedBy), isDurable: isDurable)
        }
        var writer = JSONWriter(reserving: 160)
        writer.object { object in
            object.field("id", incident)
            object.field("callout", "standdown")
            object.field("team", team)
            object.field("revision", 0)
            object.field("reason", reason)
            object.field("acceptedBy", nil as String?)
        }
        let isSent = rescueOutbound.send(
            topic: "\(isDrill ? DrillRoot.topic : rescueRoot)/\(centre)/callout",
            payload: writer.bytes, retained: false, expirySeconds: nil, leavesLate: true)
        count(isSent, callouts)
    }

    private func send(_ command: CloseCommand, _ area: Area) {
        guard let valve = ValveID(command.valve) else { return }
        var writer = JSONWriter(reserving: 96)
        writer.object { object in
            object.field("id", command.id)
            object.field("action", "close")
            object.field("ttl", command.lifeSeconds)
        }
        let level =
            households.find(valve).map { spelledAreas.level(of: $0, area) } ?? area.description
        let isSent = valveOutbound.send(
            topic: scheme.command(level: level, valve: valve), payload: writer.bytes,
            retained: false, expirySeconds: UInt32(clamping: command.lifeSeconds))
        count(isSent, commands)
    }
}

extension Incident {
    /// Whether its call-outs leave by the second channel where the broker does not carry them.
    fileprivate var isByWebhook: Bool { priority == .p1 && mode == .actual }
}
