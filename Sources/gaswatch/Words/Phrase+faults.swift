/// What went wrong and what to do about it.
extension Phrase {
    static func unreachable(_ fault: String) -> Phrase {
        Phrase(
            "连不上 gaswatchd：\(PhraseBook.connection(fault))",
            "gaswatchd cannot be reached: \(fault)")
    }

    static let startDaemon = Phrase(
        "请检查服务是否在运行（systemctl status gaswatchd），或用 --server 指明地址。",
        "See whether it runs (systemctl status gaswatchd), or name it with --server.")

    static func notPermitted(_ fault: String) -> Phrase {
        Phrase("没有权限：\(PhraseBook.connection(fault))", "not permitted: \(fault)")
    }

    static let joinGroup = Phrase(
        "请用 gaswatch 组的用户，或请管理员授权。",
        "Use an account of the group gaswatch, or ask the administrator.")

    static func timedOut(_ fault: String) -> Phrase {
        Phrase("没有按时答复：\(PhraseBook.connection(fault))", "no answer in time: \(fault)")
    }

    static let lookBeforeRepeating = Phrase(
        "请求可能已经生效，先查看再重试。",
        "The request may have taken effect: look first, then try again.")

    static func badAnswer(_ fault: String) -> Phrase {
        Phrase(
            "答复看不懂：\(PhraseBook.connection(fault))", "the answer makes no sense: \(fault)")
    }

    static let checkServer = Phrase(
        "请确认 --server 指的是 gaswatchd。", "Check that --server names a gaswatchd.")

    static func badServer(_ text: String, _ origin: String) -> Phrase {
        Phrase(
            "\(origin) 的地址不对：\(PhraseBook.connection(text))",
            "bad address in \(origin): \(text)")
    }

    static let serverForm = Phrase(
        "写法：http://HOST:PORT 或 unix:PATH", "Write http://HOST:PORT or unix:PATH")

    static func answered(_ status: Int, _ code: String, _ detail: String) -> Phrase {
        let said = PhraseBook.problem(code, detail)
        return Phrase(
            "\(said.chinese)（\(status) \(code)）", "\(said.english) (\(status) \(code))")
    }

    static func notFound(_ what: String) -> Phrase {
        Phrase("没有这一项：\(what)", "no such thing: \(what)")
    }

    static func listFirst(_ verb: String) -> Phrase {
        Phrase("用 \(verb) 查看有哪些。", "See what there is: \(verb)")
    }

    static func somebodyWasFirst(_ by: String, _ at: String?, _ revision: Int?) -> Phrase {
        let isWatch = by == "gaswatch"
        let time = at.map { Phrase("于 \($0) ", ", at \($0)") } ?? Phrase("", "")
        let number =
            revision.map { Phrase("（现为第 \($0) 版）", " (now revision \($0))") } ?? Phrase("", "")
        return Phrase(
            "已由 \(isWatch ? "系统自身" : by) \(time.chinese)先行改动\(number.chinese)，本次未改动。",
            "\(isWatch ? "the watch itself" : by) was first\(time.english)\(number.english); "
                + "nothing was changed.")
    }

    static let anotherPerson = Phrase(
        "须由另一人结案：--by 姓名。", "Another person has to close it: --by NAME.")

    static func lookAndRepeat(_ incident: String?) -> Phrase {
        guard let incident else {
            return Phrase("看一下现状再决定。", "Look again, then decide.")
        }
        return Phrase(
            "看一下现状再决定：gaswatch incident show \(incident)",
            "Look again, then decide: gaswatch incident show \(incident)")
    }

    static let tryAgain = Phrase("请稍后重试。", "Try again a little later.")

    static let checkValues = Phrase("请检查所给的值。", "Check the values given.")

    static func noFile(_ path: String, _ reason: String) -> Phrase {
        Phrase(
            "读不了 \(path)：\(PhraseBook.fileFault(reason).chinese)",
            "cannot read \(path): \(reason)")
    }

    static func badRows(_ count: Int, _ path: String) -> Phrase {
        Phrase(
            "\(path)：\(count) 处有错，未导入。",
            "\(path): \(counted(count, "fault")); nothing was imported.")
    }

    static let repairRows = Phrase(
        "请改正后重来，或用 --skip-bad 跳过坏行。", "Repair them, or leave those rows out with --skip-bad.")

    static func journalInUse(_ path: String, _ why: Phrase) -> Phrase {
        Phrase(
            "\(path) 正被运行中的 gaswatchd 使用，而它没有应答：\(why.chinese)",
            "A running gaswatchd uses \(path), and it does not answer: \(why.english)")
    }

    static func otherJournal(_ found: String, _ wanted: String) -> Phrase {
        Phrase(
            "应答的守护进程使用 \(found)，而不是 \(wanted)。",
            "The daemon that answers keeps its journal in \(found), not in \(wanted).")
    }

    static let nameDaemon = Phrase(
        "用 --server 指明使用该目录的守护进程，或先停止它。",
        "Name the daemon of that directory with --server, or stop it first.")

    static let beDaemon = Phrase(
        "请以守护进程的用户或 root 运行：sudo -u gaswatch gaswatch replay …",
        "Run this as the daemon's user or as root: sudo -u gaswatch gaswatch replay …")

    static func badTime(_ text: String) -> Phrase {
        Phrase("“\(text)” 不是 RFC 3339 时间。", "\(text) is no RFC 3339 time.")
    }

    static func notReplayed(_ path: String, _ why: String) -> Phrase {
        Phrase(
            "\(path) 无法复盘：\(PhraseBook.fileFault(why).chinese)",
            "\(path) cannot be replayed: \(why)")
    }

    static func differs(
        _ incident: String, _ field: String, _ journalled: String, _ rebuilt: String,
        _ milliseconds: Int64, _ inputs: String
    ) -> Phrase {
        Phrase(
            "\(incident) 的 \(field) 不同：记录为 \(journalled)，重算为 \(rebuilt)（\(milliseconds)；\(inputs)）。",
            "\(field) of \(incident) differs: journalled \(journalled), rebuilt \(rebuilt) "
                + "(at \(milliseconds); \(inputs))."
        )
    }

    static func cannotWrite(_ path: String) -> Phrase {
        Phrase("无法写入 \(path)。", "\(path) cannot be written.")
    }

    static let emptyName = Phrase("编号是空的。", "The id is empty.")

    static let lookAtVariables = Phrase(
        "请给出编号；若由脚本调用，请检查变量是否有值。",
        "Give one; in a script, look whether its variable has a value.")

    static func cannotWriteOut(_ reason: String) -> Phrase {
        Phrase(
            "标准输出无法写入（\(reason)），输出不完整。",
            "Standard output cannot be written (\(reason)): what came out is not all of it.")
    }

    static let makeRoom = Phrase(
        "请腾出空间，或把输出写到别处，再执行一次。", "Make room, or write elsewhere, and run it again.")

    static let chooseFile = Phrase(
        "请检查文件夹是否存在、是否可写，或另选文件名。",
        "See that its folder exists and may be written, or name another file.")

    static func skipped(_ count: Int) -> Phrase {
        Phrase("跳过 \(count) 处有错的行：", "rows left out, \(counted(count, "fault")):")
    }

    static func noGoodRow(_ path: String) -> Phrase {
        Phrase("\(path)：没有一行可用。", "\(path): not one good row.")
    }

    static func streamLost(_ reason: String, _ id: String?) -> Phrase {
        let from = id ?? "-"
        return Phrase(
            "连接中断（\(reason)），从 \(from) 之后重连……",
            "connection lost (\(reason)), reconnecting after event \(from) ...")
    }

    static let streamBack = Phrase("已重新连上。", "connected again.")
    static let streamReset = Phrase(
        "有事件已不再保留，重新读取全部。", "some events are no longer kept; reading everything again.")
}
