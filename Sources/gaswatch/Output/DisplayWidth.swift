/// How many columns of a terminal a text takes, after Unicode's East Asian Width: wide and
/// full-width characters take two, combining and invisible ones none, all others one. Ambiguous
/// ones count one, as terminals show them outside legacy settings.
enum DisplayWidth {
    static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
        if isZero(scalar) { return 0 }
        return contains(value, in: wide) ? 2 : 1
    }

    /// The text cut to at most `columns`, with `..` at the end where something is missing. A wide
    /// character is never cut in half and a combining one never loses its base.
    static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        let mark = columns >= 4 ? ".." : ""
        var left = columns - mark.count
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let width = of(scalar)
            if width > left { break }
            left -= width
            kept.append(scalar)
        }
        return String(kept) + mark
    }

    /// The text filled with spaces to `columns`.
    static func pad(_ text: String, to columns: Int, onTheLeft: Bool = false) -> String {
        let missing = String(repeating: " ", count: max(0, columns - of(text)))
        return onTheLeft ? missing + text : text + missing
    }

    /// The text on one line and harmless: control characters, which could move the cursor or
    /// change colours, become spaces.
    static func oneLine(_ text: String) -> String { harmless(text) }

    /// The text with a space for every control character that is not to stand.
    static func harmless(_ text: String, keeping kept: Set<Unicode.Scalar> = []) -> String {
        func isHarm(_ scalar: Unicode.Scalar) -> Bool {
            isControl(scalar) && !kept.contains(scalar)
        }
        guard text.unicodeScalars.contains(where: isHarm) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isHarm($0) ? " " : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        // Marks that turn the direction of writing can make an address read as another one.
        case .format:
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }

    private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        // Vowels and final consonants of conjoining Hangul join the syllable before them.
        default: (0x1160...0x11FF).contains(scalar.value)
        }
    }

    private static func contains(_ value: UInt32, in ranges: [ClosedRange<UInt32>]) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < ranges.count && ranges[low].contains(value)
    }

    /// The blocks that Unicode 15 calls Wide or Fullwidth, ascending. Holes inside a block that is
    /// wide throughout (unassigned characters) are wide as well, as the standard says for the
    /// ideographic planes.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
        0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F,
        0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5,
        0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA, 0x26F2...0x26F3, 0x26F5...0x26F5,
        0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B, 0x2728...0x2728,
        0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
        0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55,
        0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F004...0x1F004,
        0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320,
        0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA,
        0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E,
        0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E,
        0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4,
        0x1F5FB...0x1F64F, 0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2,
        0x1F6D5...0x1F6D7, 0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
        0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945,
        0x1F947...0x1F9FF, 0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}
