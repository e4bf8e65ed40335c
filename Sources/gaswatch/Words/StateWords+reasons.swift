internal import Rescue
internal import ValveWire

/// Words that stand inside sentences: why something was done or refused, and how it ended.
extension StateWords {
    /// Of stand-downs, refused claims and closed incidents; the codes of the API among them.
    static let reasons = [
        "accepted_by_another": "已由他队接警", "already_safe": "已处置完毕", "cannot_arrive": "来不及到达",
        "cleared": "已恢复", "closed": "已结案", "diverted": "改派更急的事件", "drill_over": "演练结束",
        "duplicate": "重复", "false_alarm": "误报", "handed_over": "已移交",
        "location_too_old": "位置过时", "made safe": "处置完毕", "made_safe": "已处置完毕",
        "merged": "已并入", "no_access": "无法进入", "no_team_named": "未写队伍", "not_called": "未呼叫该队",
        "not_open": "事件已结束", "operator_chose_another": "值班员另派", "reassigned": "改派",
        "road_closed": "道路封闭", "team_holds_another": "该队另有任务",
        "team_of_another_centre": "不属该中心", "team_unavailable": "该队不可派",
        "unknown_team": "无此队伍", "declined": "已拒绝", "same_valve": "同一阀门",
        "nearest_available": "可派者中最近", "only_in_time": "唯一能及时到达",
        "keeps_another_in_time": "为保另一事件及时", "optimal_total": "总体最优",
        "operator": "值班员指派", "no_usable_team": "无队可派", "eta_over_limit": "超出时限",
        "serves_another": "派往另一事件", "unavailable": "不可派", "farther": "较远", "silent": "无应答",
        "test_over": "测试结束",
    ]

    /// Why a party beside the centres is told.
    static let conditions = words(of: PartyCondition.allCases.map { ($0.rawValue, $0.chinese) })

    /// What a valve says of a command.
    static let outcomes = [
        "accepted": "已接受", "closed": "已关闭", "done": "已完成", "failed": "失败", "expired": "已过期",
        "refused": "拒绝",
    ]

    static let media = ["mqtt": "消息", "webhook": "网络接口", "sms": "短信", "voice": "电话"]

    /// What a line of a history is about.
    static let lines = [
        "finding": "发现", "callout": "呼叫", "command": "指令", "result": "回报", "calibration": "校准",
        "step": "处置", "roster": "在岗", "note": "备注", "plan": "派队", "reply": "答复", "roads": "道路",
        "service": "停用", "standby": "待命", "alarm": "提醒", "notice": "通知", "test": "测试",
        "registry": "登记", "recorded": "记录",
    ]

    /// Why a message was not taken, or not whole.
    static let refusals: [String: String] = words(
        of: Refusal.allCases.map { ($0.rawValue, $0.chinese) }
            + Refusal.allCases.map { ("link_\($0.rawValue)", "阀门在线消息：\($0.chinese)") }
            + RescueRefusal.allCases.map { ($0.rawValue, $0.chinese) } + FieldFaults.words)

    /// What became of a call-out.
    static let answers = [
        "received": "已收到", "accept": "接警", "decline": "拒绝", "silent": "无应答", "standdown": "撤回",
    ]

    /// What the API can miss.
    static let things = [
        "valve": "阀门", "incident": "事件", "team": "队伍", "centre": "中心", "party": "有关方",
        "calibration": "校准", "drill": "演练",
    ]
}
