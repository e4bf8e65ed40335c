/// A number of RFC 8259 in place.
struct JSONNumber {
    /// Its value; infinite when it is too large for a `Double`.
    var value: Double
    /// Set where it was written as a whole number that fits.
    private var whole: Int64?

    /// Its value when it is a whole number that fits, however it was written.
    var integer: Int64? { whole ?? Int64(exactly: value) }

    private init(_ value: Double, whole: Int64? = nil) { (self.value, self.whole) = (value, whole) }

    /// The powers of ten that a `Double` holds exactly, so that one division or multiplication of an
    /// exact mantissa rounds once and correctly.
    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// Reads a number and moves past it; `nil` when there is none or it is malformed (leading zero,
    /// sign `+`, NaN, bare point).
    static func scan(_ text: Span<UInt8>, _ at: inout Int) -> JSONNumber? {
        let start = at
        let isNegative = JSONScan.peek(text, at) == 0x2D
        if isNegative { at += 1 }
        var mantissa: UInt64 = 0
        var digitCount = 0
        var exponent = 0
        guard digits(text, &at, &mantissa, &digitCount) > 0 else { return nil }
        let leadingZero = JSONScan.peek(text, isNegative ? start + 1 : start) == 0x30
        if leadingZero && at - start > (isNegative ? 2 : 1) { return nil }
        if JSONScan.peek(text, at) == 0x2E {
            at += 1
            let count = digits(text, &at, &mantissa, &digitCount)
            guard count > 0 else { return nil }
            exponent = -count
        }
        if JSONScan.peek(text, at) | 0x20 == 0x65 {
            at += 1
            guard let written = writtenExponent(text, &at) else { return nil }
            exponent += written
        }
        return make(text, start..<at, isNegative, mantissa, digitCount, exponent)
    }

    /// Digits up to 18 go into the mantissa; more of them send the number to the slow path.
    @inline(__always)
    private static func digits(
        _ text: Span<UInt8>, _ at: inout Int, _ mantissa: inout UInt64, _ digitCount: inout Int
    ) -> Int {
        let start = at
        while at < text.count {
            let digit = text[at] &- 0x30
            guard digit <= 9 else { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            if mantissa != 0 { digitCount += 1 }
            at += 1
        }
        return at - start
    }

    private static func writtenExponent(_ text: Span<UInt8>, _ at: inout Int) -> Int? {
        var isNegative = false
        switch JSONScan.peek(text, at) {
        case 0x2B: at += 1
        case 0x2D:
            isNegative = true
            at += 1
        default: break
        }
        let start = at
        var value = 0
        while at < text.count {
            let digit = text[at] &- 0x30
            guard digit <= 9 else { break }
            value = min(value * 10 + Int(digit), 100_000)
            at += 1
        }
        return at > start ? (isNegative ? -value : value) : nil
    }

    @inline(__always)
    private static func make(
        _ text: Span<UInt8>, _ bounds: Range<Int>, _ isNegative: Bool, _ mantissa: UInt64,
        _ digitCount: Int, _ exponent: Int
    ) -> JSONNumber? {
        if digitCount <= 18, exponent == 0 {
            let size = Double(mantissa)
            return JSONNumber(
                isNegative ? -size : size, whole: isNegative ? -Int64(mantissa) : Int64(mantissa))
        }
        if digitCount <= 15, exponent >= -22, exponent <= 22 {
            let whole = Double(mantissa)
            let size =
                exponent < 0
                ? whole / exactPowers[-exponent] : whole * exactPowers[exponent]
            return JSONNumber(isNegative ? -size : size)
        }
        if digitCount >= 16, digitCount <= 18, exponent < 0, exponent >= -17 {
            let size = quotient(mantissa, -exponent)
            return JSONNumber(isNegative ? -size : size)
        }
        return slow(text, bounds)
    }

    /// `mantissa` over 10 to the `places`, rounded once: sixteen digits and more are what a valve
    /// prints that formats a `Double` in full.
    ///
    /// At least 10^15 · 2^64 / 10^17 leave 57 bits of quotient, so the last bit lies below the 53 of
    /// a `Double` and its rounding bit, and may stand for the whole remainder.
    private static func quotient(_ mantissa: UInt64, _ places: Int) -> Double {
        var divisor: UInt64 = 1
        for _ in 0..<places { divisor *= 10 }
        let (whole, rest) = (UInt128(mantissa) << 64).quotientAndRemainder(
            dividingBy: UInt128(divisor))
        return Double(whole | (rest == 0 ? 0 : 1)) * 0x1p-64
    }

    private static func slow(_ text: Span<UInt8>, _ bounds: Range<Int>) -> JSONNumber? {
        var bytes: [UInt8] = []
        for index in bounds { bytes.append(text[index]) }
        guard let value = Double(String(decoding: bytes, as: UTF8.self)) else { return nil }
        return JSONNumber(value)
    }
}
