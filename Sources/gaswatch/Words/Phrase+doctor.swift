internal import ConsoleAPI

/// The doctor's lines: what was looked at, and what to do when it is not well.
extension Phrase {
    static func serverChosen(_ place: String, _ origin: String) -> Phrase {
        Phrase("服务地址 \(place)（来自 \(origin)）", "server \(place) (from \(origin))")
    }

    static let configReadable = Phrase(
        "配置 /etc/gaswatch/gaswatch.yaml 可读", "settings /etc/gaswatch/gaswatch.yaml can be read")
    static let configUnreadable = Phrase(
        "配置 /etc/gaswatch/gaswatch.yaml 读不到", "settings /etc/gaswatch/gaswatch.yaml cannot be read")
    static let configAdvice = Phrase(
        "仅影响本机的守护进程；远程使用时可忽略。检查：gaswatchd check-config --config 文件",
        "It matters only where the daemon runs. Check it: gaswatchd check-config --config FILE")

    static func apiAnswers(_ version: String) -> Phrase {
        Phrase("接口有答复，版本 \(version)", "the API answers, version \(version)")
    }

    static func clocksAgree(_ seconds: Int64) -> Phrase {
        Phrase("时钟相差 \(seconds) 秒", "clocks differ by \(seconds) s")
    }

    static let setClock = Phrase(
        "请校时（timedatectl）；倒计时以守护进程的时钟为准。",
        "Set the clock (timedatectl); countdowns follow the daemon's clock.")

    static func brokerIs(_ name: Phrase, _ word: Phrase) -> Phrase {
        Phrase("\(name.chinese)：\(word.chinese)", "\(name.english): \(word.english)")
    }

    static func canary(_ name: Phrase, _ milliseconds: Int?, dropped: Int?) -> Phrase {
        let trip = milliseconds.map { "\($0) ms" }
        let drops = dropped.map(String.init)
        return Phrase(
            "\(name.chinese)往返：\(trip ?? "尚无")，服务器丢弃：\(drops ?? "未告知")",
            "\(name.english), round trip: \(trip ?? "none yet"), dropped by it: \(drops ?? "it does not say")"
        )
    }

    static let startBroker = Phrase(
        "请检查 mosquitto（systemctl status mosquitto）和配置的 broker 一节。",
        "Check mosquitto (systemctl status mosquitto) and the section broker of the settings.")

    static let startRescueBroker = Phrase(
        "请检查中心一侧的 mosquitto 和配置的 rescue.broker 一节（没有该节即与 broker 相同）。",
        "Check the centres' mosquitto and the section rescue.broker of the settings (without one it "
            + "is that of broker).")

    static let healthy = Phrase("守护进程报告正常", "the daemon reports no fault")

    static func fault(_ code: String, _ message: String, _ since: String) -> Phrase {
        Phrase(
            "\(code)：\(PhraseBook.fault(message).chinese)（自 \(since)）",
            "\(code): \(message) (since \(since))")
    }

    static let seeLog = Phrase(
        "详情：journalctl -u gaswatchd", "Details: journalctl -u gaswatchd")

    static func teamsUsable(_ free: Int, _ all: Int) -> Phrase {
        Phrase("可派队伍 \(free)/\(all)", "teams available: \(free) of \(all)")
    }

    static let freeTeam = Phrase(
        "没有应答的空闲队伍；无应答的队伍最后才派：gaswatch team list",
        "No team that answers is free; silent ones are called last: gaswatch team list")

    static let noRejects = Phrase("没有异常消息", "no faulty messages")

    /// Not all of it was refused: a field that was passed over is counted as well.
    static func remarked(_ reason: String, _ count: Int, isOld: Bool) -> Phrase {
        Phrase(
            "消息异常 \(StateWords.shown(reason, .refusal, .chinese))：\(count) 条"
                + (isOld ? "，近一小时没有" : ""),
            "faulty messages, \(reason): \(count)" + (isOld ? ", none in the last hour" : ""))
    }

    /// Messages that had no such field: for who wonders why a value never shows.
    static func absent(_ counts: [(reason: String, count: Int)]) -> Phrase {
        let shown = counts.map { "\($0.reason.dropLast(RejectView.absentEnd.count)) \($0.count)" }
            .joined(separator: ", ")
        return Phrase("消息中没有的字段：\(shown)", "fields that messages did not have: \(shown)")
    }

    static let seeSample = Phrase(
        "最新样本如下；请检查这些阀门的固件或主题。",
        "The newest samples follow; check the firmware or topic of these valves.")

    static let seeRescueSample = Phrase(
        "最新样本如下；请检查该中心或单位发消息的程序。",
        "The newest samples follow; check what these centres or parties send with.")
}
