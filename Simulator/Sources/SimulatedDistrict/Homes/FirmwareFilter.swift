/// The alarm filter of a detector's firmware: it samples every 500 ms and trips when 12 of the
/// newest 20 samples are over 10 %LEL, so that a puff of 5 s does not shut a home's gas off.
package struct FirmwareFilter: Equatable, Sendable {
    /// Seconds between two samples.
    package static let samplePeriod = 0.5
    /// The level a sample has to exceed, %LEL.
    package static let level = 10.0
    private static let windowCount = 20
    private static let tripCount = 12

    /// The newest samples, one bit each, the newest lowest.
    private var window: UInt32 = 0

    package init() {}

    /// Takes a sample in %LEL; true when the alarm trips now or goes on.
    package mutating func sample(_ gas: Double) -> Bool {
        let mask = (UInt32(1) << UInt32(Self.windowCount)) - 1
        window = (window << 1 | (gas > Self.level ? 1 : 0)) & mask
        return window.nonzeroBitCount >= Self.tripCount
    }
}
