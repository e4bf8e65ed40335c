internal import Foundation
internal import Incidents
internal import Synchronization
package import ValveModel

/// Writes the contract's times: RFC 3339 with milliseconds and the offset of one time
/// zone.
package final class Timestamps: Sendable {
    private struct Offset: Sendable {
        var quarter: Int64
        var seconds: Int
    }

    private let zone: TimeZone
    /// A zone's offset changes on the quarter hour at the most; one per quarter is asked for and kept.
    private let cached = Mutex(Offset(quarter: .min, seconds: 0))

    /// Times of the zone with this name; UTC where there is none.
    package init(zoneName: String) {
        zone = TimeZone(identifier: zoneName) ?? TimeZone(secondsFromGMT: 0) ?? .current
    }

    /// Seconds east of Greenwich at `moment`.
    package func offsetSeconds(at moment: Moment) -> Int {
        let quarter = moment.milliseconds / 900_000
        return cached.withLock { cached in
            if cached.quarter != quarter {
                let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000)
                cached = Offset(quarter: quarter, seconds: zone.secondsFromGMT(for: date))
            }
            return cached.seconds
        }
    }

    /// The hour of the day at `moment`, 0 … 23.
    package func localHour(_ moment: Moment) -> Int {
        let local = moment.milliseconds + Int64(offsetSeconds(at: moment)) * 1_000
        return Int(((local % 86_400_000) + 86_400_000) % 86_400_000 / 3_600_000)
    }

    /// Such as `2026-11-23T16:21:31.204+08:00`.
    package func text(_ moment: Moment) -> String {
        let offset = offsetSeconds(at: moment)
        let local = moment.milliseconds + Int64(offset) * 1_000
        var day = local / 86_400_000
        var rest = local % 86_400_000
        if rest < 0 {
            day -= 1
            rest += 86_400_000
        }
        let date = LocalDate.civil(day: day)
        var bytes = Self.template
        Self.put(date.year, 4, at: 0, of: &bytes)
        Self.put(date.month, 2, at: 5, of: &bytes)
        Self.put(date.day, 2, at: 8, of: &bytes)
        Self.put(rest / 3_600_000, 2, at: 11, of: &bytes)
        Self.put(rest / 60_000 % 60, 2, at: 14, of: &bytes)
        Self.put(rest / 1_000 % 60, 2, at: 17, of: &bytes)
        Self.put(rest % 1_000, 3, at: 20, of: &bytes)
        if offset < 0 { bytes[23] = 0x2D }
        Self.put(Int64(abs(offset) / 3_600), 2, at: 24, of: &bytes)
        Self.put(Int64(abs(offset) / 60 % 60), 2, at: 27, of: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same, of a moment that may not have come.
    package func text(_ moment: Moment?) -> String? {
        guard let moment, moment > .distantPast, moment < .distantFuture else { return nil }
        return text(moment) as String
    }

    private static let template = Array("0000-00-00T00:00:00.000+00:00".utf8)

    /// The last `width` digits of a number, from `start` on.
    private static func put(_ number: Int64, _ width: Int, at start: Int, of bytes: inout [UInt8]) {
        var rest = number
        for place in stride(from: start + width - 1, through: start, by: -1) {
            bytes[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        }
    }
}
