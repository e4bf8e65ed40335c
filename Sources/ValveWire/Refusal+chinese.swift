/// How a person in the control room is told; the codes are for who looks into a firmware.
extension Refusal {
    /// The reason in Chinese.
    public var chinese: String {
        switch self {
        case .topicShape: "主题格式不对"
        case .badArea: "片区代码不对"
        case .badValve: "阀门编号不对"
        case .empty: "内容为空"
        case .tooLong: "内容过长"
        case .notJSON: "不是 JSON"
        case .notAnObject: "不是 JSON 对象"
        case .bootMissing: "缺少 boot"
        case .bootInvalid: "boot 不对"
        case .sequenceMissing: "缺少 seq"
        case .sequenceInvalid: "seq 不对"
        case .identityRepeated: "标识字段重复"
        case .alarmMissing: "缺少报警"
        case .alarmInvalid: "报警不对"
        case .onlineMissing: "缺少 online"
        case .resultInvalid: "指令结果不对"
        case .tableFull: "阀门表已满"
        case .areaMismatch: "片区与登记不符"
        }
    }
}

extension FieldFaults {
    /// Every word that `reasons` can hold, with its Chinese.
    public static let words: [(code: String, chinese: String)] =
        fields.flatMap { field in
            [
                ("\(field)_wrong_type", "\(field) 类型不对"),
                ("\(field)_out_of_range", "\(field) 超出范围"),
                ("\(field)_null", "\(field) 为空"),
            ]
        } + [("field_repeated", "字段重复")]
}
