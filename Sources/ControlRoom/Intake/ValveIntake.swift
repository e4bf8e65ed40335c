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
        /// For messages that cannot be taken, and for results.
        var allowance: GarbageAllowance
        /// For fields and areas that are wrong in messages that stand: a valve with one broken sensor
        /// must not use up what its undecodable alarm needs.
        var remarks: GarbageAllowance
        /// The area in each valve's newest report by this lane, by its number; `unknown` before it.
        var areas: [Area] = []
        /// Whether a valve reports from another area than before.
        mutating func hasMoved(_ reading: Reading) -> Bool {
            let row = reading.valve.offset
            if row >= areas.count {
                areas += Array(repeating: .unknown, count: row + 1 - areas.count)
            }
            if areas[row] == reading.area { return false }
            areas[row] = reading.area
            return true
        }
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
        state = Mutex(
            State(
                producer: producer,
                allowance: GarbageAllowance(rowCount: shared.households.capacity),
                remarks: GarbageAllowance(rowCount: shared.households.capacity)))
        self.scheme = scheme
        self.shared = shared
        self.box = box
        self.lane = lane
    }

    /// Records handed to the watch since the start.
    package var pushedCount: UInt64 { pushed.load(ordering: .acquiring) }

    /// Messages without each of the measured fields. Not behind the lock, which the lane holds while its
    /// ring is full: whoever asks then must not wait with it.
    private let absences = InlineArray<8, Atomic<Int>> { _ in Atomic(0) }

    /// Messages of this lane without each of the measured fields, in the order of `FieldFaults.fields`.
    var absenceCounts: [Int] { absences.indices.map { absences[$0].load(ordering: .relaxed) } }

    /// Counts fields that were not in a message, and keeps no sample: most valves do not measure
    /// everything, and theirs would push out what is wrong. The lane's thread alone writes.
    private func noteAbsent(_ fields: UInt8) {
        var rest = fields
        while rest != 0 {
            let place = rest.trailingZeroBitCount
            absences[place].store(absences[place].load(ordering: .relaxed) + 1, ordering: .relaxed)
            rest &= rest &- 1
        }
    }

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
            _ = reject(.valve(.topicShape), topic, body, of: topic, at: now, &state)
            return
        }
        let name = topic.extracting(parsed.valveBounds)
        guard let valve = ValveID(name) else {
            // It has no name to answer to, and may be a leak.
            if reject(.valve(.badValve), topic, body, of: name, at: now, &state),
                parsed.channel == .alarm
            {
                shared.noteStranger(parsed.area ?? .unknown, at: now)
            }
            return
        }
        switch parsed.channel {
        case .report, .alarm:
            takeReading(topic, body, parsed, valve, isRetained, at: now, &state)
        case .link: takeLink(topic, body, parsed, valve, isRetained, at: now, &state)
        case .result:
            takeResult(topic, body, valve, name, at: now, &state)
        }
    }

    /// A result is a line of the history and nothing else: a valve has as many as it has garbage.
    private func takeResult(
        _ topic: Span<UInt8>, _ body: Span<UInt8>, _ valve: ValveID, _ name: Span<UInt8>,
        at now: Moment, _ state: inout State
    ) {
        guard let result = CommandResult(body) else {
            _ = reject(.valve(.resultInvalid), topic, body, of: name, at: now, &state)
            return
        }
        guard isAllowed(name, at: now, &state) else {
            shared.garbageLimited.wrappingAdd(1, ordering: .relaxed)
            return
        }
        shared.take(result, of: valve)
    }

    private func isAllowed(_ name: Span<UInt8>, at now: Moment, _ state: inout State) -> Bool {
        shared.households.index.find(name).map { state.allowance.take(row: $0, at: now) }
            ?? state.allowance.take(stranger: name, at: now)
    }

    /// Counts what is wrong in a message of a valve that stands, and keeps a sample while the valve's
    /// allowance lasts.
    private func remark(
        _ reason: RejectReason, _ topic: Span<UInt8>, _ body: Span<UInt8>, of name: Span<UInt8>,
        at now: Moment, _ state: inout State
    ) {
        guard let row = shared.households.index.find(name), state.remarks.take(row: row, at: now)
        else {
            shared.rejects.count(reason)
            shared.garbageLimited.wrappingAdd(1, ordering: .relaxed)
            return
        }
        shared.rejects.count(reason, topic: topic, body: body, at: now)
    }

    private func takeReading(
        _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic, _ valve: ValveID,
        _ isRetained: Bool, at now: Moment, _ state: inout State
    ) {
        let isAlarm = parsed.channel == .alarm
        var reading = Reading(
            valve: ValveIndex(0), area: parsed.area ?? .unknown,
            origin: isAlarm ? .alarm : .report, receivedAt: now)
        let name = topic.extracting(parsed.valveBounds)
        // The body is decoded while the valve's place in the index comes.
        shared.households.index.approach(name)
        // Read in any case: the receipt names the message as far as it can be read.
        let unreadable = state.decoder.decode(body, needsAlarm: isAlarm, into: &reading)
        let known = shared.households.index.find(name)
        // Whose area is known is judged by it, however it is written.
        if let refusal = parsed.area == nil && known == nil ? .badArea : unreadable {
            return refuse(
                refusal, topic, body, parsed, valve, reading.alarm, at: now, &state)
        }
        guard
            let index = known
                ?? shared.households.enrolStranger(name, isAlarm: reading.alarm != .none)
        else {
            return refuse(
                .tableFull, topic, body, parsed, valve, reading.alarm, at: now, &state)
        }
        if !state.decoder.faults.isEmpty {
            for reason in state.decoder.faults.reasons {
                remark(.field(reason), topic, body, of: name, at: now, &state)
            }
        }
        noteAbsent(state.decoder.absentFields)
        reading.valve = ValveIndex(index)
        reading.area = area(of: reading.valve, topic, body, parsed, at: now, &state)
        reading.bodyHash = BodyHash.of(body)
        if isAlarm || state.hasMoved(reading) {
            noteMismatch(reading, topic, body, of: name, &state)
        }
        reading.lane = lane
        if isRetained { reading.flags.insert(.retained) }
        if reading.flags.contains(.unnamed) {
            shared.keep(unnamed: state.decoder.unnamedFlags, of: reading.valve, at: now)
        }
        push(reading, &state)
    }

    private func takeLink(
        _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic, _ valve: ValveID,
        _ isRetained: Bool, at now: Moment, _ state: inout State
    ) {
        // An empty retained message clears the topic and says nothing about the valve.
        guard !body.isEmpty else { return }
        let name = topic.extracting(parsed.valveBounds)
        let known = shared.households.index.find(name)
        guard parsed.area != nil || known != nil else {
            _ = reject(.valve(.badArea), topic, body, of: name, at: now, &state)
            return
        }
        switch LinkBody.decode(body) {
        case .failure(let refusal):
            _ = reject(.link(refusal), topic, body, of: name, at: now, &state)
        case .success(let link):
            guard
                let index = known ?? shared.households.enrolStranger(name, isAlarm: false)
            else {
                _ = reject(.valve(.tableFull), topic, body, of: name, at: now, &state)
                return
            }
            let valve = ValveIndex(index)
            var reading = Reading(
                valve: valve, area: area(of: valve, topic, body, parsed, at: now, &state),
                origin: link.online ? .linkUp : .linkDown, boot: link.boot, receivedAt: now)
            reading.lane = lane
            if isRetained { reading.flags.insert(.retained) }
            noteMismatch(reading, topic, body, of: name, &state)
            push(reading, &state)
        }
    }

    /// The area of a message: the topic's, or what is known of a valve that does not write it in nine
    /// digits; `unknown` says nothing and changes nothing.
    private func area(
        of valve: ValveIndex, _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic,
        at now: Moment, _ state: inout State
    ) -> Area {
        if let area = parsed.area {
            shared.spelledAreas.note(nil, of: valve)
            return area
        }
        let name = topic.extracting(parsed.valveBounds)
        remark(.valve(.badArea), topic, body, of: name, at: now, &state)
        shared.spelledAreas.note(areaText(topic, parsed), of: valve)
        if let household = shared.households.current.household(valve) { return household.area }
        return valve.offset < state.areas.count ? state.areas[valve.offset] : .unknown
    }

    private func areaText(_ topic: Span<UInt8>, _ parsed: ValveTopic) -> String {
        var bytes: [UInt8] = []
        for place in parsed.areaBounds { bytes.append(topic[place]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A valve that speaks from another area than the registry's: the message stands, address and
    /// assignment come from the registry, and a person has to mend one of the two. Looked at on
    /// alarms and link messages, of which every valve sends some and none sends many, and on the
    /// first report from each area.
    private func noteMismatch(
        _ reading: Reading, _ topic: Span<UInt8>, _ body: Span<UInt8>, of name: Span<UInt8>,
        _ state: inout State
    ) {
        guard let household = shared.households.current.household(reading.valve),
            household.area != reading.area
        else { return }
        remark(.valve(.areaMismatch), topic, body, of: name, at: reading.receivedAt, &state)
    }

    /// Counts what was not accepted and keeps a sample while the sender's allowance lasts; whether it
    /// did, so that more may be done about it.
    private func reject(
        _ reason: RejectReason, _ topic: Span<UInt8>, _ body: Span<UInt8>, of name: Span<UInt8>,
        at now: Moment, _ state: inout State
    ) -> Bool {
        guard isAllowed(name, at: now, &state) else {
            shared.rejects.count(reason)
            shared.garbageLimited.wrappingAdd(1, ordering: .relaxed)
            return false
        }
        shared.rejects.count(reason, topic: topic, body: body, at: now)
        return true
    }

    /// Counts a message that cannot be accepted. An alarm, by its topic or by the word that could be read,
    /// is a finding of its own from a valve that is known; on its own topic it is answered.
    private func refuse(
        _ refusal: Refusal, _ topic: Span<UInt8>, _ body: Span<UInt8>, _ parsed: ValveTopic,
        _ valve: ValveID, _ alarm: Alarm, at now: Moment, _ state: inout State
    ) {
        let name = topic.extracting(parsed.valveBounds)
        let isOnAlarmTopic = parsed.channel == .alarm
        guard reject(.valve(refusal), topic, body, of: name, at: now, &state),
            isOnAlarmTopic || (alarm != .none && alarm != .cleared)
        else { return }
        // For want of room the valve is to try again: a person may have made some meanwhile.
        if isOnAlarmTopic {
            shared.answer(
                refusal == .tableFull ? "later" : "nak", areaText: areaText(topic, parsed),
                valve: valve, boot: state.decoder.boot, sequence: state.decoder.sequence,
                reason: refusal.rawValue)
        }
        guard let index = shared.households.index.find(name) else {
            return shared.noteStranger(parsed.area ?? .unknown, at: now)
        }
        var reading = Reading(
            valve: ValveIndex(index), area: parsed.area ?? .unknown, origin: .undecodableAlarm,
            receivedAt: now)
        reading.lane = lane
        push(reading, &state)
    }

    private func push(_ reading: Reading, _ state: inout State) {
        let box = reading.alarm == .none && reading.origin == .report ? box : nil
        if let box, box.join(reading) {
            shared.reportsConflated.wrappingAdd(1, ordering: .relaxed)
            return
        }
        if state.producer.push(reading) {
            pushed.store(state.producer.pushed, ordering: .releasing)
            return
        }
        if let box {
            shared.reportsConflated.wrappingAdd(1, ordering: .relaxed)
            return box.put(reading, behind: state.producer.pushed)
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
