/// A point of the control room's time: milliseconds since 1970 on the boot-time clock, anchored to
/// the wall clock when the daemon starts.
///
/// It never jumps: a step of the wall clock, a suspend or daylight saving do not move it, so every
/// deadline is a plain comparison. It is what is journalled and shown.
public struct Moment: Comparable, Hashable, Sendable, BitwiseCopyable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: Int64

    /// Makes a moment from milliseconds since 1970.
    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Before every moment that can occur; stands for "never yet".
    @inlinable public static var distantPast: Moment { Moment(milliseconds: .min / 4) }

    /// After every moment that can occur; stands for "no deadline".
    @inlinable public static var distantFuture: Moment { Moment(milliseconds: .max / 4) }

    /// Order in time.
    @inlinable
    public static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment `lapse` later.
    @inlinable
    public static func + (moment: Moment, lapse: Lapse) -> Moment {
        Moment(milliseconds: moment.milliseconds + lapse.milliseconds)
    }

    /// The moment `lapse` earlier.
    @inlinable
    public static func - (moment: Moment, lapse: Lapse) -> Moment {
        Moment(milliseconds: moment.milliseconds - lapse.milliseconds)
    }

    /// How long after `earlier` this moment is; negative when it is before it.
    @inlinable
    public static func - (later: Moment, earlier: Moment) -> Lapse {
        Lapse(milliseconds: later.milliseconds - earlier.milliseconds)
    }
}

/// A length of time in whole milliseconds: the resolution of every rule of the field.
public struct Lapse: Comparable, Hashable, Sendable, BitwiseCopyable {
    /// The length in milliseconds.
    public var milliseconds: Int64

    /// Makes a lapse of so many milliseconds.
    @inlinable
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// No time at all.
    @inlinable public static var zero: Lapse { Lapse(milliseconds: 0) }

    /// A lapse of so many milliseconds.
    @inlinable
    public static func milliseconds(_ count: Int64) -> Lapse { Lapse(milliseconds: count) }

    /// A lapse of so many seconds.
    @inlinable
    public static func seconds(_ count: Int64) -> Lapse { Lapse(milliseconds: count * 1_000) }

    /// A lapse of so many minutes.
    @inlinable
    public static func minutes(_ count: Int64) -> Lapse { Lapse(milliseconds: count * 60_000) }

    /// A lapse of so many hours.
    @inlinable
    public static func hours(_ count: Int64) -> Lapse { Lapse(milliseconds: count * 3_600_000) }

    /// The length in seconds.
    @inlinable
    public var seconds: Double { Double(milliseconds) / 1_000 }

    /// Order by length.
    @inlinable
    public static func < (left: Lapse, right: Lapse) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Both lengths one after the other.
    @inlinable
    public static func + (left: Lapse, right: Lapse) -> Lapse {
        Lapse(milliseconds: left.milliseconds + right.milliseconds)
    }

    /// `lapse` so many times over.
    @inlinable
    public static func * (lapse: Lapse, factor: Int64) -> Lapse {
        Lapse(milliseconds: lapse.milliseconds * factor)
    }
}
