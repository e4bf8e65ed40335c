internal import CLinux
internal import Glibc
private import Synchronization

/// A named thread of its own for work that blocks: a lane, the watch loop. Never an executor's.
///
/// All signals are blocked on it, so a signal reaches the thread that waits for signals.
public final class DedicatedThread: Sendable {
    private final class Body: Sendable {
        let name: String
        let work: @Sendable () -> Void
        let ended: WakeEvent
        init(name: String, ended: WakeEvent, work: @escaping @Sendable () -> Void) {
            self.name = name
            self.ended = ended
            self.work = work
        }
    }

    private let thread: UInt
    private let joined = Mutex(false)
    /// Rung when the work has returned: ThreadSanitizer does not know the timed join of glibc that
    /// runs on a clock which cannot be set.
    private let ended: WakeEvent

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: what `top -H` and core files show; the kernel keeps 15 bytes.
    ///   - work: the whole life of the thread.
    /// - Throws: a fault when the kernel has no room for another thread.
    public init(name: String, _ work: @escaping @Sendable () -> Void) throws(SystemFault) {
        let ended = try WakeEvent()
        self.ended = ended
        // Safety: the body is retained here and released exactly once, by the thread or on failure.
        let body = unsafe Unmanaged.passRetained(Body(name: name, ended: ended, work: work))
        var identity = pthread_t()
        // Safety: the C function only reads its argument, which stays alive as said above.
        let outcome = unsafe clinux_thread_start(
            &identity,
            { argument in
                guard let argument = unsafe argument else { return nil }
                let body = unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                // Safety: the name is a NUL-terminated copy that lives for the call.
                _ = unsafe clinux_thread_name(body.name)
                body.work()
                body.ended.ring()
                return nil
            }, body.toOpaque())
        guard outcome == 0 else {
            // Safety: the thread did not start, so this is the only release.
            unsafe body.release()
            throw SystemFault(code: outcome, attempt: "start the thread \(name)")
        }
        thread = UInt(identity)
    }

    deinit {
        let identity = pthread_t(thread)
        if !joined.withLock({ $0 }) { pthread_detach(identity) }
    }

    /// Waits until the work has returned. A second call returns true at once.
    ///
    /// - Parameter timeoutMilliseconds: how long to wait at most; nil waits for ever.
    /// - Returns: false when the time passed first; the thread goes on.
    @discardableResult
    public func join(timeoutMilliseconds: Int64? = nil) -> Bool {
        joined.withLock { joined in
            if joined { return true }
            guard ended.wait(milliseconds: timeoutMilliseconds).rung else { return false }
            let outcome = pthread_join(pthread_t(thread), nil)
            precondition(outcome == 0, "A thread that has ended could not be joined.")
            joined = true
            return true
        }
    }
}
