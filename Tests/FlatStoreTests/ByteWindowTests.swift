import FlatStore
import Testing

@Suite("Windows of a text")
struct ByteWindowTests {
    @Test("A word and a pair hold the bytes from a place on, and zeros behind the text's end")
    func everyPlace() {
        for count in 0...40 {
            let text = (0..<count).map { UInt8(200 &+ $0) }
            for at in 0...(count + 20) {
                func expected(_ from: Int) -> UInt64 {
                    (0..<8).reduce(0) { word, place in
                        let byte = from + place < count ? text[from + place] : 0
                        return word | UInt64(byte) << UInt64(place * 8)
                    }
                }
                #expect(ByteWindow.word(text.span, at: at) == expected(at), "\(count) at \(at)")
                let pair = ByteWindow.pair(text.span, at: at)
                #expect(pair == (expected(at), expected(at + 8)), "\(count) at \(at)")
            }
        }
    }
}
