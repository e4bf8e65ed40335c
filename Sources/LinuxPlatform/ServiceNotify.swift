internal import CSystemd
internal import Glibc

/// What the daemon tells systemd. Without NOTIFY_SOCKET in the environment nothing is sent.
public enum ServiceNotify {
    /// The daemon serves.
    public static func ready() { send("READY=1") }

    /// One line for `systemctl status`. Line breaks become spaces, since they end an assignment.
    public static func status(_ line: String) {
        send("STATUS=" + String(line.map { $0.isNewline ? " " : $0 }))
    }

    /// The start goes on and needs so much longer, from now. Due again within that time; at the end
    /// systemd goes by its own limit.
    public static func extendStart(_ stretch: Duration) {
        send("EXTEND_TIMEOUT_USEC=\(stretch.components.seconds * 1_000_000)")
    }

    /// The daemon is alive. Due at least twice within `watchdogInterval`.
    public static func watchdog() { send("WATCHDOG=1") }

    /// The daemon is about to end.
    public static func stopping() { send("STOPPING=1") }

    /// The daemon reads its settings again; `ready()` ends it. systemd wants the monotonic time in
    /// microseconds to tell this reload from an earlier one.
    public static func reloading() {
        let microseconds = ClockReading.nanoseconds(of: CLOCK_MONOTONIC) / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    }

    /// How long systemd waits for a sign of life, or nil when it does not watch this process.
    public static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        // Safety: the local variable outlives the call that fills it.
        let enabled = unsafe sd_watchdog_enabled(0, &microseconds)
        return enabled > 0 ? .microseconds(Int64(clamping: microseconds)) : nil
    }

    private static func send(_ assignments: String) {
        // Safety: the string is passed as a NUL-terminated copy that lives for the call. A failed
        // notification is systemd's to notice: the watchdog restarts a daemon that is not heard.
        _ = unsafe sd_notify(0, assignments)
    }
}
