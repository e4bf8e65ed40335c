/// Why a finding was raised: what was seen, in one sentence in both languages.
package struct ReasonView: Decodable, Equatable, Sendable {
    package var en: String
    package var zh: String

    package init(en: String, zh: String) {
        self.en = en
        self.zh = zh
    }

    /// Writes the member `why`, null where nothing is known.
    static func write(_ reason: ReasonView?, into object: inout JSONWriter) {
        guard let reason else { return object.field("why", nil as String?) }
        object.object("why") {
            $0.field("en", reason.en)
            $0.field("zh", reason.zh)
        }
    }
}
