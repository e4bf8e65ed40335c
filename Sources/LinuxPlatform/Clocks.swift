internal import Glibc

/// The clock every deadline runs on: counts from boot, also through a suspend, and never steps.
public enum BootClock {
    /// Nanoseconds since boot.
    public static func nanoseconds() -> Int64 {
        ClockReading.nanoseconds(of: CLOCK_BOOTTIME)
    }

    /// Milliseconds since boot.
    public static func milliseconds() -> Int64 {
        nanoseconds() / 1_000_000
    }
}

/// The time of day. It can be set back or forward at any moment, so it is written down and shown,
/// never compared with a deadline.
public enum WallClock {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public static func milliseconds() -> Int64 {
        ClockReading.nanoseconds(of: CLOCK_REALTIME) / 1_000_000
    }
}

enum ClockReading {
    static func nanoseconds(of clock: clockid_t) -> Int64 {
        var moment = timespec()
        // Safety: `moment` is a local variable that outlives the call and is filled by it.
        let outcome = unsafe clock_gettime(clock, &moment)
        precondition(outcome == 0, "The kernel does not know a clock it must have.")
        return Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec)
    }
}
