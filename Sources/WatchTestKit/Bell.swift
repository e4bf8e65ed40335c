package import Foundation

/// Wakes whoever waits for something to become true, each time that anything it may depend on has
/// changed. Whoever changes it rings after the change.
package final class Bell: Sendable {
    private let condition = NSCondition()

    package init() {}

    package func ring() {
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    /// Waits until it holds; `false` when it has not within the patience, which is far above what a
    /// healthy machine needs, so that only a fault is that late.
    package func wait(patience: TimeInterval = 20, until holds: () -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: patience)
        condition.lock()
        defer { condition.unlock() }
        while !holds() {
            guard condition.wait(until: deadline) else { return holds() }
        }
        return true
    }
}
