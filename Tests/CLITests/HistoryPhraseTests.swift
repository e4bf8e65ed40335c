import Foundation
import Testing

@testable import gaswatch

@Suite("Histories in Chinese, from the sources")
struct HistoryPhraseTests {
    private static let rescue = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Rescue")

    private static func sources(_ folder: String) throws -> [(name: String, text: String)] {
        let walk = FileManager.default.enumerator(
            at: rescue.appending(path: folder), includingPropertiesForKeys: nil)
        return try (walk?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
            .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
    }

    /// What stands in the interpolations of the desk's texts, where it is a word of a vocabulary.
    private static let samples: [String: [String]] = [
        "kind.word": ["leak"], "finding.kind.word": ["shutoff_failed"], "step.rawValue": ["accept"],
        "outcome": ["closed"], "word": ["false_alarm"], "place": [", position closed", ""],
        "event.words": ["leak by building_gas, building 370202010 B1, 4 findings, 3 standing"],
        "text": ["E-1: accept"], "words": [": later", ""], "reason": ["diverted"],
        "way.medium.rawValue": ["sms"], "Self.words(reasons)": ["leak, gas_high"],
        "Self.words(more)": ["several_homes"], "press.after.words": ["60 s"],
        "target ?? \"\"": ["I-9"], "end": ["; not tried again", ""],
    ]

    /// Texts that reach `log` through a parameter are read where they are given.
    private static func given(_ desk: [(name: String, text: String)]) -> [String: [String:
        [String]]]
    {
        let reader = SourceTexts(samples: [:])
        func literals(_ call: String, _ place: Int) -> [String] {
            desk.flatMap { SourceTexts.calls(call, in: $0.text) }
                .compactMap { $0.count > place && $0[place].contains("\"") ? $0[place] : nil }
                .flatMap(reader.texts)
        }
        return [
            "RescueDesk+Closing.swift": ["why": literals("endClosing", 1)],
            "RescueDesk+Shelves.swift": [
                "why": literals("takeDown", 1), "reason": ["gas engineer comes"],
            ],
            "RescueDesk+Area.swift": ["what": literals("logJoin", 0)],
            "RescueDesk+Replies.swift": ["why": ["not_called"]],
            "RescueDesk+Ways.swift": [
                "seconds": ["84 s from its call-out", "no open road is left"]
            ],
        ]
    }

    private static func lines(in folder: String) throws -> [(what: String, text: String)] {
        let files = try sources(folder)
        let given = given(files)
        return files.flatMap { file in
            let own = samples.merging(given[file.name] ?? [:]) { $1 }
            let reader = SourceTexts(samples: own)
            return SourceTexts.calls("log", in: file.text).flatMap { call in
                let words = call.filter { !$0.hasPrefix("by:") }
                let isNotice = folder == "Parties"
                let what = isNotice ? "notice" : String(words[0].dropFirst().dropLast())
                return reader.texts(words[isNotice ? 1 : 2]).map { (what: what, text: $0) }
            }
        }
    }

    @Test("Every text that the desk can log has a Chinese form", arguments: ["Desk", "Parties"])
    func everyText(folder: String) throws {
        let lines = try Self.lines(in: folder)
        #expect(lines.count >= (folder == "Desk" ? 60 : 10))
        for line in lines {
            // A person's own words: a note, and nothing but what was given.
            if line.what == "note", line.text == "" || line.text == "X1" { continue }
            let phrase = PhraseBook.historyLine(line.what, line.text)
            #expect(phrase.chinese != phrase.english, "\(line.what): \(line.text)")
        }
    }

    @Test(
        "Slots are carried over and words of a vocabulary are translated",
        arguments: [
            ("finding", "shutoff_failed P1 raised", "关阀失败 P1 报警"),
            ("finding", "SN-1: leak joined", "SN-1：泄漏 加入"),
            (
                "finding",
                "area event: leak by building_gas, building 370202010 B1, 4 findings, 3 standing",
                "区域事件：楼内串气，泄漏，楼栋 370202010 B1，4 项发现，3 项仍在"
            ),
            (
                "finding",
                "area event is now: offline by many_together, fleet , 90 findings, 88 standing",
                "区域事件现为：集中出现，离线，全区，90 项发现，88 项仍在"
            ),
            ("callout", "E-2 called out, 214 s", "呼叫 E-2，预计 214 秒"),
            ("callout", "E-2 stands down: accepted_by_another", "E-2 撤回：已由他队接警"),
            ("step", "E-2: onscene", "E-2：到场"),
            ("step", "E-2 (also): onscene", "E-2（增援）：到场"),
            ("step", "closed: false_alarm, verified by 王", "结案：误报，核实人 王"),
            ("step", "shelved for 60 min: 等: 检修", "搁置 60 分钟：等: 检修"),
            ("result", "c1-3: closed, position closed", "c1-3：已关闭，阀位关"),
            ("reply", "E-2 declined: on another job", "E-2 拒绝：on another job"),
            ("notice", "fire is told: leak, gas_high", "通知 fire：燃气泄漏、浓度过高"),
            ("note", "E-2: accept, not counted: not_called", "E-2：接警，不计：未呼叫该队"),
        ])
    func slots(what: String, english: String, chinese: String) {
        #expect(PhraseBook.historyLine(what, english).chinese == chinese)
    }

    @Test(
        "What a person wrote, and what no phrase fits, stays as it is",
        arguments: [
            ("note", "acknowledged"), ("note", "Wang: look after the end"),
            ("step", "E-2: teleported"), ("finding", "leak P1 raised twice, by whom?"),
            ("callout", "E-2 stands down: tea time"),
        ])
    func unknown(what: String, text: String) {
        #expect(PhraseBook.historyLine(what, text).chinese == text)
    }

    @Test("Of two patterns that fit, the one with more words of its own is taken")
    func longest() {
        let book: PhraseBook = ["{who} went": "{who} 走", "{who} (also) went": "{who} 也走"]
        #expect(book.chinese("E-2 (also) went") == "E-2 也走")
    }
}
