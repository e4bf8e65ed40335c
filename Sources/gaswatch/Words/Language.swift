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

    func text(_ language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        }
    }
}
