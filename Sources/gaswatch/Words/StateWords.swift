internal import ValveModel

/// The contract's small vocabularies in Chinese. English tables show the words as they are, so that
/// they can be searched for in the documentation; a word this version does not know is shown too.
enum StateWords {
    enum Vocabulary: String, Sendable {
        case kind, state, position, link, entry, mode, health, step, notice
        case alarm, scope, rule, nuisance
        case reason, condition, outcome, medium, line, thing, refusal, answer, model
    }

    static func shown(_ word: String?, _ vocabulary: Vocabulary, _ language: Language) -> String {
        guard let word, !word.isEmpty else { return "-" }
        guard language == .chinese else { return word }
        return chinese(word, vocabulary) ?? word
    }

    /// The word in Chinese; `nil` for one that this version does not know.
    static func chinese(_ word: String, _ vocabulary: Vocabulary) -> String? {
        chinese(vocabulary)[word]
    }

    private static func chinese(_ vocabulary: Vocabulary) -> [String: String] {
        switch vocabulary {
        case .kind: kinds
        case .state: states
        case .position: positions
        case .link:
            [
                "online": "在线", "offline": "离线", "unknown": "不明", "connected": "已连接",
                "disconnected": "未连接",
            ]
        case .entry: ["forbidden": "禁入", "caution": "慎入", "open": "可入"]
        case .mode: ["actual": "实况", "exercise": "演练", "test": "测试"]
        case .alarm:
            [
                "unacknowledged": "未确认", "acknowledged": "已确认", "returned": "已恢复未确认",
                "latched": "已恢复待结", "shelved": "已搁置", "suppressed": "并入区域事件",
                "out_of_service": "停用", "normal": "正常",
            ]
        case .scope: ["riser": "立管", "building": "楼栋", "area": "街道", "fleet": "全区"]
        case .rule:
            [
                "many_together": "集中出现", "building_gas": "楼内串气",
                "riser_overpressure": "立管超压", "possible_explosion": "疑似爆炸",
                "broker_lost": "消息服务器断开",
            ]
        case .nuisance:
            [
                "chattering": "抖动", "offender": "惯犯", "cleared_itself": "自行恢复", "cooking": "做饭",
            ]
        case .health: ["ok": "正常", "degraded": "降级"]
        case .notice:
            [
                "held": "待值班员确认", "queued": "待发", "sent": "已发出", "delivered": "已送达",
                "answered": "已答复", "failed": "未送达", "withdrawn": "已撤回",
            ]
        case .step:
            [
                "ack": "确认", "dispatch": "派队", "accept": "接警", "enroute": "出发", "onscene": "到场",
                "rescue": "入户", "safe": "安全", "close": "结案", "note": "备注",
                "shelve": "搁置", "unshelve": "取消搁置",
                "handover": "移交", "received": "已收到", "decline": "拒绝",
                "silent": "无应答", "standdown": "撤回",
            ]
        case .reason: reasons
        case .condition: conditions
        case .outcome: outcomes
        case .medium: media
        case .line: lines
        case .thing: things
        case .refusal: refusals
        case .answer: answers
        case .model: ["roads": "路网", "detour": "直线绕行"]
        }
    }

    private static let kinds = words(of: FindingKind.allCases.map { ($0.word, $0.chinese) })

    private static let positions = words(of: Position.allCases.map { ($0.word, $0.chinese) })

    static func words(of pairs: [(String, String)]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: pairs)
    }

    private static let states = [
        "raised": "待派", "assigned": "已呼叫", "accepted": "已接警", "enroute": "途中", "onscene": "到场",
        "rescue": "入户", "safe": "安全", "closed": "已结",
    ]
}
