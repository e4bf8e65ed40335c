/// What is wrong with a recording, where, and what to do about it.
package struct RecordingFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file as it was named to the reader.
    package let place: String
    /// The line, from 1; nil when the fault belongs to no single line.
    package let line: Int?
    package let message: String

    package init(place: String, line: Int? = nil, message: String) {
        self.place = place
        self.line = line
        self.message = message
    }

    package var description: String {
        let line = line.map { ":\($0)" } ?? ""
        return "\(place)\(line): \(message)"
    }
}

/// Everything that is wrong in the mapping options, so that one try shows it all.
package struct MappingFaults: Error, Equatable, Sendable, CustomStringConvertible {
    package let messages: [String]

    package var description: String { messages.joined(separator: "\n") }
}
