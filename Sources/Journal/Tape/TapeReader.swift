/// Why a tape cannot be read.
package enum TapeFault: Error, Equatable, Sendable {
    /// It ends in the middle, or holds what no tape holds, at this byte.
    case damaged(at: Int)
    /// A newer program wrote it.
    case newerVersion(Int)
}

/// Reads the values of a tape back, one after the other.
struct TapeReader {
    private let bytes: [UInt8]
    private(set) var place: Int
    private var texts: [String] = []

    /// Containers inside containers at most: the deepest of ours has seven, and a damaged tape must
    /// not exhaust the stack.
    private static let depthMax = 32

    init(_ bytes: [UInt8], from place: Int) {
        self.bytes = bytes
        self.place = place
    }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func value() throws(TapeFault) -> TapeValue {
        try value(of: try tag(), depth: 0)
    }

    private mutating func value(of tag: TapeTag, depth: Int) throws(TapeFault) -> TapeValue {
        guard depth < Self.depthMax else { throw .damaged(at: place) }
        switch tag {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .integer:
            let number = try count()
            return .integer(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
        case .float: return .float(Float(bitPattern: UInt32(try fixed(4))))
        case .double: return .double(Double(bitPattern: try fixed(8)))
        case .text, .knownText: return .text(try text(tag))
        case .list:
            var values: [TapeValue] = []
            while true {
                let next = try self.tag()
                if next == .end { return .list(values) }
                values.append(try value(of: next, depth: depth + 1))
            }
        case .object:
            var fields: [TapeValue.Field] = []
            while true {
                let next = try self.tag()
                if next == .end { return .object(fields) }
                let name = try text(next)
                let value = try value(of: try self.tag(), depth: depth + 1)
                fields.append(TapeValue.Field(name: name, value: value))
            }
        case .end: throw .damaged(at: place)
        }
    }

    private mutating func tag() throws(TapeFault) -> TapeTag {
        guard let tag = TapeTag(rawValue: try byte()) else { throw .damaged(at: place) }
        return tag
    }

    private mutating func byte() throws(TapeFault) -> UInt8 {
        guard place < bytes.count else { throw .damaged(at: place) }
        place += 1
        return bytes[place - 1]
    }

    private mutating func count() throws(TapeFault) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            let next = try byte()
            number |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { return number }
        }
        throw .damaged(at: place)
    }

    private mutating func fixed(_ byteCount: Int) throws(TapeFault) -> UInt64 {
        var number: UInt64 = 0
        for shift in 0..<byteCount { number |= UInt64(try byte()) << UInt64(8 * shift) }
        return number
    }

    private mutating func text(_ tag: TapeTag) throws(TapeFault) -> String {
        let number = try count()
        if tag == .knownText {
            guard number < UInt64(texts.count) else { throw .damaged(at: place) }
            return texts[Int(number)]
        }
        guard tag == .text, number <= UInt64(bytes.count - place) else {
            throw .damaged(at: place)
        }
        let text = String(decoding: bytes[place..<place + Int(number)], as: UTF8.self)
        place += Int(number)
        texts.append(text)
        return text
    }
}
