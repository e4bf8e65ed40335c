internal import ArgumentParser

/// Numbers that the daemon would refuse are refused here, before anything is sent.
extension ClosedRange<Int> {
    /// Throws where the option was given and lies outside.
    func check(_ value: Int?, _ option: String) throws {
        try check(value.map(Double.init), option)
    }

    /// Throws where the option was given and lies outside.
    func check(_ value: Double?, _ option: String) throws {
        guard let value, !(Double(lowerBound)...Double(upperBound)).contains(value) else { return }
        throw ValidationError("\(option) must be from \(lowerBound) to \(upperBound).")
    }
}
