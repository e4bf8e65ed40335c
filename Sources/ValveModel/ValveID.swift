/// The name of a valve on the wire and in the registry: 1–32 characters of `[A-Za-z0-9_-]`.
///
/// Stored in place so that a topic becomes a name without an allocation.
public struct ValveID: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline var words: InlineArray<4, UInt64>
    @usableFromInline var length: UInt8

    /// The longest name in bytes, as the contract fixes it.
    public static let byteCountMax = 32

    /// Takes the bytes of a name; `nil` when it is empty, too long or has a character that is not
    /// allowed.
    @inlinable
    public init?(_ bytes: Span<UInt8>) {
        guard !bytes.isEmpty, bytes.count <= Self.byteCountMax else { return nil }
        words = InlineArray(repeating: 0)
        length = UInt8(bytes.count)
        for index in 0..<bytes.count {
            let byte = bytes[index]
            guard Self.isAllowed(byte) else { return nil }
            words[index >> 3] |= UInt64(byte) << UInt64((index & 7) << 3)
        }
    }

    /// Takes the text of a name; `nil` when it is not a valid one.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(bytes.span)
    }

    /// Whether a byte may stand in a name.
    @inlinable
    public static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: false
        }
    }

    /// The bytes of the name.
    public var bytes: [UInt8] {
        (0..<Int(length)).map { UInt8(truncatingIfNeeded: words[$0 >> 3] >> UInt64(($0 & 7) << 3)) }
    }

    /// Equal when every byte is.
    public static func == (left: ValveID, right: ValveID) -> Bool {
        left.length == right.length && left.words[0] == right.words[0]
            && left.words[1] == right.words[1] && left.words[2] == right.words[2]
            && left.words[3] == right.words[3]
    }

    /// Feeds the bytes to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
        hasher.combine(words[1])
        hasher.combine(words[2])
        hasher.combine(words[3])
        hasher.combine(length)
    }
}

extension ValveID: CustomStringConvertible {
    /// The name as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension ValveID: Comparable {
    /// Order of the bytes, which is alphabetical for the allowed characters.
    public static func < (left: ValveID, right: ValveID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// A valve's dense number inside one run of the daemon: the order of enrolment. Never shown.
public struct ValveIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The number, from 0.
    public var value: UInt32

    /// Makes the index from its number.
    @inlinable
    public init(_ value: UInt32) { self.value = value }

    /// The number as a subscript.
    @inlinable
    public var offset: Int { Int(value) }

    /// Order of enrolment.
    @inlinable
    public static func < (left: ValveIndex, right: ValveIndex) -> Bool { left.value < right.value }
}
