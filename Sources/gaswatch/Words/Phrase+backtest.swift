/// Words of the backtest.
extension Phrase {
    static let checkRecording = Phrase(
        "请改正所指的行，或用 --map 说明列与单位；见 gaswatch backtest --help。",
        "Mend the line named, or say with --map which column is what: gaswatch backtest --help.")

    static let profileNeedsFile = Phrase(
        "--profile-name 要与 --profile 一起用。", "--profile-name needs --profile FILE.")

    static func noProfile(_ name: String, _ known: String) -> Phrase {
        Phrase("没有档案 \(name)；有：\(known)", "there is no profile \(name); there are \(known)")
    }

    static let nameProfile = Phrase(
        "请用 --profile-name 指明。", "Name one of them with --profile-name.")

    static func rowsJudged(
        _ rows: Int, _ valves: Int, _ days: String, _ years: String
    ) -> Phrase {
        Phrase(
            "\(rows) 行，\(valves) 个阀门，\(days) 天，合 \(years) 阀年",
            "\(counted(rows, "row")) of \(counted(valves, "valve")) in \(days) days, \(years) valve-years"
        )
    }

    static func kindFound(_ kind: String, _ rules: Int, _ callOuts: Int, _ device: Int) -> Phrase {
        let name = StateWords.shown(kind, .kind, .chinese)
        return Phrase(
            "  \(name)：判据 \(rules)（其中出警 \(callOuts)），设备报警 \(device)",
            "  \(kind): \(rules) by our rules (\(callOuts) calling a team out), "
                + "\(device) by the device")
    }

    static func rises(_ count: Int) -> Phrase {
        Phrase("  升级 \(count) 次", "  \(counted(count, "rise")) of priority")
    }

    static func duplicates(_ count: UInt64) -> Phrase {
        Phrase("  重复报文 \(count)", "  \(counted(Int(count), "duplicate"))")
    }

    static func unmeasured(_ field: String, _ count: Int) -> Phrase {
        Phrase(
            "  \(field) 有 \(count) 格读不懂，按未测计",
            "  \(counted(count, "cell")) of \(field) cannot be read")
    }

    static func outOfRange(_ field: String, _ count: Int) -> Phrase {
        Phrase(
            "  \(field) 有 \(count) 格超出范围，按未测计；单位对吗？",
            "  \(counted(count, "cell")) of \(field) out of range, not measured: is it another unit?"
        )
    }

    static let longAgo = Phrase(
        "  时间都在 2000 年以前：at 是否以秒计？用 --map at=列:s",
        "  every time lies before the year 2000: is at in seconds? Say so with --map at=COLUMN:s")

    static func unusedColumns(_ names: String) -> Phrase {
        Phrase("  未使用的列：\(names)", "  columns not used: \(names)")
    }

    static let receivedAt = Phrase("时间", "AT")
    static let whatWasSeen = Phrase("说明", "WHAT WAS SEEN")

    static let nothingFound = Phrase("  没有发现", "  nothing found")
}
