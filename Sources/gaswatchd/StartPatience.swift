internal import LinuxPlatform

/// Asks systemd to go on waiting while the store is checked, migrated or taken over: a start that was
/// killed for its length would begin the same work again for ever, and nobody would watch.
final class StartPatience: Sendable {
    /// An hour checks and takes over some hundred gigabytes on a slow disk (30 MB/s); what takes longer
    /// hangs, and the unit's TimeoutStartSec counts again.
    private static let longest: Int64 = 3_600_000
    /// What is asked for each time, and how often: three times within it.
    private static let stretch = Duration.seconds(60)
    private static let askedEvery: Int64 = 20_000

    private let over: WakeEvent?

    init() {
        over = try? WakeEvent()
        guard let over else { return }
        // Without a thread the unit's own time is all there is.
        _ = try? DedicatedThread(name: "gw-start") {
            let until = BootClock.milliseconds() + Self.longest
            repeat {
                ServiceNotify.extendStart(Self.stretch)
            } while !over.wait(milliseconds: Self.askedEvery).rung
                && BootClock.milliseconds() < until
        }
    }

    /// The daemon serves, or ends.
    func end() { over?.ring() }
}
