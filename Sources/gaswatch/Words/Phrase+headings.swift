/// Headings of tables.
extension Phrase {
    static let id = Phrase("编号", "ID")
    static let priority = Phrase("级", "PRI")
    static let left = Phrase("剩余", "LEFT")
    static let kind = Phrase("类型", "KIND")
    static let state = Phrase("状态", "STATE")
    static let valve = Phrase("阀门", "VALVE")
    static let area = Phrase("片区", "AREA")
    static let centre = Phrase("中心", "CENTRE")
    static let address = Phrase("地址", "ADDRESS")
    static let team = Phrase("队伍", "TEAM")
    static let raised = Phrase("报警", "RAISED")
    static let seen = Phrase("确认人", "SEEN BY")
    static let gas = Phrase("燃气%LEL", "GAS %LEL")
    static let position = Phrase("阀位", "VALVE IS")
    static let entry = Phrase("进入", "ENTRY")
    static let revision = Phrase("版本", "REV")
    static let mode = Phrase("性质", "MODE")
    static let eta = Phrase("预计", "ETA")
    static let closed = Phrase("结案", "CLOSED")
    static let link = Phrase("连接", "LINK")
    static let heard = Phrase("上报", "HEARD")
    static let flow = Phrase("流量", "FLOW")
    static let pressure = Phrase("压力", "KPA")
    static let temp = Phrase("温度", "TEMP")
    static let battery = Phrase("电量", "BATT")
    static let rssi = Phrase("信号", "RSSI")
    static let flags = Phrase("标志", "FLAGS")
    static let incidents = Phrase("事件", "INCIDENTS")
    static let profile = Phrase("档案", "PROFILE")
    static let building = Phrase("楼", "BUILDING")
    static let floor = Phrase("层", "FLOOR")
    static let testUntil = Phrase("测试至", "TEST UNTIL")
    static let name = Phrase("名称", "NAME")
    static let available = Phrase("可派", "FREE")
    static let incident = Phrase("事件", "INCIDENT")
    static let called = Phrase("已呼叫", "CALLED TO")
    static let turnout = Phrase("出动秒", "TURNOUT S")
    static let place = Phrase("位置", "PLACE")
    static let changed = Phrase("变更", "CHANGED")
    static let changedBy = Phrase("变更人", "BY")
    static let drill = Phrase("【演练】", "DRILL")
    static let parties = Phrase("已通知", "ALSO TOLD")
    static let teams = Phrase("队伍", "TEAMS")
    static let open = Phrase("未结", "OPEN")
    static let valves = Phrase("阀门", "VALVES")
    static let areas = Phrase("片区", "AREAS")
    static let time = Phrase("时间", "TIME")
    static let what = Phrase("事项", "WHAT")
    static let by = Phrase("由", "BY")
    static let text = Phrase("内容", "TEXT")
    static let alarmState = Phrase("报警状态", "ALARM")
    static let partOf = Phrase("属于", "PART OF")
    static let scope = Phrase("范围", "SCOPE")
    static let of = Phrase("所涉", "OF")
    static let rule = Phrase("判据", "RULE")
    static let orderedAt = Phrase("首次呼叫", "ORDERED")
    static let ackBy = Phrase("应答期限", "ANSWER BY")
    static let arriveBy = Phrase("到场期限", "ARRIVE BY")
    static let rescueBy = Phrase("救援期限", "RESCUE BY")
    static let visitBy = Phrase("走访期限", "VISIT BY")
    static let acceptedAt = Phrase("接警", "ACCEPTED")
    static let enrouteAt = Phrase("出发", "EN ROUTE")
    static let onsceneAt = Phrase("到场", "ON SCENE")
    static let rescueAt = Phrase("入户", "AT THE DOOR")
    static let safeAt = Phrase("安全", "SAFE")
    static let calls = Phrase("呼叫", "CALLS")
    static let reasons = Phrase("派队理由", "WHY THIS TEAM")
    static let rejected = Phrase("未派", "NOT TAKEN")
    static func eventValves(_ count: Int) -> Phrase {
        Phrase("\(count)个阀门", counted(count, "valve"))
    }
    static let yes = Phrase("是", "yes")
    static let no = Phrase("否", "no")
    static let silent = Phrase("无应答", "silent")
    static let busy = Phrase("有任务", "busy")
    static let remark = Phrase("说明", "REMARK")
    static let riser = Phrase("立管", "RISER")
    static let gasAt = Phrase("测气", "GAS AGE")
    static let findings = Phrase("发现", "FINDINGS")
    static let shelvedUntil = Phrase("搁置至", "SHELVED UNTIL")
    static let test = Phrase("【测试】", "TEST")
    static let retired = Phrase("已退出登记", "retired")
    static let unregistered = Phrase("未登记", "unregistered")

    /// A value that is older than the last word of its valve.
    static func old(_ value: String, _ age: String) -> Phrase {
        Phrase("\(value)（\(age)前）", "\(value) (\(age) ago)")
    }

    static func outOfService(_ until: String, _ name: String, _ reason: String) -> Phrase {
        Phrase(
            "停用至 \(until)（\(name)：\(reason)）", "out of service until \(until) (\(name): \(reason))")
    }

    static func hours(_ count: Int64) -> Phrase { Phrase("\(count)小时", "\(count) h") }

    static func inTest(_ until: String) -> Phrase { Phrase("测试至 \(until)", "test until \(until)") }

    static func shelved(_ until: String, _ name: String, _ reason: String) -> Phrase {
        Phrase("\(until)（\(name)：\(reason)）", "\(until) (\(name): \(reason))")
    }

    /// The whole estimate, from the order to the door.
    static func estimate(_ seconds: Int, isLate: Bool) -> Phrase {
        Phrase(
            "\(seconds) 秒" + (isLate ? "，赶不上" : ""), "\(seconds) s" + (isLate ? ", too late" : ""))
    }
    static let configured = Phrase("在配置中", "CONFIGURED")
}
