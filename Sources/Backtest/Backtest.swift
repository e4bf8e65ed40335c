internal import Incidents
package import Recordings
package import ValveModel
internal import ValveWatch

/// Judges recorded readings by the daemon's own detector and correlator, in the recording's time.
///
/// Memory is needed for the valves, not for the rows. Moments between the rows at which time alone
/// decides something (silence, a delay, a cluster) are taken exactly, so that a recording has one
/// result, whatever the machine.
package final class Backtest {
    /// More valves than any registry of a district by far; it only reserves address space.
    package static let valveCountMax = 1 << 21

    /// What a backtest is asked for besides its rows.
    package struct Options: Sendable {
        /// By what every valve is judged.
        package var profile = Profile()
        /// Whether silence and lost links are printed: of a recording with gaps they say little.
        package var isOfflineShown = false
        /// After how long people have made safe what calls them out; `nil` when nobody does, and a
        /// leak stays one incident to the end of the recording.
        package var safeAfter: Lapse?
        /// Judges by this plain threshold in %LEL alone, to compare.
        package var plainThreshold: Float?

        package init() {}
    }

    /// Why a recording cannot be judged.
    package enum Fault: Error, Equatable, Sendable {
        case tooManyValves(line: Int)
    }

    private struct Identity {
        var index: ValveIndex
        var boot: UInt32
        var sequence: UInt32
        var area: Area
    }

    package private(set) var summary = BacktestSummary()
    private let options: Options
    private var detector: Detector
    private var told = ToldPriorities()
    private var areas: AreaLines
    private let census: Census
    private var identities: [ValveID: Identity] = [:]
    private var names: [ValveID] = []
    private var risers: [AreaGroup: UInt32] = [:]
    /// Findings in the order of time that are not printed yet.
    private var waiting: [BacktestFinding] = []
    /// While what waits at the end is decided: what else time brings about then belongs to no row.
    private var isEnding = false
    private var plain: PlainThreshold?
    /// Homes that somebody is on the way to, and when they are made safe.
    private var visits = Visits()
    private var now: Moment

    /// - Parameter start: the time of the first row.
    package init(_ options: Options, census: Census, start: Moment) {
        self.options = options
        self.census = census
        areas = AreaLines(census)
        // No command ever left for a recorded valve, so none of them failed to obey one.
        var profile = options.profile
        profile.autoClose = false
        detector = Detector(profiles: [profile], capacity: Self.valveCountMax, now: start)
        plain = options.plainThreshold.map { PlainThreshold(limit: $0) }
        now = start
    }

    /// Judges the next row, and before it what time has brought about since the row before.
    ///
    /// - Returns: findings in the order of time.
    package func note(_ row: RecordedReading) throws(Fault) -> [BacktestFinding] {
        let at = Moment(milliseconds: row.at)
        // A message is heard before what is due in the same millisecond.
        pass(through: at - .milliseconds(1))
        now = at
        let reading = try reading(row)
        summary.note(row, isNewValve: names.count > summary.valveCount)
        summary.compare(row, reading)
        if plain != nil {
            if let line = plain?.note(reading, valve: row.valve) { print(line) }
            return printed(before: .distantFuture)
        }
        detector.note(reading, at: at)
        takeEvents()
        if reading.gas >= FixedRules.tracedGas, !reading.flags.contains(.preheat) {
            printAll(areas.traced(reading.gas, valve: row.valve, at: at))
        }
        // A closing without a word is decided a little later and told with the time it was seen.
        return printed(before: at - Detector.plainClosingHold)
    }

    /// Lets time pass to the last row's moment. What has been seen by then and waits for the word that
    /// explains it, or for others of its kind, is decided as if it had waited in vain.
    package func finish() -> [BacktestFinding] {
        pass(through: now)
        isEnding = true
        pass(through: now + Detector.plainClosingHold + AreaLines.settle)
        summary.duplicateCount = detector.counters.duplicates
        return printed(before: .distantFuture)
    }

    /// What was found before a row that cannot be read.
    package func breakOff() -> [BacktestFinding] { printed(before: .distantFuture) }

    /// Takes the findings that nothing earlier can come before any more.
    private func printed(before moment: Moment) -> [BacktestFinding] {
        let count = waiting.firstIndex { $0.at >= moment } ?? waiting.count
        guard count > 0 else { return [] }
        let lines = Array(waiting[..<count])
        waiting.removeFirst(count)
        return lines
    }

    private func pass(through end: Moment) {
        guard plain == nil else { return }
        while true {
            let next = min(
                detector.nextSweep ?? .distantFuture, areas.nextDeadline ?? .distantFuture,
                visits.next ?? .distantFuture)
            guard next <= end else { return }
            while let valve = visits.popDue(at: next) { makeSafe(valve, at: next) }
            detector.sweep(at: next)
            takeEvents()
            printAll(areas.pass(at: next))
        }
    }

    private func reading(_ row: RecordedReading) throws(Fault) -> Reading {
        var identity = try identity(row)
        if let area = row.area { identity.area = area }
        let boot = row.boot ?? identity.boot
        let sequence = row.seq ?? identity.sequence &+ 1
        // A row without numbers is newer than all before it, whatever came late in between.
        if (boot, sequence) > (identity.boot, identity.sequence) {
            (identity.boot, identity.sequence) = (boot, sequence)
        }
        identities[row.valve] = identity
        return Reading(
            row, valve: identity.index, area: identity.area, boot: boot, sequence: sequence)
    }

    private func identity(_ row: RecordedReading) throws(Fault) -> Identity {
        if let known = identities[row.valve] { return known }
        guard names.count < Self.valveCountMax else { throw .tooManyValves(line: row.line) }
        let index = ValveIndex(UInt32(names.count))
        names.append(row.valve)
        let place = census.place(of: row.valve)
        let area = row.area ?? Area(place.area) ?? .unknown
        detector.enrol(through: index, area: area)
        let building = number(AreaGroup(.building, of: place))
        let riser = number(AreaGroup(.riser, of: place))
        detector.place(
            index, area: area, riser: riser == 0 ? building : riser, building: building,
            profile: 0)
        return Identity(index: index, boot: 0, sequence: 0, area: area)
    }

    private func number(_ group: AreaGroup?) -> UInt32 {
        guard let group else { return 0 }
        if let known = risers[group] { return known }
        let next = UInt32(risers.count + 1)
        risers[group] = next
        return next
    }

    private func takeEvents() {
        guard !detector.events.isEmpty else { return }
        var events: [WatchEvent] = []
        swap(&events, &detector.events)
        for (place, event) in events.enumerated() where !event.isTest {
            take(event, following: events[(place + 1)...])
        }
        events.removeAll(keepingCapacity: true)
        swap(&events, &detector.events)
    }

    private func take(_ event: WatchEvent, following: ArraySlice<WatchEvent>) {
        if event.kind == .offline, !options.isOfflineShown { return }
        if isEnding, event.at > now, !event.isPlainClosing { return }
        let valve = names[event.reading.valve.offset]
        switch event.change {
        case .raised:
            let priority = told.raised(event, following: following)
            var line = BacktestFinding(
                valve: valve.description, at: event.at, event.kind, priority,
                event.evidence.sentence(.english))
            line.evidence = event.evidence
            line.isDevices = event.isDevices
            if event.isPlainClosing { line.at = event.since }
            print(line)
            printAll(areas.raised(event, priority, valve: valve))
            if let safeAfter = options.safeAfter, event.kind.axis == .gas, priority.callsOut {
                visits.call(event.reading.valve, at: event.at + safeAfter)
            }
        case .priority:
            let latched = detector.state(of: event.reading.valve).latched
            guard let kind = told.changed(event, latched: latched) else { return }
            var line = BacktestFinding(
                valve: valve.description, at: event.at, kind, event.priority,
                Self.words(of: event))
            line.isRise = true
            print(line)
            printAll(areas.rose(event, valve: valve))
        case .cleared:
            told.cleared(event)
            printAll(areas.cleared(event, valve: valve))
        case .repeated:
            guard told.rises(by: event) else { return }
            var line = BacktestFinding(
                valve: valve.description, at: event.at, event.kind, event.priority,
                event.evidence.sentence(.english))
            line.isRise = true
            print(line)
        case .crossed, .traced, .evidence, .closeWanted, .provenClosed, .recorded,
            .alarmTaken, .alarmRepeated:
            return
        }
    }

    private static func words(of change: WatchEvent) -> String {
        let now = "now \(change.priority.word)"
        return change.ground == .message ? now : "\(now): \(change.evidence.sentence(.english))"
    }

    /// Somebody was there: what comes now is new.
    private func makeSafe(_ valve: ValveIndex, at now: Moment) {
        let kinds = detector.state(of: valve).latched.kinds.filter { $0.axis == .gas }
        detector.obey(.gasSettled(valve), at: now)
        told.settled(valve, .gas)
        for kind in kinds {
            printAll(areas.settled(kind, valve: names[valve.offset], at: now))
        }
    }

    private func print(_ line: BacktestFinding) {
        if isEnding, line.at > now { return }
        summary.note(line)
        let place = waiting.lastIndex { $0.at <= line.at }.map { $0 + 1 } ?? 0
        waiting.insert(line, at: place)
    }

    private func printAll(_ lines: [BacktestFinding]) {
        for var line in lines {
            // What waits at the end is decided after the last row, and belongs to it.
            if isEnding { line.at = min(line.at, now) }
            print(line)
        }
    }
}
