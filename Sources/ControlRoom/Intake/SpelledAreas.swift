internal import Synchronization
internal import ValveModel

/// How valves write their area whose topics do not have nine digits there. What they say is judged
/// with the area that is known of them; receipts and commands go to the topic as they wrote it, as they
/// listen to no other.
package final class SpelledAreas: Sendable {
    /// A batch of valves that were set up wrongly; beyond it their receipts go to the known area.
    static let countMax = 1_024

    private let spelled = Mutex<[UInt32: String]>([:])
    /// So that nobody waits for the lock where all is well.
    private let count = Atomic<Int>(0)

    package init() {}

    /// Notes how the valve's newest message wrote its area; `nil` where it is as it should be.
    func note(_ text: String?, of valve: ValveIndex) {
        if text == nil, count.load(ordering: .relaxed) == 0 { return }
        spelled.withLock { spelled in
            if spelled.count < Self.countMax || text == nil { spelled[valve.value] = text }
            count.store(spelled.count, ordering: .relaxed)
        }
    }

    /// The level of the topic by which the valve is reached.
    func level(of valve: ValveIndex, _ area: Area) -> String {
        if count.load(ordering: .relaxed) == 0 { return area.description }
        return spelled.withLock { $0[valve.value] } ?? area.description
    }
}
