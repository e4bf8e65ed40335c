import Testing
import ValveModel
import ValveWatch

/// A detector on a stage: messages and moments in, what it says out.
final class Stage {
    typealias Fill = @Sendable (inout Reading) -> Void

    static let start = Moment(milliseconds: 1_763_884_800_000)
    var detector: Detector
    private var sequence: UInt32 = 100
    private var body: UInt64 = 0

    init(profiles: [Profile] = [Profile()], valves: UInt32 = 4, now: Double = 0) {
        detector = Detector(profiles: profiles, capacity: 64, now: Self.moment(now))
        detector.enrol(through: ValveIndex(valves - 1), area: Area(code: 370_202_010))
    }

    static func moment(_ seconds: Double) -> Moment {
        start + .milliseconds(Int64((seconds * 1_000).rounded()))
    }

    /// A message of boot 5 with the next sequence number and a body of its own.
    func message(
        _ origin: Origin = .report, valve: UInt32 = 0, at seconds: Double, _ fill: Fill = { _ in }
    ) -> Reading {
        sequence += 1
        body += 1
        var reading = Reading(
            valve: ValveIndex(valve), area: Area(code: 370_202_010), origin: origin, boot: 5,
            sequence: sequence, receivedAt: Self.moment(seconds))
        reading.bodyHash = body
        fill(&reading)
        return reading
    }

    @discardableResult
    func send(
        _ origin: Origin = .report, valve: UInt32 = 0, at seconds: Double, _ fill: Fill = { _ in }
    ) -> [WatchEvent] {
        note(message(origin, valve: valve, at: seconds, fill))
    }

    @discardableResult
    func note(_ reading: Reading) -> [WatchEvent] {
        detector.note(reading, at: reading.receivedAt)
        return drain()
    }

    /// A whole round of the table at one moment.
    @discardableResult
    func sweep(at seconds: Double) -> [WatchEvent] {
        for _ in 0..<5 { detector.sweep(at: Self.moment(seconds)) }
        return drain()
    }

    @discardableResult
    func obey(_ order: WatchOrder, at seconds: Double) -> [WatchEvent] {
        detector.obey(order, at: Self.moment(seconds))
        return drain()
    }

    func state(_ valve: UInt32 = 0) -> ValveState { detector.state(of: ValveIndex(valve)) }

    func record(_ valve: UInt32 = 0) -> [UInt8] { detector.record(of: ValveIndex(valve)) }

    func restore(
        _ record: [UInt8], _ valve: UInt32 = 0, at now: Moment = .distantFuture
    ) -> Bool {
        detector.restore(ValveIndex(valve), record.span, at: now)
    }

    func leakAt(_ valve: UInt32 = 0) -> Moment { detector.leakAt(of: ValveIndex(valve)) }

    func provenAt(_ valve: UInt32 = 0) -> Moment { detector.provenAt(of: ValveIndex(valve)) }

    private func drain() -> [WatchEvent] {
        defer { detector.events.removeAll() }
        return detector.events
    }
}

/// Findings in short: `leak P1` raised, `+leak` repeated, `-leak` gone, `close` wanted.
func findings(_ events: [WatchEvent]) -> [String] {
    events.compactMap { event in
        let test = event.isTest ? "test " : ""
        return switch event.change {
        case .raised: "\(test)\(event.kind.word) \(event.priority.word)"
        case .repeated: "+\(event.kind.word)"
        case .cleared: "-\(event.kind.word)"
        case .closeWanted: "close"
        case .recorded: "recorded \(event.kind.word)"
        case .crossed: "crossed"
        case .traced: nil
        case .priority, .evidence, .provenClosed, .alarmTaken, .alarmRepeated: nil
        }
    }
}

/// Priorities told, oldest first.
func priorities(_ events: [WatchEvent]) -> [Priority] {
    events.filter { $0.change == .priority }.map(\.priority)
}

/// What happens to one valve, and what the watch has to find at each step.
struct Story: Sendable, CustomTestStringConvertible {
    struct Step: Sendable {
        enum Act: Sendable {
            case message(Origin, Stage.Fill)
            case sweep
            case commanded
        }
        var at: Double
        var act: Act
        var says: [String]
    }

    var name: String
    var profile = Profile()
    var steps: [Step]
    var testDescription: String { name }

    init(_ name: String, _ steps: [Step], profile: (inout Profile) -> Void = { _ in }) {
        self.name = name
        self.steps = steps
        profile(&self.profile)
    }

    func play() {
        let stage = Stage(profiles: [profile])
        for (index, step) in steps.enumerated() {
            let events =
                switch step.act {
                case .message(let origin, let fill): stage.send(origin, at: step.at, fill)
                case .sweep: stage.sweep(at: step.at)
                case .commanded: stage.obey(.commanded(ValveIndex(0)), at: step.at)
                }
            #expect(findings(events) == step.says, "step \(index) at \(step.at) s of: \(name)")
        }
    }
}

extension Story.Step {
    /// The same report at every `step` seconds from `from` to `to`, which says nothing.
    static func quiet(
        from: Double, to: Double, every step: Double, fill: @escaping Stage.Fill
    ) -> [Self] {
        stride(from: from, through: to, by: step).map {
            Self(at: $0, act: .message(.report, fill), says: [])
        }
    }
    static func report(_ at: Double, _ says: String..., fill: @escaping Stage.Fill) -> Self {
        Self(at: at, act: .message(.report, fill), says: says)
    }
    static func alarm(
        _ at: Double, _ alarm: Alarm, _ says: String...,
        fill: @escaping Stage.Fill = { _ in }
    ) -> Self {
        let whole: Stage.Fill = {
            $0.alarm = alarm
            fill(&$0)
        }
        return Self(at: at, act: .message(.alarm, whole), says: says)
    }
    static func other(_ at: Double, _ origin: Origin, _ says: String...) -> Self {
        Self(at: at, act: .message(origin, { _ in }), says: says)
    }
    static func commanded(_ at: Double) -> Self { Self(at: at, act: .commanded, says: []) }
    static func sweep(_ at: Double, _ says: String...) -> Self {
        Self(at: at, act: .sweep, says: says)
    }
    static func gas(_ at: Double, _ gas: Float, _ says: String...) -> Self {
        Self(at: at, act: .message(.report, { $0.gas = gas }), says: says)
    }
    static func flow(_ at: Double, _ flow: Float, _ says: String...) -> Self {
        Self(at: at, act: .message(.report, { $0.flow = flow }), says: says)
    }
    static func pressure(_ at: Double, _ kPa: Float, _ says: String...) -> Self {
        let fill: Stage.Fill = {
            $0.pressure = kPa
            $0.position = .open
        }
        return Self(at: at, act: .message(.report, fill), says: says)
    }
    static func temperature(_ at: Double, _ celsius: Float, _ says: String...) -> Self {
        let fill: Stage.Fill = { $0.temperatureTenths = Int16((celsius * 10).rounded()) }
        return Self(at: at, act: .message(.report, fill), says: says)
    }
    static func position(_ at: Double, _ position: Position, _ says: String...) -> Self {
        Self(at: at, act: .message(.report, { $0.position = position }), says: says)
    }
}
