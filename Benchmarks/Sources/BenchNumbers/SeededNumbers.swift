import Foundation

/// SplitMix64: the same city, calls and services on every machine for one seed.
public struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    /// Begins the sequence of a seed.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Above 0 and below 1.
    public mutating func uniform() -> Double {
        Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    }

    /// With this mean.
    public mutating func exponential(_ mean: Double) -> Double { -mean * log(uniform()) }

    /// Box and Muller.
    public mutating func normal() -> Double {
        (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
}
