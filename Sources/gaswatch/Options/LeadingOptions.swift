internal import ArgumentParser

/// Options that people write in front of the verb, as kubectl and git allow:
/// `gaswatch --server unix:/run/x.sock status`. The parser knows them on each verb only, so they
/// are moved behind it.
enum LeadingOptions {
    private static let valued: Set<String> = ["--server", "--lang", "-o", "--output"]

    /// The arguments with leading shared options moved to the end.
    static func moved(_ arguments: [String]) -> [String] {
        var leading: [String] = []
        var rest = arguments[...]
        while let first = rest.first, first.hasPrefix("-") {
            let name = first.split(separator: "=", maxSplits: 1).first.map(String.init) ?? first
            guard valued.contains(name) else { return arguments }
            leading.append(rest.removeFirst())
            if !first.contains("="), let value = rest.first {
                leading.append(value)
                rest.removeFirst()
            }
        }
        // Without a verb behind them there is nothing to move to.
        guard !leading.isEmpty, !rest.isEmpty else { return arguments }
        // A group by itself shows its help and knows none of them.
        if rest.count == 1, rest.first.map(isGroup) == true { return Array(rest) }
        // What follows `--` is never an option.
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + leading + Array(rest[end...])
    }

    private static func isGroup(_ word: String) -> Bool {
        GaswatchCommand.configuration.subcommands.contains {
            $0.configuration.commandName == word && !$0.configuration.subcommands.isEmpty
                && $0.configuration.defaultSubcommand == nil
        }
    }
}
