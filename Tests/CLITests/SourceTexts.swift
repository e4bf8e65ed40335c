import Foundation

/// The texts that a source file can put into a history, read from its calls. `\(…)` becomes a sample
/// of what stands there, and a choice of texts becomes all of them.
struct SourceTexts {
    /// What an expression may stand for; anything else stands for `X1`.
    var samples: [String: [String]]

    /// The arguments of every call of `name` in a text.
    static func calls(_ name: String, in text: String) -> [[String]] {
        text.ranges(of: name + "(").filter { found in
            // Only the whole word, and no declaration of it.
            let before = text[..<found.lowerBound]
            return before.last?.isLetter != true && !before.hasSuffix("func ")
        }.map { found in arguments(text[found.upperBound...]) }
    }

    /// Splits at the commas up to the bracket that closes.
    private static func arguments(_ text: Substring) -> [String] {
        var found = [""]
        var depth = 0
        var rest = text
        while let character = rest.first {
            if character == "\"" {
                let literal = literal(rest)
                found[found.count - 1] += literal
                rest = rest.dropFirst(literal.count)
                continue
            }
            rest = rest.dropFirst()
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if depth < 0 { break }
            if character == ",", depth == 0 {
                found.append("")
            } else {
                found[found.count - 1].append(character)
            }
        }
        return found.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    /// The string literal at the beginning of a text, with its quotes.
    private static func literal(_ text: Substring) -> String {
        var rest = text.dropFirst()
        while let character = rest.first, character != "\"" {
            rest = rest.dropFirst()
            guard character == "\\" else { continue }
            rest =
                rest.first == "("
                ? text[interpolation(rest).endIndex...].dropFirst() : rest.dropFirst()
        }
        return String(text[..<rest.startIndex]) + "\""
    }

    /// What stands between the brackets at the beginning of a text.
    private static func interpolation(_ text: Substring) -> Substring {
        var depth = 0
        var rest = text
        while let character = rest.first {
            if character == "\"" {
                rest = rest.dropFirst(literal(rest).count)
                continue
            }
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0 { break }
            rest = rest.dropFirst()
        }
        return text[text.index(after: text.startIndex)..<rest.startIndex]
    }

    /// Every text that an expression can come to.
    func texts(_ expression: String) -> [String] {
        if let known = samples[expression] { return known }
        var texts: [String]?
        var choice: [String] = []
        var seen = ""
        var rest = expression[...]
        func endPart() {
            // A part without a text of its own stands for something.
            let isBlank = seen.allSatisfy { $0.isWhitespace || $0 == ")" || $0 == "}" }
            texts = Self.product(texts, choice.isEmpty && !isBlank ? ["X1"] : choice)
            (choice, seen) = ([], "")
        }
        while let character = rest.first {
            guard character == "\"" else {
                rest = rest.dropFirst()
                if character == "+" { endPart() } else { seen.append(character) }
                continue
            }
            let literal = Self.literal(rest)
            rest = rest.dropFirst(literal.count)
            // What joins a list is no text of its own.
            if !seen.hasSuffix("separator: ") {
                choice += filled(literal.dropFirst().dropLast())
            }
        }
        endPart()
        return texts ?? ["X1"]
    }

    private static func product(_ left: [String]?, _ right: [String]) -> [String]? {
        guard !right.isEmpty else { return left }
        guard let left else { return right }
        return left.flatMap { head in right.map { head + $0 } }
    }

    /// A literal with its interpolations filled in.
    private func filled(_ literal: Substring) -> [String] {
        var texts = [""]
        var rest = literal
        while let character = rest.first {
            guard character == "\\", rest.dropFirst().first == "(" else {
                texts = texts.map { $0 + String(character) }
                rest = rest.dropFirst()
                continue
            }
            let inner = Self.interpolation(rest.dropFirst())
            let choices = self.texts(String(inner))
            texts = texts.flatMap { head in choices.map { head + $0 } }
            rest = rest[inner.endIndex...].dropFirst()
        }
        return texts
    }
}
