/// A sub-district by its nine-digit code of the national division list, such as 370202010 for
/// Zhanshan sub-district of Shinan.
public struct Area: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The code as a number, 0 … 999,999,999; leading zeros are part of the nine digits.
    public var code: UInt32

    /// Stands where no area is known.
    @inlinable public static var unknown: Area { Area(code: 0) }

    /// Makes an area from its code.
    @inlinable
    public init(code: UInt32) { self.code = code }

    /// Reads exactly nine digits; `nil` for anything else.
    @inlinable
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count == 9 else { return nil }
        var value: UInt32 = 0
        for index in 0..<9 {
            let digit = bytes[index] &- 0x30
            guard digit <= 9 else { return nil }
            value = value * 10 + UInt32(digit)
        }
        code = value
    }

    /// Reads exactly nine digits; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(bytes.span)
    }

    /// Order of the codes.
    @inlinable
    public static func < (left: Area, right: Area) -> Bool { left.code < right.code }
}

extension Area: CustomStringConvertible {
    /// The nine digits.
    public var description: String {
        let digits = String(code)
        return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    }
}
