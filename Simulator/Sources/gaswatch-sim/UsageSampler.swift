internal import LinuxPlatform
internal import SimulatedDistrict

/// Samples what the parts of an installation use, once a second.
struct UsageSampler {
    private struct Part {
        let name: String
        let pid: Int32
        var last: ProcessUsage
    }

    private static let period = 1.0

    private var parts: [Part] = []
    private var sampled = Instant.start

    /// - Parameters:
    ///   - daemonPID: the daemon's, where it is known.
    ///   - brokerPIDs: of all brokers, the first one first.
    init(daemonPID: Int32?, brokerPIDs: [Int32]) {
        add("simulator", nil)
        if let daemonPID { add("daemon", daemonPID) }
        for (number, pid) in brokerPIDs.enumerated() {
            add(number == 0 ? "broker" : "broker \(number + 1)", pid)
        }
    }

    private mutating func add(_ name: String, _ pid: Int32?) {
        guard let usage = Self.usage(pid) else { return }
        // 0 is this program itself.
        parts.append(Part(name: name, pid: pid ?? 0, last: usage))
    }

    private static func usage(_ pid: Int32?) -> ProcessUsage? {
        pid.map { try? ProcessUsage.of(pid: $0) } ?? (try? ProcessUsage.current())
    }

    /// The samples that are due; a part that has ended or was started anew has none any more.
    mutating func sample(at now: Instant) -> [Fact] {
        let seconds = now - sampled
        guard seconds >= Self.period else { return [] }
        sampled = now
        var facts: [Fact] = []
        for index in parts.indices {
            let part = parts[index]
            guard let usage = Self.usage(part.pid == 0 ? nil : part.pid) else { continue }
            parts[index].last = usage
            facts.append(
                .usage(
                    part: part.name,
                    cores: Double(usage.cpuNanoseconds - part.last.cpuNanoseconds) / 1e9 / seconds,
                    bytes: usage.residentBytes))
        }
        return facts
    }
}
