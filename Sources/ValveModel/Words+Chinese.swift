/// The same vocabularies for people who read Chinese: in sentences, never in JSON.
extension Position {
    /// The word for people.
    public var chinese: String {
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
        case .supplyLoss: "停气"
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
        case .supplyLoss: "停气"
        case .overtime: "用气超时"
        case .shock: "震动"
        case .remote: "远程"
        case .manual: "手动"
        case .lowBattery: "电量低"
        }
    }
}

extension FindingKind {
    /// The word for people: on the console, in messages and on the telephone the same.
    public var chinese: String {
        switch self {
        case .heat: "高温"
        case .leak: "泄漏"
        case .shutoffFailed: "关阀失败"
        case .reopened: "泄漏后重新打开"
        case .suspect: "疑似泄漏"
        case .seepage: "微漏"
        case .overpressure: "超压"
        case .shutoff: "已切断"
        case .supplyLoss: "停气"
        case .underpressure: "欠压"
        case .overflow: "流量过大"
        case .overtime: "用气超时"
        case .microflow: "微小流量"
        case .shock: "震动"
        case .tamper: "拆动"
        case .powerLoss: "断电"
        case .sensorFault: "传感器故障"
        case .endOfLife: "寿命到期"
        case .lowBattery: "电量低"
        case .offline: "离线"
        case .areaEvent: "区域事件"
        }
    }
}
