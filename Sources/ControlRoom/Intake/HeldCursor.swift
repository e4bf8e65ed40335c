package import LinuxPlatform
internal import Synchronization

/// How far the journal has come with what a lane has handed over, and the lane's wait for it.
package final class HeldCursor: Sendable {
    private let durable = Atomic<UInt64>(0)
    private let isEnding = Atomic<Bool>(false)
    private let parker: Parker

    package init() throws(SystemFault) { parker = try Parker() }

    /// Everything through `cursor` may be acknowledged.
    package func release(through cursor: UInt64) {
        guard cursor > durable.load(ordering: .relaxed) else { return }
        durable.store(cursor, ordering: .releasing)
        parker.unpark()
    }

    /// Ends every wait: the daemon stops.
    package func end() {
        isEnding.store(true, ordering: .releasing)
        parker.unpark()
    }

    /// Whether `cursor` may be acknowledged, for a caller that does not wait.
    package func isReleased(through cursor: UInt64) -> Bool {
        durable.load(ordering: .acquiring) >= cursor
    }

    /// Blocks the lane's thread until `cursor` may be acknowledged; `false` when the daemon stops
    /// before.
    package func wait(for cursor: UInt64) -> Bool {
        while durable.load(ordering: .acquiring) < cursor {
            if isEnding.load(ordering: .acquiring) { return false }
            _ = parker.park(timeoutMilliseconds: nil) {
                durable.load(ordering: .acquiring) >= cursor
                    || isEnding.load(ordering: .acquiring)
            }
        }
        return true
    }
}
