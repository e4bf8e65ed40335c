internal import FlatStore

/// A strict RFC 8259 scanner over bytes in place: every function takes the text and a position,
/// moves the position past what it read and says whether it was well formed.
///
/// It exists beside the many JSON parsers of the world because a reading has to be decoded inside
/// the broker library's callback without an allocation.
enum JSONScan {
    /// Deepest nesting of an unknown field's value: what Foundation's parser takes, one bit each.
    static let depthMax = 512

    @inline(__always)
    static func peek(_ text: Span<UInt8>, _ at: Int) -> UInt8 {
        at < text.count ? text[at] : 0
    }

    @inline(__always)
    static func skipSpace(_ text: Span<UInt8>, _ at: inout Int) {
        while at < text.count {
            switch text[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    /// Passes over what seldom comes, by a function that is not inlined. Its position is a copy: one
    /// whose address is handed out cannot stay in a register, and every step of a scan waits for it.
    @inline(__always)
    static func pass<Found>(
        _ text: Span<UInt8>, _ at: inout Int, _ body: (Span<UInt8>, inout Int) -> Found
    ) -> Found {
        var place = at
        let found = body(text, &place)
        at = place
        return found
    }

    /// A string from its opening quote. `bounds` are its bytes without the quotes.
    @inline(__always)
    static func string(
        _ text: Span<UInt8>, _ at: inout Int, hasEscape: inout Bool
    ) -> Range<Int>? {
        guard peek(text, at) == 0x22 else { return nil }
        at += 1
        let start = at
        hasEscape = false
        while at < text.count {
            let plain = ByteLanes.first(ByteLanes.notPlain(ByteWindow.word(text, at: at)))
            at &+= plain
            if plain == 8 { continue }
            // Behind the end the window reads as zero, which is a control character.
            guard at < text.count else { return nil }
            let byte = text[at]
            if byte == 0x22 {
                at += 1
                return start..<(at - 1)
            }
            if byte == 0x5C {
                hasEscape = true
                guard pass(text, &at, escape) else { return nil }
            } else if byte < 0x20 {
                return nil
            } else if byte < 0x80 {
                at += 1
            } else if !pass(text, &at, multibyte) {
                return nil
            }
        }
        return nil
    }

    private static func escape(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        switch peek(text, at + 1) {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
            at += 2
            return true
        case 0x75:
            guard let unit = codeUnit(text, at) else { return false }
            at += 6
            switch unit {
            case 0xD800...0xDBFF:
                guard let low = codeUnit(text, at), 0xDC00...0xDFFF ~= low else { return false }
                at += 6
                return true
            case 0xDC00...0xDFFF: return false
            default: return true
            }
        default: return false
        }
    }

    /// The UTF-16 code unit of an escape such as `\u00e9` at a position.
    private static func codeUnit(_ text: Span<UInt8>, _ at: Int) -> UInt16? {
        guard at + 6 <= text.count, text[at] == 0x5C, text[at + 1] == 0x75 else { return nil }
        var unit: UInt16 = 0
        for index in (at + 2)...(at + 5) {
            guard let digit = hexDigit(text[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// One well-formed UTF-8 sequence of two to four bytes (Unicode standard, table 3-7).
    private static func multibyte(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        let first = text[at]
        let second = peek(text, at + 1)
        let length: Int
        let allowed: ClosedRange<UInt8>
        switch first {
        case 0xC2...0xDF: (length, allowed) = (2, 0x80...0xBF)
        case 0xE0: (length, allowed) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE, 0xEF: (length, allowed) = (3, 0x80...0xBF)
        case 0xED: (length, allowed) = (3, 0x80...0x9F)
        case 0xF0: (length, allowed) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, allowed) = (4, 0x80...0xBF)
        case 0xF4: (length, allowed) = (4, 0x80...0x8F)
        default: return false
        }
        guard at + length <= text.count, allowed.contains(second) else { return false }
        for index in 2..<max(length, 2) where text[at + index] & 0xC0 != 0x80 { return false }
        at += length
        return true
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    @inline(__always)
    static func literal(_ text: Span<UInt8>, _ at: inout Int, _ word: UInt32, _ count: Int) -> Bool
    {
        guard at + count <= text.count else { return false }
        var packed: UInt32 = 0
        for index in 0..<min(count, 4) {
            packed |= UInt32(text[at + index]) << UInt32(index * 8)
        }
        guard packed == word else { return false }
        at += count
        return true
    }

    @inline(__always)
    static func null(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        literal(text, &at, 0x6C6C_756E, 4)
    }

    @inline(__always)
    static func `true`(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        literal(text, &at, 0x6575_7274, 4)
    }

    @inline(__always)
    static func `false`(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        guard peek(text, at + 4) == 0x65 else { return false }
        return literal(text, &at, 0x736C_6166, 5)
    }

    /// Passes over one value of any type, checking that it is well formed.
    static func skipValue(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        var open = OpenLevels()
        var depth = 0
        while true {
            skipSpace(text, &at)
            var escaped = false
            switch peek(text, at) {
            case 0x7B, 0x5B:
                let isObject = text[at] == 0x7B
                guard depth < depthMax else { return false }
                open.set(depth, isObject)
                depth += 1
                at += 1
                skipSpace(text, &at)
                if peek(text, at) == (isObject ? 0x7D : 0x5D) { break }
                if isObject, !memberName(text, &at) { return false }
                continue
            case 0x22: if string(text, &at, hasEscape: &escaped) == nil { return false }
            case 0x74: if !`true`(text, &at) { return false }
            case 0x66: if !`false`(text, &at) { return false }
            case 0x6E: if !null(text, &at) { return false }
            default: if JSONNumber.scan(text, &at) == nil { return false }
            }
            guard let again = closeLevels(text, &at, &depth, open) else { return false }
            if !again { return true }
        }
    }

    /// After a value: passes commas and closing brackets. `true` when another value follows,
    /// `false` when the outermost value is complete, `nil` when the text is wrong.
    private static func closeLevels(
        _ text: Span<UInt8>, _ at: inout Int, _ depth: inout Int, _ open: OpenLevels
    ) -> Bool? {
        while depth > 0 {
            let isObject = open.isObject(depth - 1)
            skipSpace(text, &at)
            switch peek(text, at) {
            case 0x2C:
                at += 1
                if isObject {
                    skipSpace(text, &at)
                    guard memberName(text, &at) else { return nil }
                }
                return true
            case isObject ? 0x7D : 0x5D:
                at += 1
                depth -= 1
            default: return nil
            }
        }
        return false
    }

    /// Which of the open levels are objects.
    private struct OpenLevels {
        private var bits = InlineArray<8, UInt64>(repeating: 0)

        mutating func set(_ level: Int, _ isObject: Bool) {
            let bit = UInt64(1) << UInt64(level & 63)
            if isObject { bits[level >> 6] |= bit } else { bits[level >> 6] &= ~bit }
        }

        func isObject(_ level: Int) -> Bool {
            bits[level >> 6] >> UInt64(level & 63) & 1 == 1
        }
    }

    private static func memberName(_ text: Span<UInt8>, _ at: inout Int) -> Bool {
        var escaped = false
        guard string(text, &at, hasEscape: &escaped) != nil else { return false }
        skipSpace(text, &at)
        guard peek(text, at) == 0x3A else { return false }
        at += 1
        return true
    }

    /// The text of a scanned string with its escapes resolved.
    static func unescaped(_ text: Span<UInt8>, _ bounds: Range<Int>) -> String {
        var units: [UInt16] = []
        var bytes: [UInt8] = []
        var at = bounds.lowerBound
        func flush(_ bytes: inout [UInt8], _ units: inout [UInt16]) {
            guard !units.isEmpty else { return }
            bytes.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
            units.removeAll()
        }
        while at < bounds.upperBound {
            let byte = text[at]
            guard byte == 0x5C else {
                flush(&bytes, &units)
                bytes.append(byte)
                at += 1
                continue
            }
            let kind = text[at + 1]
            if kind == 0x75 {
                var unit: UInt16 = 0
                for index in (at + 2)...(at + 5) {
                    unit = unit << 4 | UInt16(hexDigit(text[index]) ?? 0)
                }
                units.append(unit)
                at += 6
            } else {
                flush(&bytes, &units)
                let plain: UInt8 =
                    switch kind {
                    case 0x62: 0x08
                    case 0x66: 0x0C
                    case 0x6E: 0x0A
                    case 0x72: 0x0D
                    case 0x74: 0x09
                    default: kind
                    }
                bytes.append(plain)
                at += 2
            }
        }
        flush(&bytes, &units)
        return String(decoding: bytes, as: UTF8.self)
    }
}
