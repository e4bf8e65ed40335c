internal import Synchronization
package import ValveModel

/// Where reports wait when their ring is full: one merged reading a valve (and one of its tests, which
/// never mix with what is actual), so that memory is bounded by the number of valves and nothing
/// dangerous is lost.
///
/// A valve's reports keep their order: what waits here comes after everything of the valve that is in
/// the ring, and as long as it waits, what follows joins it.
package final class ConflationBox: Sendable {
    private struct Waiting {
        var reading: Reading
        /// Records that had been pushed into the ring when the first report came here.
        var behind: UInt64
    }

    private struct State {
        var waiting: [UInt64: Waiting] = [:]
        /// The smallest `behind` of all.
        var behindMin = UInt64.max
    }

    private let state = Mutex(State())
    private let count = Atomic<Int>(0)

    package init() {}

    /// Merges a report into what waits of its valve.
    ///
    /// - Parameter behind: records pushed into the ring so far, which are older than the report.
    package func put(_ reading: Reading, behind: UInt64) {
        state.withLock { put(reading, behind: behind, &$0) }
    }

    /// Merges a report into what waits of its valve; `false`, and nothing done, where nothing does.
    package func join(_ reading: Reading) -> Bool {
        if isEmpty { return false }
        return state.withLock { state in
            guard state.waiting[Self.key(reading)] != nil else { return false }
            put(reading, behind: .max, &state)
            return true
        }
    }

    private func put(_ reading: Reading, behind: UInt64, _ state: inout State) {
        let key = Self.key(reading)
        if let before = state.waiting[key] {
            // An older one that comes late adds what it saw and stays the older one: under its number the
            // whole would be taken for old.
            let isLate =
                (reading.boot, reading.sequence)
                < (before.reading.boot, before.reading.sequence)
            state.waiting[key]?.reading =
                isLate
                ? before.reading.merged(after: reading) : reading.merged(after: before.reading)
        } else {
            state.waiting[key] = Waiting(reading: reading, behind: behind)
            state.behindMin = min(state.behindMin, behind)
        }
        count.store(state.waiting.count, ordering: .releasing)
    }

    private static func key(_ reading: Reading) -> UInt64 {
        UInt64(reading.valve.value) << 1 | (reading.flags.contains(.test) ? 1 : 0)
    }

    /// Takes what waits behind nothing in the ring any more.
    ///
    /// - Parameter drained: records taken out of the ring so far.
    package func take(drained: UInt64) -> [Reading] {
        state.withLock { state in
            guard state.behindMin <= drained else { return [] }
            // In one order, so that the same messages always make the same decisions.
            let due = state.waiting.filter { $0.value.behind <= drained }.sorted { $0.key < $1.key }
            for (key, _) in due { state.waiting[key] = nil }
            state.behindMin = state.waiting.values.map(\.behind).min() ?? .max
            count.store(state.waiting.count, ordering: .releasing)
            return due.map(\.value.reading)
        }
    }

    package var isEmpty: Bool { count.load(ordering: .acquiring) == 0 }
}

extension Reading {
    /// The flags that say something is wrong: one report that shows one is enough.
    private static let grave: ReadingFlags = [
        .tamper, .lowBattery, .powerLoss, .sensorFault, .endOfLife, .selftestFailed, .magnet,
        .clockError, .unnamed,
    ]

    /// This reading with what an older one of the valve said beyond it: the newest value of each
    /// quantity that was measured, the highest gas, flow and temperature, every flag that either
    /// showed, the number merged.
    func merged(after older: Reading) -> Reading {
        var merged = self
        merged.gas = Self.higher(older.trustedGas, trustedGas)
        merged.flow = Self.higher(older.flow, flow)
        if pressure.isNaN { merged.pressure = older.pressure }
        // The absent value is the lowest there is.
        merged.temperatureTenths = max(older.temperatureTenths, temperatureTenths)
        if position == .unknown { merged.position = older.position }
        if battery == Self.byteAbsent { merged.battery = older.battery }
        if signalLoss == Self.byteAbsent { merged.signalLoss = older.signalLoss }
        if valveClock == Self.clockAbsent { merged.valveClock = older.valveClock }
        merged.flags.formUnion(older.flags.intersection(Self.grave))
        // Warming up and "no flags stated" hold for the whole only when they hold for both.
        if !older.flags.contains(.preheat) { merged.flags.remove(.preheat) }
        if !older.flags.contains(.unstated) { merged.flags.remove(.unstated) }
        merged.flags.insert(.conflated)
        merged.mergedCount = older.mergedCount == .max ? .max : older.mergedCount + 1
        return merged
    }

    /// Gas that means something: a sensor that warms up measures nothing.
    private var trustedGas: Float { flags.contains(.preheat) ? .nan : gas }

    private static func higher(_ left: Float, _ right: Float) -> Float {
        if left.isNaN { return right }
        return right.isNaN ? left : max(left, right)
    }
}
