/// Decimal numbers with a fixed number of decimals, without the platform's formatting.
package enum Fixed {
    /// The number rounded to so many decimals (0–9).
    package static func text(_ number: Double, decimals: Int) -> String {
        String(decoding: bytes(number, decimals: decimals), as: UTF8.self)
    }

    static func bytes(_ number: Double, decimals: Int) -> [UInt8] {
        precondition((0...9).contains(decimals), "Nine decimals are as many as Int64 holds safely.")
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64((number * scale).rounded())
        var digits = Array(String(scaled.magnitude).utf8)
        while digits.count <= decimals { digits.insert(0x30, at: 0) }
        if decimals > 0 { digits.insert(0x2E, at: digits.count - decimals) }
        if scaled < 0 { digits.insert(0x2D, at: 0) }
        return digits
    }
}
