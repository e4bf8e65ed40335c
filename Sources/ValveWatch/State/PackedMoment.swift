public import ValveModel

/// A moment in six bytes, so that five of them share forty with the small fields between them.
///
/// 48 bits of milliseconds reach from 1970 to the year 10889. Stored is one more, so that zero bytes
/// are `Moment.distantPast`; a moment outside is the nearest one inside.
@propertyWrapper
public struct PackedMoment: Sendable, BitwiseCopyable {
    private var low: UInt32 = 0
    private var high: UInt16 = 0

    /// The moment it stands for.
    public init(wrappedValue: Moment) { self.wrappedValue = wrappedValue }

    /// The moment; `Moment.distantPast` when it has not come.
    @inline(__always)
    public var wrappedValue: Moment {
        get {
            let stored = Int64(high) << 32 | Int64(low)
            return stored == 0 ? .distantPast : Moment(milliseconds: stored - 1)
        }
        set {
            guard newValue != .distantPast else {
                (low, high) = (0, 0)
                return
            }
            let stored = min(max(newValue.milliseconds, 0), 1 << 48 - 2) + 1
            low = UInt32(truncatingIfNeeded: stored)
            high = UInt16(truncatingIfNeeded: stored >> 32)
        }
    }
}
