/// The elements of an API's list, each as the very bytes that came: JSON is passed on, with its
/// order and its nulls, not written anew.
struct JSONPieces: Sendable {
    private(set) var elements: [[UInt8]] = []
    private(set) var next: String?

    /// Reads `{"items":[…],"next":…}`.
    ///
    /// - Returns: nil when the text is no such document.
    init?(_ body: [UInt8]) {
        var members: [(name: [UInt8], value: ArraySlice<UInt8>)] = []
        guard let whole = Self.trimmed(body[...]), Self.opens(whole, 0x7B, 0x7D) else { return nil }
        for part in Self.parts(of: whole.dropFirst().dropLast(), separator: 0x2C) {
            let sides = Self.parts(of: part, separator: 0x3A)
            guard sides.count == 2, let name = Self.trimmed(sides[0]),
                let value = Self.trimmed(sides[1])
            else { return nil }
            members.append((Array(name), value))
        }
        let list = members.first { $0.name == Array("\"items\"".utf8) }?.value
        guard let list, Self.opens(list, 0x5B, 0x5D) else { return nil }
        elements = Self.parts(of: list.dropFirst().dropLast(), separator: 0x2C)
            .compactMap { Self.trimmed($0).map(Self.onOneLine) }
        if let cursor = members.first(where: { $0.name == Array("\"next\"".utf8) })?.value,
            cursor.first == 0x22
        {
            // A cursor is opaque and made of plain characters; escapes are taken as they stand.
            next = String(decoding: cursor.dropFirst().dropLast(), as: UTF8.self)
        }
    }

    /// One document without line feeds between its parts, so that it is one line of NDJSON.
    static func onOneLine(_ document: ArraySlice<UInt8>) -> [UInt8] {
        // Inside a string a line feed is always escaped, so that every bare one is between parts.
        document.contains { $0 == 0x0A || $0 == 0x0D }
            ? document.filter { $0 != 0x0A && $0 != 0x0D } : Array(document)
    }

    /// Cuts at the separators that stand in no string, object or array.
    private static func parts(
        of text: ArraySlice<UInt8>, separator: UInt8
    ) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var depth = 0
        var isInString = false
        var isEscaped = false
        for place in text.indices {
            let byte = text[place]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == 0x5C {
                    isEscaped = true
                } else if byte == 0x22 {
                    isInString = false
                }
                continue
            }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D: depth -= 1
            case separator where depth == 0:
                parts.append(text[start..<place])
                start = place + 1
            default: break
            }
        }
        parts.append(text[start...])
        return parts
    }

    private static func opens(_ text: ArraySlice<UInt8>, _ first: UInt8, _ last: UInt8) -> Bool {
        text.count >= 2 && text.first == first && text.last == last
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let start = text.drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return nil }
        return start[...last]
    }
}
