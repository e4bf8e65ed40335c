internal import LinuxPlatform
private import Synchronization

/// A thread that is started at most once and may be joined by anybody.
final class StartedThread: Sendable {
    private let running = Mutex<DedicatedThread?>(nil)

    func start(name: String, _ work: @escaping @Sendable () -> Void) throws(BrokerFault) {
        let fault: SystemFault? = running.withLock { running in
            precondition(running == nil, "A lane or sender is started once.")
            do throws(SystemFault) {
                running = try DedicatedThread(name: name, work)
                return nil
            } catch {
                return error
            }
        }
        if let fault { throw .system(fault) }
    }

    /// True also when it was never started.
    func join(timeoutMilliseconds: Int64?) -> Bool {
        let thread = running.withLock { $0 }
        return thread?.join(timeoutMilliseconds: timeoutMilliseconds) ?? true
    }
}
