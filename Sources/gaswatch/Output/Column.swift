/// One column of a table: what it says to a person, and what it says to a program.
struct Column<View: Sendable>: Sendable {
    /// Heading of the CSV, always English.
    var key: String
    var title: Phrase
    /// 0 is never left out of a table; of the others the highest goes first when the terminal is
    /// narrow; nil stands only in `-o wide` and CSV.
    var rank: Int?
    /// A free text that may be cut before a column has to go.
    var isElastic = false
    var isNumber = false
    var text: @Sendable (View, Surroundings) -> String
    var plain: @Sendable (View) -> String

    init(
        _ key: String, _ title: Phrase, rank: Int?, isElastic: Bool = false,
        isNumber: Bool = false, plain: @escaping @Sendable (View) -> String?,
        text: (@Sendable (View, Surroundings) -> String)? = nil
    ) {
        self.key = key
        self.title = title
        self.rank = rank
        self.isElastic = isElastic
        self.isNumber = isNumber
        self.plain = { plain($0) ?? "" }
        self.text =
            text
            ?? { view, _ in
                let word = plain(view) ?? ""
                return word.isEmpty ? "-" : word
            }
    }
}

/// How much a row wants to be seen; colour only says again what its words say.
enum Emphasis: Sendable {
    case none, quiet, notice, urgent
}

/// All that is known about showing one kind of thing.
struct Sheet<View: Decodable & Sendable>: Sendable {
    var columns: [Column<View>]
    /// The one word that `-o name` prints.
    var name: @Sendable (View) -> String
    var emphasis: @Sendable (View) -> Emphasis = { _ in .none }
}
