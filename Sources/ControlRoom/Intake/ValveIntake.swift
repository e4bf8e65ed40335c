internal import FlatStore
internal import LinuxPlatform
package import RingBuffer
internal import Synchronization
package import ValveModel
package import ValveWire

/// One lane's way in: topic and body in place, to a reading, to the lane's ring. Runs on the lane's
/// own thread inside the broker library's callback and allocates nothing for a good message.
package final class ValveIntake: Sendable {
    private struct State: ~Copyable {
        var decoder = ReadingDecoder()
        var producer: RingProducer<Reading>
    }

    private let state: Mutex<State>
    private let shared: IntakeShared
    private let box: ConflationBox?
    private let lane: UInt8
    private let scheme: TopicScheme
    /// Records pushed to the ring: what the journal's cursor is compared with.
    private let pushed = Atomic<UInt64>(0)

    /// - Parameter box: where reports wait when the ring is full; `nil` for the alarm lane, which
    ///   waits itself.
    package init(
        scheme: TopicScheme, producer: RingProducer<Reading>, shared: IntakeShared,
        box: ConflationBox?, lane: UInt8
    ) {
        state = Mutex(State(producer: producer))
        self.scheme = scheme
        self.shared = shared
        self.box = box
        self.lane = lane
    }

    /// Records handed to the watch since the start.
    package var pushedCount: UInt64 { pushed.load(ordering: .acquiring) }

    /// Takes one message. The lane's thread is the only caller, so the lock is never contended.
    package func arrived(topic: Span<UInt8>, body: Span<UInt8>, isRetained: Bool) {
        let now = shared.clock.now()
        state.withLock { state in
            take(topic, body, isRetained, at: now, &state)
        }
    }

    /// Ends a batch: wakes the watch once for all of it.
    package func batchEnded() { shared.watchParker.unpark() }

    private func take(
        _ topic: Span<UInt8>, _ body: Span<UInt8>, _ isRetained: Bool, at now: Moment,
        _ state: inout State
    ) {
        guard let parsed = scheme.parse(topic) else {
            if shared.road.hears(topic: topic, body: body, at: now) { return }
            return shared.rejects.count(
                Refusal.topicShape.rawValue, topic: topic, body: body, at: now)
        }
        guard let valve = ValveID(topic.extracting(parsed.valveBounds)) else {
            return shared.rejects.count(
                Refusal.badValve.rawValue, topic: topic, body: body, at: now)
        }
        switch parsed.channel {
        case .report, .alarm:
            takeReading(topic, body, parsed, valve, isRetained, at: now, &state)
        case .link: takeLink(topic, body, parsed, valve, isRetained, at: now, &state)
        case .result: shared.takeResult(valve, topic, body, at: now)
        }
    }

    private func takeReading(
        _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic, _ valve: ValveID,
        _ isRetained: Bool, at now: Moment, _ state: inout State
    ) {
        let isAlarm = parsed.channel == .alarm
        var reading = Reading(
            valve: ValveIndex(0), area: parsed.area ?? .unknown,
            origin: isAlarm ? .alarm : .report, receivedAt: now)
        let refusal =
            parsed.area == nil
            ? Refusal.badArea
            : state.decoder.decode(body, needsAlarm: isAlarm, into: &reading)
        if let refusal {
            let boot = parsed.area == nil ? nil : state.decoder.boot
            let sequence = parsed.area == nil ? nil : state.decoder.sequence
            return refuse(
                refusal, topic, body, parsed, valve, boot, sequence, at: now, &state)
        }
        let name = topic.extracting(parsed.valveBounds)
        guard let index = shared.households.index.find(name) ?? shared.enrol(name) else {
            return refuse(
                .tableFull, topic, body, parsed, valve, state.decoder.boot,
                state.decoder.sequence, at: now, &state)
        }
        if !state.decoder.faults.isEmpty {
            for reason in state.decoder.faults.reasons {
                shared.rejects.count(reason, topic: topic, body: body, at: now)
            }
        }
        reading.valve = ValveIndex(index)
        reading.bodyHash = BodyHash.of(body)
        if isAlarm { noteMismatch(reading.valve, reading.area, topic, body, at: now) }
        reading.lane = lane
        if isRetained { reading.flags.insert(.retained) }
        if reading.flags.contains(.unnamed) {
            shared.keep(unnamed: state.decoder.unnamedFlags, of: reading.valve)
        }
        push(reading, &state)
    }

    private func takeLink(
        _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic, _ valve: ValveID,
        _ isRetained: Bool, at now: Moment, _ state: inout State
    ) {
        // An empty retained message clears the topic and says nothing about the valve.
        guard !body.isEmpty else { return }
        guard let area = parsed.area else {
            return shared.rejects.count(
                Refusal.badArea.rawValue, topic: topic, body: body, at: now)
        }
        switch LinkBody.decode(body) {
        case .failure(let refusal):
            shared.rejects.count(
                "link_" + refusal.rawValue, topic: topic, body: body, at: now)
        case .success(let link):
            let name = topic.extracting(parsed.valveBounds)
            guard let index = shared.households.index.find(name) ?? shared.enrol(name) else {
                return shared.rejects.count(
                    Refusal.tableFull.rawValue, topic: topic, body: body, at: now)
            }
            var reading = Reading(
                valve: ValveIndex(index), area: area,
                origin: link.online ? .linkUp : .linkDown, boot: link.boot, receivedAt: now)
            reading.lane = lane
            if isRetained { reading.flags.insert(.retained) }
            noteMismatch(reading.valve, area, topic, body, at: now)
            push(reading, &state)
        }
    }

    /// A valve that speaks from another area than the registry's: the message stands, address and
    /// assignment come from the registry, and a person has to mend one of the two. Looked at on
    /// alarms and link messages, of which every valve sends some and none sends many.
    private func noteMismatch(
        _ valve: ValveIndex, _ area: Area, _ topic: Span<UInt8>, _ body: Span<UInt8>,
        at now: Moment
    ) {
        guard let household = shared.households.current.household(valve), household.area != area
        else { return }
        shared.rejects.count("area_mismatch", topic: topic, body: body, at: now)
    }

    /// Counts a message that cannot be accepted; an alarm is answered, and from a valve that is
    /// known it is a finding of its own.
    private func refuse(
        _ refusal: Refusal, _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic,
        _ valve: ValveID, _ boot: UInt32?, _ sequence: UInt32?, at now: Moment,
        _ state: inout State
    ) {
        shared.rejects.count(refusal.rawValue, topic: topic, body: body, at: now)
        guard parsed.channel == .alarm else { return }
        var area: [UInt8] = []
        for place in parsed.areaBounds { area.append(topic[place]) }
        shared.answerNak(
            areaText: String(decoding: area, as: UTF8.self), valve: valve, boot: boot,
            sequence: sequence, reason: refusal.rawValue)
        guard let index = shared.households.index.find(topic.extracting(parsed.valveBounds)) else {
            if let area = parsed.area { shared.noteStranger(area, at: now) }
            return
        }
        var reading = Reading(
            valve: ValveIndex(index), area: parsed.area ?? .unknown, origin: .undecodableAlarm,
            receivedAt: now)
        reading.lane = lane
        push(reading, &state)
    }

    private func push(_ reading: Reading, _ state: inout State) {
        if state.producer.push(reading) {
            pushed.store(state.producer.pushed, ordering: .releasing)
            return
        }
        if let box, reading.alarm == .none, reading.origin == .report {
            shared.reportsConflated.wrappingAdd(1, ordering: .relaxed)
            return box.put(reading)
        }
        // Alarms, links and alarms on the report topic wait for room; TCP holds the broker back.
        shared.ringFullWaits.wrappingAdd(1, ordering: .relaxed)
        while !state.producer.push(reading) {
            shared.watchParker.unpark()
            shared.whenRingFull()
        }
        pushed.store(state.producer.pushed, ordering: .releasing)
    }
}
