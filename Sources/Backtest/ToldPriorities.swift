internal import ValveModel
internal import ValveWatch

/// What was printed of each valve's priority, so that one line tells of each rise and none of a fall.
struct ToldPriorities {
    /// By valve and axis; an axis without an open finding has none.
    private var told: [Key: Priority] = [:]
    /// Of each valve's leak, which is P2 or P1 whatever else its axis shows.
    private var leaks: [ValveIndex: Priority] = [:]
    /// Of each finding outside the gas axis, since it was raised last.
    private var findings: [Finding: Priority] = [:]

    private struct Finding: Hashable {
        var valve: ValveIndex
        var kind: FindingKind
    }

    private struct Key: Hashable {
        var valve: ValveIndex
        var axis: Axis
    }

    /// The priority of a finding that was just raised. A leak's follows from the state of its valve
    /// and is told by the watch right behind it.
    mutating func raised(_ event: WatchEvent, following: ArraySlice<WatchEvent>) -> Priority {
        let key = Key(valve: event.reading.valve, axis: event.kind.axis)
        var priority = event.priority
        if event.kind == .leak {
            let axis = following.last {
                $0.change == .priority && $0.reading.valve == key.valve && $0.kind.axis == .gas
            }
            priority = axis?.priority ?? told[key] ?? priority
            leaks[key.valve] = priority
        }
        told[key] = min(told[key] ?? .p4, priority)
        findings[Finding(valve: key.valve, kind: event.kind)] = priority
        return priority
    }

    /// Whether a finding that came again is graver than what was told of it, such as a shutoff by a
    /// shock after one by a lost supply. The gas axis has its own rule.
    mutating func rises(by event: WatchEvent) -> Bool {
        let finding = Finding(valve: event.reading.valve, kind: event.kind)
        guard event.kind.axis != .gas, let before = findings[finding], event.priority < before
        else { return false }
        findings[finding] = event.priority
        let key = Key(valve: finding.valve, axis: event.kind.axis)
        told[key] = min(told[key] ?? .p4, event.priority)
        return true
    }

    /// The kind whose priority has risen above what was told; `nil` when it has not.
    mutating func changed(_ event: WatchEvent, latched: KindSet) -> FindingKind? {
        let key = Key(valve: event.reading.valve, axis: event.kind.axis)
        let before = told.updateValue(event.priority, forKey: key) ?? event.priority
        // The watch says why where it is the leak itself that is graver, or less grave.
        if event.kind == .leak, event.ground != .message, let leak = leaks[key.valve] {
            leaks[key.valve] = event.priority
            return event.priority < leak ? .leak : nil
        }
        guard event.priority < before else { return nil }
        return latched.kinds.first { $0.axis == event.kind.axis } ?? event.kind
    }

    /// People have settled an axis: the next finding there is told anew.
    mutating func settled(_ valve: ValveIndex, _ axis: Axis) {
        told[Key(valve: valve, axis: axis)] = nil
        if axis == .gas { leaks[valve] = nil }
        for kind in FindingKind.allCases where kind.axis == axis {
            findings[Finding(valve: valve, kind: kind)] = nil
        }
    }

    /// A P4 ends with its condition; what is graver stays until people have settled it.
    mutating func cleared(_ event: WatchEvent) {
        let key = Key(valve: event.reading.valve, axis: event.kind.axis)
        if told[key] == .p4 || event.kind == .offline { told[key] = nil }
    }
}
