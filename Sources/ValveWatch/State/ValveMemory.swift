internal import FlatStore
internal import ValveModel

/// A condition or expectation whose beginning the watch remembers.
enum Since: Int, CaseIterable, Sendable {
    /// The temperature has risen as fast as a fire makes it.
    case heatRise
    /// The valve is proven closed, by a reading received with or after its finding.
    case proven
    /// The valve ought to be closed: it said so, was commanded, or was due.
    case closedDue
    /// Our newest close command was decided.
    case commanded
    /// A report showed it closed without saying why; judged after `plainClosingHold`.
    case plainClosing
    /// Its open leak was raised.
    case leak
    /// The overflow holds for which no close command has gone yet.
    case overflow
    /// It counts as off line.
    case offline
    /// A test shows gas that is dangerous even in a test.
    case testGas
    /// Every reading showed gas at `seepageGas`, or at `seepageGasHigh`.
    case seepage, seepageHigh
    /// Every reading showed flow above `overtimeFlow`, or flow that was never above it.
    case overtime, microflow
    /// The gas value has been the very same, or never below `restGas`.
    case stuck, drift
    /// Every message said that the sensor warms up.
    case warmUp
    /// The first of the impossible steps that count together.
    case steps
    /// The battery's level was taken from which its fall is measured.
    case battery
    /// End of its declared test window: the one moment that lies ahead.
    case testUntil
    /// A message showed a leak, the last time; it outlives the incident, for the riser's sake.
    case lastLeak
    /// Its sensor, which warms up, has measured gas, and no warm one has since.
    case coldGas

    /// Its bit in a row's `begun`.
    @inline(__always)
    var bit: UInt32 { 1 << UInt32(rawValue) }

    /// A bit in a row's `begun` behind those of the cases, of the running detector only: the last report
    /// stands beside the row, as `ValveMemory.highAsideAt` says.
    static let highAside: UInt32 = 1 << 31
    /// Another: the device has called a leak below `leakGas`, by a set point of its own.
    static let calledLow: UInt32 = 1 << 30
    /// Another, of the running detector only: its numbers began anew, and were believed.
    static let countedAnew: UInt32 = 1 << 29

    /// The bits of those whose end is seconds away.
    static let hurrying: UInt32 =
        1 << UInt32(plainClosing.rawValue) | 1 << UInt32(overflow.rawValue)
}

/// What the watch knows of a valve beside its newest measurements: beginnings, and what few valves
/// have. Its memory is not touched, and costs nothing, while a valve has none of it.
struct ValveMemory: BlankWhenZero, Sendable {
    /// Milliseconds since 1970 by `Since`; without meaning where the row's `begun` lacks the bit.
    var moments: InlineArray<21, Int64> = .init(repeating: 0)
    /// Kinds raised inside the present test window.
    var tested = KindSet()
    /// Its riser, or its building where no riser is known; 0 where neither is.
    var riser: UInt32 = 0
    /// Its building, among the same numbers; 0 where none is known.
    var building: UInt32 = 0
    /// Rise in %LEL a minute between the last two readings; 0 where they do not rise.
    var gasRate: Float = 0
    /// The lowest methane in %LEL of the last half minute or so, where `isFollowed`, and when gas rose last. No
    /// part of a record.
    var lowGas: Float = 0
    var isFollowed = false
    var roseAt: Int64 = 0
    /// Half the body's hash of the newest reading at `leakGas` or above; 0 before the first. Who sends
    /// that very message again confirms nothing, however many came in between.
    var highGasHash: UInt32 = 0
    /// When the last report came, where that is one at `leakGas` or above that the row's own gas does not
    /// show (`Since.highAside`): it came late, or an alarm has measured less since. No part of a record.
    var highAsideAt: Int64 = 0
    /// Methane in %LEL at `Since.coldGas`.
    var coldGas: Float = 0
    /// Half the body's hashes of the newest reports that could raise something by themselves, and where the
    /// next goes. A gateway sends its store again after an outage, and more of it than `RecentMessages`
    /// holds; no part of a record.
    var notable: InlineArray<8, UInt32> = .init(repeating: 0)
    var notableNext: UInt8 = 0
    /// Of a valve whose sequence numbers have fallen (`Marks.numbersFell`): the highest of the numbers it
    /// counts by now, when one of them was believed last, and how many were.
    var fallenTo: UInt32 = 0
    var fallenAt: Int64 = 0
    /// When the last report of a lower boot counted towards being believed. No part of a record.
    var lowerAt: Int64 = 0
    var fallenCount: UInt8 = 0
    /// Tenths of °C by which the rise since `Since.heatRise` is ahead of its limit. No part of a record,
    /// as `heatFrom` is none.
    var heatLead: Float = 0
    /// Temperature in tenths of °C at `Since.heatRise`.
    var heatFrom: Int16 = 0
    /// Impossible steps since `Since.steps`.
    var stepCount: UInt8 = 0
    /// Level of the battery at `Since.battery`.
    var batteryLevel: UInt8 = 0

    /// Whether the body is remembered as notable; remembered from now on.
    mutating func knowsNotable(_ bodyHash: UInt64) -> Bool {
        let hash = RecentMessages.folded(bodyHash)
        for index in notable.indices where notable[index] == hash { return true }
        notable[Int(notableNext & 7)] = hash
        notableNext = (notableNext + 1) & 7
        return false
    }
}
