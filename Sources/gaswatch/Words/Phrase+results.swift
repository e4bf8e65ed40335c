/// What a command did and what the doctor says.
extension Phrase {
    static func commanded(_ valve: String, _ command: String) -> Phrase {
        Phrase(
            "已对 \(valve) 下达关阀指令 \(command)，重复发送至上报证实为止，最多十分钟：gaswatch valve show \(valve)",
            "close command \(command) given for \(valve), and repeated until a report proves it, for ten "
                + "minutes at most: gaswatch valve show \(valve)"
        )
    }

    static let brokerIsAway = Phrase(
        "阀门消息服务器未连接：指令尚未发出；十分钟内恢复连接才会发出。",
        "The valves' broker is not connected: nothing has left yet. The command goes out when it is "
            + "back within ten minutes, and not at all after that.")

    static func testDeclared(_ valve: String, _ until: String) -> Phrase {
        Phrase("\(valve) 处于测试，至 \(until)", "\(valve) is under test until \(until)")
    }

    static func imported(_ valves: Int, _ added: Int, _ changed: Int, _ retired: Int) -> Phrase {
        Phrase(
            "已导入 \(valves) 户：新增 \(added)，变更 \(changed)，停用 \(retired)",
            "\(counted(valves, "valve")) imported: \(added) added, \(changed) changed, \(retired) retired"
        )
    }

    static func replayed(
        _ incidents: Int, _ changes: Int, _ assignments: Int, _ inputs: Int, _ starts: Int
    ) -> Phrase {
        Phrase(
            "\(starts) 次启动、\(inputs) 条输入：\(incidents) 起事件、\(changes) 次变更、\(assignments) 次派队，均与记录一致",
            "\(counted(starts, "start")), \(counted(inputs, "input")): "
                + "\(counted(incidents, "incident")), \(counted(changes, "change")) and "
                + "\(counted(assignments, "assignment")) made again"
        )
    }

    static func roadsMissing(_ identity: String) -> Phrase {
        Phrase(
            "缺少路网 \(identity)：请用 --roads 给出。",
            "The road graph \(identity) is missing: name it with --roads.")
    }

    static let peopleLeftOut = Phrase(
        "未包含住户类别、进门说明、联系人和网格员等列：经 unix 套接字导出才有。导入此文件会清空这些列。",
        "The columns about people (category, access note, contacts, grid worker, further ones) were left "
            + "out: export by the unix socket to have them. Importing this file would empty them.")

    static func checked(_ path: String, _ count: Int) -> Phrase {
        Phrase(
            "\(path)：\(count) 行全部有效",
            count == 1 ? "\(path): its one row is good" : "\(path): all \(count) rows are good")
    }

    static func rowsGood(_ good: Int, _ faults: Int, _ path: String) -> Phrase {
        Phrase(
            "\(path)：\(good) 行有效，\(faults) 处有错：",
            "\(path): \(counted(good, "good row")), \(counted(faults, "fault")):")
    }

    static func line(_ number: Int, _ message: String) -> Phrase {
        Phrase(
            "第 \(number) 行：\(PhraseBook.fileFault(message).chinese)", "line \(number): \(message)")
    }

    static func late(_ span: String) -> Phrase { Phrase("超时\(span)", "late \(span)") }
    static func rescuedIn(_ span: String) -> Phrase { Phrase("\(span)达标", "\(span) met") }
    static func rescuedLate(_ span: String) -> Phrase { Phrase("\(span)超时", "\(span) missed") }

    static func header(
        _ clock: String, _ count: Int, _ age: Int64
    ) -> Phrase {
        Phrase(
            "gaswatch  \(clock)  共 \(count) 项  数据 \(age) 秒前",
            "gaswatch  \(clock)  \(count) shown  data \(age) s old")
    }

    /// On the live screen, when the daemon does not answer.
    static var slowAnswer: Phrase { Phrase("守护进程没有应答", "the daemon does not answer") }

    static func more(_ count: Int) -> Phrase {
        Phrase("……还有 \(count) 项", "... and \(count) more")
    }

    static let node = Phrase("节点", "node")
    static let health = Phrase("状况", "health")
    static let since = Phrase("启动", "started")
    static let broker = Phrase("阀门消息服务器", "valve broker")
    static let rescueBroker = Phrase("救援消息服务器", "rescue broker")
    static let valvesLine = Phrase("阀门", "valves")
    static let teamsLine = Phrase("队伍", "teams")
    static let openIncidents = Phrase("未结事件", "open incidents")
    static let unseen = Phrase("未确认", "unseen")
    static let counters = Phrase("累计", "counters")
    static let canary = Phrase("自检往返", "round trips")

    static func valveCounts(_ all: Int, _ registered: Int, _ online: Int, _ offline: Int) -> Phrase
    {
        Phrase(
            "\(all)（登记 \(registered)，在线 \(online)，离线 \(offline)）",
            "\(all) (\(registered) registered, \(online) online, \(offline) offline)")
    }

    static func teamCounts(_ free: Int, _ all: Int) -> Phrase {
        Phrase("\(all) 支，可派 \(free)", "\(free) of \(all) available")
    }

    static let none = Phrase("无", "none")
}
