internal import ControlRoom
internal import Synchronization

/// The clocks of the simulated machine; they move only when the simulation moves them.
final class VirtualTime: Sendable {
    /// Monday, 2026-11-23, 00:00 UTC: the wall clock when a run begins.
    static let wallAtStart: Int64 = 1_795_392_000_000

    private let boot = Atomic<Int64>(0)
    private let wallAhead = Atomic<Int64>(VirtualTime.wallAtStart)

    /// Milliseconds since boot.
    var now: Int64 {
        get { boot.load(ordering: .relaxed) }
        set { boot.store(newValue, ordering: .relaxed) }
    }

    /// Sets the wall clock back or forward.
    func stepWall(by lapse: Int64) { wallAhead.wrappingAdd(lapse, ordering: .relaxed) }

    var source: TimeSource {
        TimeSource(
            bootMilliseconds: { self.now },
            wallMilliseconds: { self.now + self.wallAhead.load(ordering: .relaxed) })
    }
}
