public import Incidents
internal import ValveModel

/// Fills a template in.
public enum NoticeWords {
    /// What may stand in `{…}` of a template.
    public static let places = [
        "address", "area", "building", "conditions", "eta", "floor", "gas", "incident", "kind",
        "raised", "team", "valve",
    ]

    /// The words in `{…}` that no incident fills in.
    public static func unknownPlaces(in template: String) -> [String] {
        pieces(of: template).compactMap { piece in
            guard case .place(let name) = piece, !places.contains(name) else { return nil }
            return name
        }
    }

    /// The text for a reader; what is not known is said to be so, never left out.
    ///
    /// - Parameter raised: the time of the alarm in the reader's zone.
    public static func text(
        _ template: NoticeTemplate, isChinese: Bool, _ incident: Incident,
        _ conditions: [PartyCondition], raised: String
    ) -> String {
        let unknown = isChinese ? "未知" : "unknown"
        var text = ""
        for piece in pieces(of: isChinese ? template.chinese : template.english) {
            switch piece {
            case .words(let words): text += words
            case .place(let name):
                text +=
                    value(name, isChinese, incident, conditions, raised).flatMap {
                        $0.isEmpty ? nil : $0
                    } ?? unknown
            }
        }
        return text
    }

    private static func value(
        _ name: String, _ isChinese: Bool, _ incident: Incident, _ conditions: [PartyCondition],
        _ raised: String
    ) -> String? {
        switch name {
        case "address":
            incident.place.address ?? (isChinese ? "地址未登记，阀门" : "no address, valve")
                + " \(incident.place.valve)"
        case "area": incident.place.area
        case "building": incident.place.building
        case "floor": incident.place.floor.map(String.init)
        case "valve": incident.place.valve
        case "incident": incident.id
        case "team": incident.team
        case "raised": raised
        case "eta": incident.eta.map { String($0.seconds) }
        case "gas": incident.condition.gas.map { String(Int($0.rounded())) }
        case "kind": word(incident.kind, isChinese: isChinese)
        case "conditions":
            conditions.map { word($0, isChinese: isChinese) }
                .joined(separator: isChinese ? "、" : ", ")
        default: nil
        }
    }

    private enum Piece {
        case words(String)
        case place(String)
    }

    private static func pieces(of template: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = template[...]
        while let start = rest.firstIndex(of: "{") {
            guard let end = rest[start...].firstIndex(of: "}") else { break }
            if start > rest.startIndex { pieces.append(.words(String(rest[..<start]))) }
            pieces.append(.place(String(rest[rest.index(after: start)..<end])))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { pieces.append(.words(String(rest))) }
        return pieces
    }

    private static func word(_ condition: PartyCondition, isChinese: Bool) -> String {
        guard isChinese else { return condition.rawValue.replacing("_", with: " ") }
        return switch condition {
        case .leak: "燃气泄漏"
        case .shutoffFailed: "阀门未能关闭"
        case .overpressure: "超压"
        case .heat: "高温"
        case .areaEvent: "区域事件"
        case .outOfCircle: "超出五分钟救援圈"
        case .gasHigh: "浓度过高"
        case .gasUnproven: "浓度高且未确认关阀"
        case .severalHomes: "同楼多户泄漏"
        case .nobodyInTime: "无队伍能按时到达"
        case .operatorWish: "值班员通知"
        }
    }

    private static func word(_ kind: FindingKind, isChinese: Bool) -> String {
        guard isChinese else { return kind.word.replacing("_", with: " ") }
        return switch kind {
        case .heat: "高温"
        case .leak: "燃气泄漏"
        case .shutoffFailed: "阀门未能关闭"
        case .reopened: "泄漏后阀门重新打开"
        case .suspect: "疑似泄漏"
        case .seepage: "缓慢渗漏"
        case .overpressure: "超压"
        case .shutoff: "自动切断"
        case .supplyLoss: "停气"
        case .underpressure: "欠压"
        case .overflow: "过流"
        case .overtime: "超时用气"
        case .microflow: "微小流量"
        case .shock: "震动"
        case .tamper: "拆动"
        case .powerLoss: "断电"
        case .sensorFault: "传感器故障"
        case .endOfLife: "传感器到期"
        case .lowBattery: "电量低"
        case .offline: "失联"
        case .areaEvent: "区域事件"
        }
    }
}
