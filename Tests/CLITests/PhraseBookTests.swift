import Foundation
import Testing

@testable import gaswatch

@Suite("Faults and refusals in Chinese")
struct PhraseBookTests {
    private static func sources(_ folder: String) throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/\(folder)")
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return try (walk?.allObjects ?? []).compactMap { $0 as? URL }
            .filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }

    @Test("Every health fault that is written in one place has a Chinese form")
    func health() throws {
        let reader = SourceTexts(samples: ["row": ["7"]])
        let calls = try ["ControlRoom", "gaswatchd"].flatMap(Self.sources)
            .flatMap { SourceTexts.calls("health.set", in: $0) }
        // What begins with a slot is put together elsewhere; the table below has those.
        let texts = calls.flatMap { reader.texts($0[1]) }.filter { !$0.hasPrefix("X1") }
        #expect(texts.count > 12)
        for text in texts {
            #expect(PhraseBook.fault(text).chinese != text, "\(text)")
        }
    }

    @Test(
        "Health faults that are put together have a Chinese form",
        arguments: [
            (
                "The valves' broker has dropped 1204 messages since this daemon listens, the last at "
                    + "2026-11-23T16:20:07.204+08:00: a queue of its is too small or one of its clients "
                    + "was too slow. Raise max_queued_messages and max_inflight_messages as in the "
                    + "shipped example, and look for a machine that stood still. Every valve that had "
                    + "not spoken since was asked for its state (4 asked).",
                "阀门消息服务器自监听以来丢弃 1204 条消息，最近一次 2026-11-23T16:20:07.204+08:00：队列太小或有客户端太慢。"
            ),
            (
                "east, west and 1 more: off line: their teams are called last. Look at their "
                    + "connection, or telephone.", "east, west and 1 more：离线，其队伍最后才派。"
            ),
            (
                "The daemon's own messages do not come back through the centres' broker for 8 s "
                    + "although it is connected: call-outs and replies may be lost on this way too: "
                    + "telephone the centres. Look at the broker's load and log, and that its ACL "
                    + "file lets the daemon read and write a/b.",
                "自检消息经救援消息服务器已有 8 秒未返回"
            ),
            ("The journal cannot be written: disk full.", "日志无法写入：disk full."),
        ])
    func composed(english: String, chinese: String) {
        #expect(PhraseBook.fault(english).chinese.hasPrefix(chinese))
    }

    @Test("Every code that the API refuses with has a Chinese sentence")
    func codes() throws {
        // Of these the detail says all; it has phrases of its own.
        let general = ["invalid", "not_found", "try_again", "registry_invalid"]
        let texts = try ["Rescue", "ControlRoom", "Console"].flatMap(Self.sources)
        let codes = Set(
            texts.flatMap { $0.matches(of: /code: "([a-z_]+)"/).map { String($0.1) } })
        #expect(codes.count > 30)
        for code in codes.subtracting(general).sorted() {
            #expect(PhraseBook.problem(code, "?").chinese != "?", "\(code)")
        }
    }

    @Test("Whatever cannot be done just now is said in Chinese too")
    func notNow() throws {
        let reader = SourceTexts(samples: [:])
        let texts = try Self.sources("ControlRoom/Front")
            .flatMap { SourceTexts.calls("throw .unavailable", in: $0) }
            .flatMap { reader.texts($0[0]) }
        #expect(texts.count > 5)
        for text in texts {
            #expect(PhraseBook.problem("try_again", text).chinese != text, "\(text)")
        }
    }

    @Test("Every fault of arguments that is our own has a Chinese form")
    func usage() throws {
        let reader = SourceTexts(samples: [:])
        let texts = try Self.sources("gaswatch")
            .flatMap { SourceTexts.calls("ValidationError", in: $0) }
            .flatMap { reader.texts($0[0]) }
        #expect(texts.count > 15)
        for text in texts { #expect(PhraseBook.usage.chinese(text) != nil, "\(text)") }
    }

    @Test(
        "What varies in a refusal is carried over",
        arguments: [
            ("not_found", "There is no valve SN-9.", "没有阀门 SN-9。"),
            (
                "team_holds_another", "Nothing was changed: the team holds 20261123-0042.",
                "未改动：该队正在处置 20261123-0042。"
            ),
            ("already_seen", "Nothing was changed: Wang was first.", "未改动：已有人确认。"),
            ("never_shelved", "A leak is never shelved: acknowledge it instead.", "泄漏不能搁置，请改为确认。"),
            ("future", "This is new.", "This is new."),
        ])
    func refusals(code: String, detail: String, chinese: String) {
        #expect(PhraseBook.problem(code, detail).chinese == chinese)
        #expect(PhraseBook.problem(code, detail).english == detail)
    }

    @Test(
        "A fault of a file keeps its place in front",
        arguments: [
            ("line 3: SN-1: area is not nine digits", "第 3 行：SN-1：area 应为九位数字"),
            ("SN-1: lat is missing", "SN-1：缺少 lat"),
            (
                "incidents[0] i-1: floor 900 is not between -10 and 200",
                "incidents[0] i-1：floor 900 不在 -10 到 200 之间"
            ),
            ("there is no such file", "没有这个文件"),
            ("path: something new", "path: something new"),
        ])
    func files(english: String, chinese: String) {
        #expect(PhraseBook.fileFault(english).chinese == chinese)
    }

    @Test("One thing is counted without an s")
    func counted() {
        #expect(Phrase.counted(1, "fault") == "1 fault")
        #expect(Phrase.counted(0, "fault") == "0 faults")
    }

    @Test("A usage fault of our own is told in the language that was asked for")
    func usageLanguage() throws {
        let outcome = try BuiltCLI.run(["roads", "close", "--minutes", "5", "--lang", "zh"])
        #expect(outcome.status == 64)
        #expect(outcome.err.hasPrefix("错误：请指明道路：--way 与 --at 取一。"))
        let english = try BuiltCLI.run(["roads", "close", "--minutes", "5", "--lang", "en"])
        #expect(english.err.hasPrefix("Error: Name the road"))
    }

    @Test(
        "A command line that cannot be read is explained in Chinese, its usage included",
        arguments: [
            (["valve", "close"], "错误：缺少参数 '<id>'"),
            (["valve", "list", "--fooo"], "错误：没有选项 '--fooo'"),
            (["valve", "list", "--stat", "x"], "错误：没有选项 '--stat'。是不是 '--state'？"),
            (["valve", "list", "a", "b"], "错误：多出 2 个参数：'a', 'b'"),
            (["coverage", "--at"], "错误：'--at <hh:mm>' 缺少取值"),
            (
                ["valve", "test", "V", "--minutes", "x"],
                "错误：'--minutes <minutes>' 的取值 'x' 无效"
            ),
            (["valve", "list", "-o", "xml"], "错误：'-o <output>' 的取值 'xml' 无效，可取：\n  - table\n"),
        ])
    func parserFaults(words: [String], begin: String) throws {
        let outcome = try BuiltCLI.run(["--lang", "zh"] + words)
        #expect(outcome.status == 64)
        #expect(outcome.err.hasPrefix(begin), "\(outcome.err)")
        #expect(outcome.err.contains("\n用法：gaswatch "))
        #expect(outcome.err.contains("\n  详见 'gaswatch "))
    }
}
