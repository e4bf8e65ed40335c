/// What is wrong with a recording, where, and what to do about it.
public struct RecordingFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file as it was named to the reader.
    public let place: String
    /// The line, from 1; nil when the fault belongs to no single line.
    public let line: Int?
    /// What is wrong and what to do.
    public let message: String

    /// A fault of the file, or of one line.
    public init(place: String, line: Int? = nil, message: String) {
        self.place = place
        self.line = line
        self.message = message
    }

    /// `file:line: message`
    public var description: String {
        let line = line.map { ":\($0)" } ?? ""
        return "\(place)\(line): \(message)"
    }
}

/// Everything that is wrong in the mapping options, so that one try shows it all.
public struct MappingFaults: Error, Equatable, Sendable, CustomStringConvertible {
    /// One for each fault.
    public let messages: [String]

    /// One line for each fault.
    public var description: String { messages.joined(separator: "\n") }
}
