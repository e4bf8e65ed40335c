/// One thing that is wrong with the settings, with the place where it can be put right.
package struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file as it was named, or the environment variable.
    package let place: String
    /// The line in that file, from 1; `nil` for a variable or a file that cannot be read.
    package let line: Int?
    /// The dotted path of the key, such as `broker.port`; empty when the whole file is meant.
    package let key: String
    /// What is wrong and what to do.
    package let message: String

    package init(place: String, line: Int? = nil, key: String = "", message: String) {
        self.place = place
        self.line = line
        self.key = key
        self.message = message
    }

    /// `gaswatch.yaml:7: broker.port: "many" is not a whole number, write one from 1 to 65535`
    package var description: String {
        let line = line.map { ":\($0)" } ?? ""
        let key = key.isEmpty ? "" : "\(key): "
        return "\(place)\(line): \(key)\(message)"
    }
}

/// Everything that is wrong with the settings, found in one go.
package struct SettingsFaults: Error, Equatable, Sendable {
    /// The exit code of a program that cannot start for its settings (EX_CONFIG of sysexits).
    package static let exitCode: Int32 = 78

    /// At least one fault; variables first, then file by file in order of lines.
    package let faults: [SettingsFault]

    package init(_ faults: [SettingsFault]) {
        precondition(!faults.isEmpty, "A report of faults needs at least one fault.")
        self.faults = faults
    }

    /// One line for each fault.
    package var descriptions: [String] { faults.map(\.description) }
}

extension SettingsFaults: CustomStringConvertible {
    package var description: String { descriptions.joined(separator: "\n") }
}
