public import ValveModel

/// A set of finding kinds in one word.
public struct KindSet: Equatable, Sendable, BitwiseCopyable {
    @usableFromInline var bits: UInt32

    /// The empty set.
    @inlinable
    public init() { bits = 0 }

    /// The set of the kinds given.
    public init(_ kinds: FindingKind...) {
        bits = kinds.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    }

    init(bits: UInt32) { self.bits = bits }

    /// Whether `kind` is in it.
    @inlinable @inline(__always)
    public func contains(_ kind: FindingKind) -> Bool { bits & (1 << UInt32(kind.rawValue)) != 0 }

    /// Puts `kind` in; `false` when it was there already.
    @inlinable
    @discardableResult
    public mutating func insert(_ kind: FindingKind) -> Bool {
        let before = bits
        bits |= 1 << UInt32(kind.rawValue)
        return bits != before
    }

    /// Takes `kind` out; `false` when it was not there.
    @inlinable
    @discardableResult
    public mutating func remove(_ kind: FindingKind) -> Bool {
        let before = bits
        bits &= ~(1 << UInt32(kind.rawValue))
        return bits != before
    }

    /// Takes every kind of `axis` out.
    public mutating func removeAll(of axis: Axis) {
        for kind in FindingKind.allCases where kind.axis == axis { remove(kind) }
    }

    /// Whether it is empty.
    @inlinable @inline(__always)
    public var isEmpty: Bool { bits == 0 }

    /// Whether it shares a kind with `other`.
    @inlinable @inline(__always)
    public func intersects(_ other: KindSet) -> Bool { bits & other.bits != 0 }

    /// Every kind.
    static let all = KindSet(bits: FindingKind.allCases.reduce(0) { $0 | 1 << UInt32($1.rawValue) })

    /// The kinds that are in this set and in `other`.
    func intersection(_ other: KindSet) -> KindSet { KindSet(bits: bits & other.bits) }

    /// The kinds that are in this set and not in `other`.
    func subtracting(_ other: KindSet) -> KindSet { KindSet(bits: bits & ~other.bits) }

    /// Kinds on which the valve is commanded to close at once (contract, section 4).
    static var closing: KindSet {
        KindSet(bits: bit(.leak) | bit(.heat) | bit(.reopened) | bit(.overpressure))
    }

    /// Kinds that a person has to make safe.
    static var leaking: KindSet { KindSet(bits: bit(.leak) | bit(.heat)) }

    /// Kinds that flags and alarms of the health axis show.
    static var told: KindSet {
        KindSet(bits: bit(.shock) | bit(.tamper) | bit(.powerLoss) | bit(.endOfLife))
    }

    @inline(__always)
    private static func bit(_ kind: FindingKind) -> UInt32 { 1 << UInt32(kind.rawValue) }

    /// The gravest kind in it; `nil` where it is empty.
    @inline(__always)
    var gravest: FindingKind? { isEmpty ? nil : kinds.first }

    /// The kinds in it, gravest first.
    public var kinds: [FindingKind] { FindingKind.allCases.filter { contains($0) } }

    /// Every kind of the gas axis.
    public static var gas: KindSet {
        KindSet(
            bits: bit(.heat) | bit(.leak) | bit(.shutoffFailed) | bit(.reopened) | bit(.suspect)
                | bit(.seepage))
    }
}
