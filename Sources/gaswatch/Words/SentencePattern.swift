/// An English sentence with slots and its Chinese, such as `{team} dispatched as well`. A slot whose
/// name is one of our vocabularies takes only words of it, joined by `, `, and shows them in
/// Chinese; any other slot takes what stands there and carries it over.
struct SentencePattern: Sendable {
    private enum Piece {
        case words(String)
        case slot(String)
    }

    private let english: [Piece]
    private let chinese: [Piece]
    /// Of two patterns that fit, the one with more words of its own says more exactly what is meant.
    let ownCount: Int

    init(_ english: String, _ chinese: String) {
        self.english = Self.pieces(english)
        self.chinese = Self.pieces(chinese)
        ownCount = self.english.reduce(0) { count, piece in
            guard case .words(let words) = piece else { return count }
            return count + words.count
        }
    }

    private static func pieces(_ pattern: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = pattern[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            if start > rest.startIndex { pieces.append(.words(String(rest[..<start]))) }
            pieces.append(.slot(String(rest[rest.index(after: start)..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return pieces
    }

    /// The sentence in Chinese; `nil` when `text` is another one.
    func chinese(of text: String) -> String? {
        guard let values = Self.values(english[...], text[...]) else { return nil }
        return chinese.map { piece in
            switch piece {
            case .words(let words): words
            case .slot(let name): values[name] ?? ""
            }
        }.joined()
    }

    /// What stands in the slots when the whole of `text` fits.
    private static func values(
        _ pieces: ArraySlice<Piece>, _ text: Substring
    ) -> [String: String]? {
        guard let piece = pieces.first else { return text.isEmpty ? [:] : nil }
        let rest = pieces.dropFirst()
        switch piece {
        case .words(let words):
            return text.hasPrefix(words) ? values(rest, text.dropFirst(words.count)) : nil
        case .slot(let name):
            guard case .words(let next)? = rest.first else {
                return value(text, name).map { [name: $0] }
            }
            var from = text.startIndex
            // A slot ends at the first place from which everything behind it fits as well.
            while let found = text[from...].firstRange(of: next) {
                if let value = value(text[..<found.lowerBound], name),
                    var values = values(rest, text[found.lowerBound...])
                {
                    values[name] = value
                    return values
                }
                from = text.index(after: found.lowerBound)
            }
            return nil
        }
    }

    private static func value(_ text: Substring, _ slot: String) -> String? {
        guard !text.isEmpty else { return nil }
        guard let vocabulary = StateWords.Vocabulary(rawValue: slot) else { return String(text) }
        var shown: [String] = []
        for word in text.split(separator: ", ") {
            guard let known = StateWords.chinese(String(word), vocabulary) else { return nil }
            shown.append(known)
        }
        return shown.joined(separator: "、")
    }
}

/// Sentences that were written in English by others than this program: the journal, the daemon, a
/// reader of files. What is in no book is shown as it is.
struct PhraseBook: Sendable, ExpressibleByDictionaryLiteral {
    private let patterns: [SentencePattern]

    init(dictionaryLiteral sentences: (String, String)...) {
        patterns = sentences.map { SentencePattern($0, $1) }.sorted { $0.ownCount > $1.ownCount }
    }

    func chinese(_ text: String) -> String? {
        patterns.lazy.compactMap { $0.chinese(of: text) }.first
    }

    func phrase(_ text: String) -> Phrase { Phrase(chinese(text) ?? text, text) }
}
