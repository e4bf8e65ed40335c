/// The language of tables, messages and advice. JSON, CSV headings and the words in them are
/// English always: programs read them.
enum Language: String, CaseIterable, Sendable {
    case chinese = "zh"
    case english = "en"

    /// Chinese when the first locale variable that is set says so.
    init(environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        self = locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
    }

    /// That of a command that could not be read: `--lang` where it stands, else the locale's.
    init(arguments: [String], environment: [String: String]) {
        let word = arguments.enumerated().compactMap { place, argument -> String? in
            if argument.hasPrefix("--lang=") { return String(argument.dropFirst(7)) }
            return argument == "--lang" && place + 1 < arguments.count
                ? arguments[place + 1] : nil
        }.last
        self = word.flatMap(Language.init(rawValue:)) ?? Language(environment: environment)
    }
}

/// One text in both languages.
struct Phrase: Equatable, Sendable {
    var chinese: String
    var english: String

    init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }

    /// A text that is the same in both, such as a number or an id.
    init(verbatim text: String) {
        self.init(text, text)
    }

    /// A number of things in English: `1 fault`, `2 faults`.
    static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)" + (count == 1 ? "" : "s")
    }

    func text(_ language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }
}
