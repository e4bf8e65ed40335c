internal import LinuxPlatform
package import ValveModel

/// Where time comes from: the kernel, or whoever runs the room through an hour in less than one.
package struct TimeSource: Sendable {
    /// Milliseconds since boot; never steps.
    package var bootMilliseconds: @Sendable () -> Int64
    /// Milliseconds since 1970; may step at any moment.
    package var wallMilliseconds: @Sendable () -> Int64

    package init(
        bootMilliseconds: @escaping @Sendable () -> Int64,
        wallMilliseconds: @escaping @Sendable () -> Int64
    ) {
        self.bootMilliseconds = bootMilliseconds
        self.wallMilliseconds = wallMilliseconds
    }

    /// The clocks of the machine.
    package static let kernel = TimeSource(
        bootMilliseconds: { BootClock.milliseconds() },
        wallMilliseconds: { WallClock.milliseconds() })
}

/// The control room's time: the boot-time clock anchored to the wall clock once, at start.
///
/// A step of the wall clock, a suspend or daylight saving never move a deadline.
package struct HouseClock: Sendable {
    private let source: TimeSource
    private let anchorMilliseconds: Int64

    /// Anchors to the wall clock now.
    package init(_ source: TimeSource = .kernel) {
        self.source = source
        anchorMilliseconds = source.wallMilliseconds() - source.bootMilliseconds()
    }

    /// Now.
    package func now() -> Moment {
        Moment(milliseconds: source.bootMilliseconds() + anchorMilliseconds)
    }

    /// How far the wall clock has moved away from the control room's time since the start.
    package func wallDrift() -> Lapse {
        Lapse(milliseconds: source.wallMilliseconds() - now().milliseconds)
    }
}
