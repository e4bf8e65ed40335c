package import ValveModel

/// What a registry file says: its good rows, and what is wrong with the others.
package struct RegistryReading: Equatable, Sendable {
    /// The households of the good rows in the order of the file.
    package var households: [Household]
    /// Every fault, in order of lines. Empty means that all rows are good.
    package var faults: [RegistryFault]
}

/// One thing that is wrong with a registry file. Names valve and column, never a person.
package struct RegistryFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line of the file on which the row begins, from 1.
    package let line: Int
    package let message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    package var description: String { "line \(line): \(message)" }
}

/// The datum in which a file gives its places.
package enum Datum: String, CaseIterable, Sendable {
    case wgs84, gcj02, bd09
}
