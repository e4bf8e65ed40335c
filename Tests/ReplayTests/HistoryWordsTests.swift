import Rescue
import Testing

@testable import gaswatch

@Suite("Histories in Chinese")
struct HistoryWordsTests {
    /// Method: the desk plays, and whatever it writes down has to have a phrase. A note may be a
    /// person's own words.
    @Test(
        "Whatever the desk writes down has a Chinese form", arguments: 1...6 as ClosedRange<UInt64>)
    func everyLine(seed: UInt64) {
        let lines = DeskScript(seed: seed, steps: 400).lines
        #expect(lines.count > 100)
        let english = lines.filter { line in
            let phrase = PhraseBook.historyLine(line.kind, line.text)
            return line.kind != "note" && phrase.chinese == phrase.english
        }
        #expect(english.isEmpty, "\(Set(english.map(\.text)).sorted())")
    }
}
