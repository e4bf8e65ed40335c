internal import FlatStore

/// A number of RFC 8259 in place.
struct JSONNumber {
    /// Its value; infinite when it is too large for a `Double`.
    var value: Double
    /// Set where it was written as a whole number that fits.
    private var whole: Int64?

    /// Its value when it is a whole number that fits, however it was written.
    @inline(__always)
    var integer: Int64? { whole ?? Int64(exactly: value) }

    private init(_ value: Double, whole: Int64? = nil) { (self.value, self.whole) = (value, whole) }

    private init(_ whole: Int64) { (value, self.whole) = (Double(whole), whole) }

    /// The powers of ten that a `Double` holds exactly, so that one division or multiplication of an
    /// exact mantissa rounds once and correctly.
    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// Reads a number and moves past it; `nil` when there is none or it is malformed (leading zero,
    /// sign `+`, NaN, bare point).
    @inline(__always)
    static func scan(_ text: Span<UInt8>, _ at: inout Int) -> JSONNumber? {
        if let number = short(text, &at) { return number }
        return JSONScan.pass(text, &at, any)
    }

    /// The powers of ten by which the two halves of an integer are joined.
    private static let powers: InlineArray<8, Int64> = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000,
    ]
    /// Those by which a fraction is divided.
    private static let divisors: InlineArray<8, Double> = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7]

    /// What nearly every valve prints: at most fifteen digits, or six of them around a point, and no
    /// exponent; eight characters at a time. `nil`, and nothing moved, for every other form and for
    /// all that is malformed.
    @inline(__always)
    static func short(_ text: Span<UInt8>, _ at: inout Int) -> JSONNumber? {
        var word = ByteWindow.word(text, at: at)
        var sign = 0
        if UInt8(truncatingIfNeeded: word) == 0x2D {
            // What comes in behind is zero and ends the digits.
            word &>>= 8
            sign = 1
        }
        let digits = word ^ ByteLanes.zeros
        let stops = ByteLanes.notDigit(digits)
        let count = ByteLanes.first(stops)
        // A leading zero stands alone.
        if count == 0 || (digits & 0xFF == 0 && count > 1) { return nil }
        if count &+ sign >= 8 { return count == 8 ? long(text, &at, digits) : nil }
        let stop = ByteLanes.byte(word, count)
        if stop == 0x2E { return fraction(&at, sign, digits, stops, count) }
        if stop | 0x20 == 0x65 { return nil }
        at &+= sign &+ count
        let whole = Int64(bitPattern: ByteLanes.number(digits &<< UInt64((8 &- count) &* 8)))
        return JSONNumber(sign == 0 ? whole : -whole)
    }

    /// Digits around the point after the first `count`, within one window.
    @inline(__always)
    private static func fraction(
        _ at: inout Int, _ sign: Int, _ digits: UInt64, _ stops: UInt64, _ count: Int
    ) -> JSONNumber? {
        // A point carries nothing upwards, so that the next stop is certain as well.
        let end = ByteLanes.first(stops & (stops &- 1))
        // Behind a full window the digits may go on.
        guard end > count &+ 1, end &+ sign < 8 else { return nil }
        if ByteLanes.byte(digits ^ ByteLanes.zeros, end) | 0x20 == 0x65 { return nil }
        at &+= sign &+ end
        // The point is taken out: what is behind it moves up by a byte.
        let front = (1 &<< UInt64(count &* 8)) &- 1 as UInt64
        let joined = digits & front | digits &>> 8 & ~front
        let mantissa = ByteLanes.number(joined &<< UInt64((9 &- end) &* 8))
        let size = Double(Int64(bitPattern: mantissa)) / divisors[(end &- count &- 1) & 7]
        return JSONNumber(sign == 0 ? size : -size)
    }

    /// Eight digits and up to seven more: a clock in milliseconds.
    @inline(__always)
    private static func long(
        _ text: Span<UInt8>, _ at: inout Int, _ front: UInt64
    ) -> JSONNumber? {
        let word = ByteWindow.word(text, at: at &+ 8)
        let digits = word ^ ByteLanes.zeros
        let count = ByteLanes.first(ByteLanes.notDigit(digits))
        guard count < 8 else { return nil }
        let stop = ByteLanes.byte(word, count)
        if stop == 0x2E || stop | 0x20 == 0x65 { return nil }
        at &+= 8 &+ count
        let back = count == 0 ? 0 : ByteLanes.number(digits &<< UInt64((8 &- count) &* 8))
        let whole =
            Int64(bitPattern: ByteLanes.number(front)) &* powers[count] &+ Int64(bitPattern: back)
        return JSONNumber(whole)
    }

    /// Reads any number.
    @inline(never)
    static func any(_ text: Span<UInt8>, _ at: inout Int) -> JSONNumber? {
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
