internal import Synchronization
package import ValveModel

/// Where reports wait when their ring is full: one merged reading a valve, so that memory is bounded
/// by the number of valves and nothing dangerous is lost.
package final class ConflationBox: Sendable {
    private let readings = Mutex<[UInt32: Reading]>([:])

    package init() {}

    /// Merges a report into what waits of its valve: newest fields, highest gas and flow, number
    /// merged.
    package func put(_ reading: Reading) {
        readings.withLock { readings in
            guard let waiting = readings[reading.valve.value] else {
                readings[reading.valve.value] = reading
                return
            }
            var merged = reading
            merged.flags.insert(.conflated)
            merged.gas = Self.higher(waiting.gas, reading.gas)
            merged.flow = Self.higher(waiting.flow, reading.flow)
            merged.mergedCount = waiting.mergedCount == .max ? .max : waiting.mergedCount + 1
            readings[reading.valve.value] = merged
        }
    }

    /// Takes everything that waits.
    package func take() -> [Reading] {
        readings.withLock { readings in
            guard !readings.isEmpty else { return [] }
            // In one order, so that the same messages always make the same decisions.
            let taken = readings.values.sorted { $0.valve.value < $1.valve.value }
            readings.removeAll(keepingCapacity: true)
            return taken
        }
    }

    package var isEmpty: Bool { readings.withLock { $0.isEmpty } }

    private static func higher(_ left: Float, _ right: Float) -> Float {
        if left.isNaN { return right }
        return right.isNaN ? left : max(left, right)
    }
}
