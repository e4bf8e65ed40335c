/// What the parser of the command line says, in Chinese. The options' own names and the lines of
/// usage stay as they are: they are what has to be typed.
extension PhraseBook {
    static let parser: PhraseBook = [
        "Unknown option '{option}'": "没有选项 '{option}'",
        "Unknown option '{option}'. Did you mean '{other}'?":
            "没有选项 '{option}'。是不是 '{other}'？",
        "Missing expected argument '{argument}'": "缺少参数 '{argument}'",
        "Missing one of: '{arguments}'": "缺少以下之一：'{arguments}'",
        "Missing value for '{option}'": "'{option}' 缺少取值",
        "Missing required subcommand.": "缺少子命令。",
        "Unexpected argument '{argument}'": "多出参数 '{argument}'",
        "{count} unexpected arguments: '{arguments}'": "多出 {count} 个参数：'{arguments}'",
        "The value '{value}' is invalid for '{option}'": "'{option}' 的取值 '{value}' 无效",
        "The value '{value}' is invalid for '{option}'. Please provide one of {list}.":
            "'{option}' 的取值 '{value}' 无效，可取 {list}。",
        "The value '{value}' is invalid for '{option}'. Please provide one of the following:\n{list}":
            "'{option}' 的取值 '{value}' 无效，可取：\n{list}",
    ]

    /// The whole of what is said of a command line that cannot be read; `nil` where the fault itself
    /// is in no book.
    ///
    /// - Parameters:
    ///   - message: the fault alone, as it stands in `full`.
    ///   - full: the fault with its help, its usage and where to read on.
    static func misread(_ message: String, in full: String) -> String? {
        guard let chinese = usage.chinese(message) ?? parser.chinese(message) else { return nil }
        let said = full.replacing("Error: \(message)", with: "错误：\(chinese)")
        return said.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            around.chinese(String(line)) ?? String(line)
        }.joined(separator: "\n")
    }

    /// The lines around the fault.
    private static let around: PhraseBook = [
        "Help:  {text}": "说明：{text}",
        "Usage: {text}": "用法：{text}",
        "  See '{command}' for more information.": "  详见 '{command}'。",
    ]
}
