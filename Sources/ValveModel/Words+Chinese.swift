/// The same vocabularies for people who read Chinese: in sentences, never in JSON.
extension Position {
    var chinese: String {
        switch self {
        case .unknown: "不明"
        case .open: "开"
        case .closed: "关"
        case .moving: "动作中"
        case .stuck: "卡住"
        }
    }
}

extension Alarm {
    var chinese: String {
        switch self {
        case .none: "无"
        case .leak: "泄漏"
        case .overflow: "流量过大"
        case .overpressure: "超压"
        case .underpressure: "欠压"
        case .supplyLoss: "断气"
        case .overtime: "用气超时"
        case .shock: "震动"
        case .tamper: "拆动"
        case .shutoff: "已切断"
        case .sensorFault: "传感器故障"
        case .cleared: "解除"
        }
    }
}

extension ShutoffCause {
    var chinese: String {
        switch self {
        case .unknown: "不明"
        case .leak: "泄漏"
        case .overflow: "流量过大"
        case .overpressure: "超压"
        case .underpressure: "欠压"
        case .supplyLoss: "断气"
        case .overtime: "用气超时"
        case .shock: "震动"
        case .remote: "远程"
        case .manual: "手动"
        case .lowBattery: "电量低"
        }
    }
}
