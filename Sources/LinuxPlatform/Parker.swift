private import Synchronization

/// Lets one consumer thread sleep while any number of producers may wake it.
///
/// The wake-up is remembered: an `unpark` before or during `park` ends that park at once, so no
/// wake-up is lost. Waking a consumer that is awake costs one atomic exchange and no system call.
/// The order that makes it safe: a producer publishes first and unparks then; the consumer looks
/// at its queues after `park` has returned.
public final class Parker: Sendable {
    private enum Posture {
        static let awake: UInt8 = 0
        static let parked: UInt8 = 1
        static let notified: UInt8 = 2
    }

    private let posture = Atomic<UInt8>(Posture.awake)
    private let event: WakeEvent
    private let parks = Atomic<Int>(0)
    private let wakes = Atomic<Int>(0)
    private let timeouts = Atomic<Int>(0)

    /// How often the consumer went to sleep in the kernel.
    public var parkCount: Int { parks.load(ordering: .relaxed) }
    /// How often a producer woke it out of the kernel.
    public var wakeCount: Int { wakes.load(ordering: .relaxed) }
    /// How often its time passed instead.
    public var timeoutCount: Int { timeouts.load(ordering: .relaxed) }

    /// - Throws: a fault when the limit of open files has been reached.
    public init() throws(SystemFault) {
        event = try WakeEvent()
    }

    /// Sleeps until `unpark` or until the time has passed. Only the consumer thread calls it.
    ///
    /// - Parameters:
    ///   - timeoutMilliseconds: how long to sleep at most; nil sleeps until woken.
    ///   - ready: asked once after producers can see that a wake-up is needed; true stays awake.
    /// - Returns: whether there may be work; false means that the time has passed.
    public func park(timeoutMilliseconds: Int64?, unless ready: () -> Bool = { false }) -> Bool {
        let (parked, _) = posture.compareExchange(
            expected: Posture.awake, desired: Posture.parked, ordering: .sequentiallyConsistent)
        guard parked else {
            // An exchange, not a store: it reads the producer's mark and with it what the producer
            // published before.
            _ = posture.exchange(Posture.awake, ordering: .sequentiallyConsistent)
            return true
        }
        // The exchange above and the producers' exchange have one order: either the producer sees
        // `parked` and rings, or `ready` sees what it published.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        if ready() {
            let before = posture.exchange(Posture.awake, ordering: .sequentiallyConsistent)
            if before == Posture.notified {
                // The ring is on its way; it will end the next park early, which is harmless.
                event.clear()
            }
            return true
        }
        parks.wrappingAdd(1, ordering: .relaxed)
        _ = event.wait(milliseconds: timeoutMilliseconds)
        let woken =
            posture.exchange(Posture.awake, ordering: .sequentiallyConsistent) == Posture.notified
        if woken {
            wakes.wrappingAdd(1, ordering: .relaxed)
        } else {
            timeouts.wrappingAdd(1, ordering: .relaxed)
        }
        return woken
    }

    /// Takes a wake-up that waits, without sleeping. Only the consumer thread calls it, one that has
    /// other things to look at in between.
    public func takeNotice() -> Bool {
        posture.exchange(Posture.awake, ordering: .sequentiallyConsistent) == Posture.notified
    }

    /// Wakes the consumer, or lets its next park return at once. Any thread may call it.
    public func unpark() {
        if posture.exchange(Posture.notified, ordering: .sequentiallyConsistent) == Posture.parked {
            event.ring()
        }
    }
}
