internal import Synchronization
package import ValveModel

/// Where reports wait when their ring is full: one merged reading a valve (and one of its tests, which
/// never mix with what is actual), so that memory is bounded by the number of valves and nothing
/// dangerous is lost.
package final class ConflationBox: Sendable {
    private let readings = Mutex<[UInt64: Reading]>([:])

    package init() {}

    /// Merges a report into what waits of its valve.
    package func put(_ reading: Reading) {
        let key =
            UInt64(reading.valve.value) << 1 | (reading.flags.contains(.test) ? 1 : 0)
        readings.withLock { readings in
            readings[key] = readings[key].map { reading.merged(after: $0) } ?? reading
        }
    }

    /// Takes everything that waits.
    package func take() -> [Reading] {
        readings.withLock { readings in
            guard !readings.isEmpty else { return [] }
            // In one order, so that the same messages always make the same decisions.
            let taken = readings.sorted { $0.key < $1.key }.map(\.value)
            readings.removeAll(keepingCapacity: true)
            return taken
        }
    }

    package var isEmpty: Bool { readings.withLock { $0.isEmpty } }
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
