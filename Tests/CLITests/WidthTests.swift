import Testing

@testable import gaswatch

@Suite("Widths, moments and pieces of JSON")
struct WidthTests {
    @Test(
        "A text takes the columns a terminal gives it",
        arguments: [
            ("", 0), ("abc", 3), ("泄漏", 4), ("闽江路12号", 10), ("ＡＢ", 4), ("ｱ", 1), ("e\u{301}", 1),
            ("한", 2), ("\u{1100}\u{1161}", 2), ("😀", 2), ("①", 1), ("…", 1), ("，", 2),
            ("\u{200B}", 0), ("\u{7}", 0), ("𠀀", 2), ("—", 1), ("㎥", 2), ("。", 2), ("®", 1),
        ])
    func width(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test(
        "A cut text never exceeds its columns and never halves a character",
        arguments: [
            ("闽江路12号", 10, "闽江路12号"), ("闽江路12号", 9, "闽江路1.."), ("闽江路12号", 7, "闽江.."),
            ("abcdef", 5, "abc.."), ("闽江路", 3, "闽"), ("abc", 0, ""),
            ("e\u{301}abcdef", 4, "e\u{301}a.."),
        ])
    func cut(text: String, columns: Int, expected: String) {
        let cut = DisplayWidth.cut(text, to: columns)
        #expect(cut == expected)
        #expect(DisplayWidth.of(cut) <= columns)
    }

    @Test("Control characters and changes of direction cannot reach the terminal")
    func oneLine() {
        #expect(DisplayWidth.oneLine("a\u{1B}[31mb\n\u{9B}c\u{202E}d\u{2028}") == "a [31mb  c d ")
    }

    @Test(
        "Moments are read with their offset",
        arguments: [
            ("1970-01-01T00:00:00Z", Int64(0)), ("1970-01-01T08:00:00.000+08:00", 0),
            ("2026-11-23T16:21:26.204+08:00", 1_795_422_086_204),
            ("2024-02-29T00:00:00.5Z", 1_709_164_800_500),
            ("2000-03-01T00:00:00-01:30", 951_874_200_000), ("1970-01-01 00:00:00z", 0),
        ])
    func moments(text: String, milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(
        "What is no moment is none",
        arguments: [
            "", "2026-11-23", "2026-13-23T16:21:26Z", "x",
            "2026-02-29T16:21:26Z", "2026-04-31T16:21:26Z", "2026-11-00T16:21:26Z",
            "2026-11-23T24:00:00Z", "2026-11-23T16:60:00Z", "2026-11-23T16:21:61Z",
            "2026/11/23T16:21:26Z", "2026-11-23x16:21:26Z", "2026-11-23T16:21:26Zx",
            "2026-11-23T16:21:26*08:00", "2026-11-23T16:21:26+08.00", "2026-11-23T16:21:26+24:00",
        ])
    func noMoments(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test("The head of a live screen tells the time in the daemon's zone")
    func timeOfDay() {
        let text = "2026-11-23T16:21:26.204+08:00"
        #expect(Instant.offset(rfc3339: text) == 28_800_000)
        #expect(Instant.offset(rfc3339: "2026-11-23T16:21:26.204-01:30") == -5_400_000)
        #expect(Instant.offset(rfc3339: "noon") == nil)
        let moment = Instant(milliseconds: 1_795_422_086_204)
        #expect(Clockwork.timeOfDay(moment, 28_800_000) == "16:21:26")
        #expect(Clockwork.timeOfDay(Instant(milliseconds: -1_000), 0) == "23:59:59")
    }

    @Test("The date of an HTTP answer is read")
    func httpDate() {
        let instant = Instant(httpDate: "Mon, 23 Nov 2026 08:21:26 GMT")
        #expect(instant?.milliseconds == 1_795_422_086_000)
        #expect(Instant(httpDate: "Monday") == nil)
    }

    @Test("A list is taken apart without touching its elements")
    func pieces() throws {
        let body =
            "\n{ \"next\" : \"c2\", \"items\": [ {\"a\":\"],}\\\"[\",\n \"b\":null} , 2,[3] ] }"
        let pieces = try #require(JSONPieces(Array(body.utf8)))
        let texts = pieces.elements.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts == ["{\"a\":\"],}\\\"[\", \"b\":null}", "2", "[3]"])
        #expect(pieces.next == "c2")
        #expect(JSONPieces(Array("{\"items\":[],\"next\":null}".utf8))?.elements.isEmpty == true)
        for wrong in ["", "[]", "{\"a\":1}", "{\"items\":3}", "<html>"] {
            #expect(JSONPieces(Array(wrong.utf8)) == nil)
        }
    }

    @Test(
        "The language follows the first locale that is set",
        arguments: [
            ([:], Language.english), (["LANG": "zh_CN.UTF-8"], .chinese),
            (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], .english),
            (["LC_ALL": "", "LC_MESSAGES": "zh_TW"], .chinese), (["LANG": "C.UTF-8"], .english),
        ])
    func language(environment: [String: String], expected: Language) {
        #expect(Language(environment: environment) == expected)
    }
}
