internal import LinuxPlatform
package import ValveModel

/// The control room's time: the boot-time clock anchored to the wall clock once, at start.
///
/// A step of the wall clock, a suspend or daylight saving never move a deadline.
package struct HouseClock: Sendable {
    private let anchorMilliseconds: Int64

    /// Anchors to the wall clock now.
    package init() {
        anchorMilliseconds = WallClock.milliseconds() - BootClock.milliseconds()
    }

    /// Now.
    package func now() -> Moment {
        Moment(milliseconds: BootClock.milliseconds() + anchorMilliseconds)
    }

    /// How far the wall clock has moved away from the control room's time since the start.
    package func wallDrift() -> Lapse {
        Lapse(milliseconds: WallClock.milliseconds() - now().milliseconds)
    }
}
