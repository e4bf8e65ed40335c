package import Recordings
package import SimulatedDistrict
internal import ValveModel

/// What became of a replayed recording: what was sent, and what the installation answered.
package struct ReplayTally: Equatable, Sendable {
    /// The first call-out of an incident.
    package struct Call: Equatable, Sendable {
        package var incident: String
        package var kind: String
        package var priority: String
        package var valve: String
        /// Seconds after the replay began.
        package var after: Double
    }

    private struct AlarmKey: Hashable {
        let valve: String
        let boot: UInt32
        let seq: UInt32
    }

    private let root: String
    private let rescueRoot: String
    private let valves: Set<String>
    private let speed: Double
    private var waiting: [AlarmKey: Instant] = [:]
    private var calls: [String: Call] = [:]
    package private(set) var reports = 0
    package private(set) var alarms = 0
    /// Messages that no connection could take.
    package private(set) var lost = 0
    package private(set) var refused = 0
    package private(set) var receipts = Latencies()

    /// - Parameter valves: those of the recording; what is said of others is of somebody else.
    package init(root: String, rescueRoot: String, valves: Set<String>, speed: Double) {
        self.root = root
        self.rescueRoot = rescueRoot
        self.valves = valves
        self.speed = speed
    }

    /// Alarms that still have no receipt.
    package var outstanding: Int { waiting.count }
    /// The incidents somebody was called out to, in the order of their call-outs.
    package var calledOut: [Call] {
        calls.values.sorted { ($0.after, $0.incident) < ($1.after, $1.incident) }
    }

    /// A row has been sent.
    package mutating func sent(_ reading: RecordedReading, _ publish: Publish, hasLeft: Bool) {
        guard hasLeft else {
            lost += 1
            return
        }
        guard publish.topic.hasSuffix("/alarm") else {
            reports += 1
            return
        }
        alarms += 1
        guard let json = JSONValue(publish.payload), let key = Self.key(json, reading.valve) else {
            return
        }
        waiting[key] = publish.planned
    }

    private static func key(_ json: JSONValue, _ valve: ValveID) -> AlarmKey? {
        guard let boot = json["boot"]?.number.flatMap(UInt32.init(exactly:)),
            let seq = json["seq"]?.number.flatMap(UInt32.init(exactly:))
        else { return nil }
        return AlarmKey(valve: valve.description, boot: boot, seq: seq)
    }

    /// A message has arrived.
    package mutating func received(topic: String, payload: [UInt8], at now: Instant) {
        if topic.hasPrefix(rescueRoot + "/") {
            guard let callout = Callout(payload), callout.calls else { return }
            calledOut(callout, at: now)
        } else if topic.hasPrefix(root + "/") {
            let levels = topic.dropFirst(root.count + 1).split(separator: "/")
            guard levels.count == 3, levels[2] == "receipt", let valve = ValveID(levels[1]),
                let json = JSONValue(payload), let key = Self.key(json, valve),
                let planned = waiting[key], json["receipt"]?.text != "later"
            else { return }
            waiting[key] = nil
            if json["receipt"]?.text == "ack" {
                receipts.add(seconds: now - planned)
            } else {
                refused += 1
            }
        }
    }

    private mutating func calledOut(_ callout: Callout, at now: Instant) {
        guard let valve = callout.valve, valves.contains(valve), calls[callout.incident] == nil
        else { return }
        calls[callout.incident] = Call(
            incident: callout.incident, kind: callout.finding, priority: callout.priority,
            valve: valve, after: now.seconds)
    }

    /// The page at the end.
    package var page: String {
        var lines = [
            "",
            "replayed \(valves.count) valves at \(Fixed.text(speed, decimals: 1)) times their speed",
            "  reports               \(reports)",
            "  alarms                \(alarms), \(outstanding) without a receipt, "
                + "\(refused) refused",
            "  receipt p99           \(Fixed.text(receipts.percentile(0.99), decimals: 1)) ms",
            "  could not leave       \(lost)",
            "  called out            \(calls.count) incidents",
        ]
        // A recording of months may call for hundreds; the control room has them all.
        for call in calledOut.prefix(20) {
            let recorded = Int64(call.after * speed)
            lines.append(
                "    \(call.priority) \(call.kind) \(call.valve), \(recorded) s into the recording"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
