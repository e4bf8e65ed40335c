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
        // Who hears one sentence has to hear in it that it is gas.
        case "kind" where isChinese && incident.kind == .leak: PartyCondition.leak.chinese
        case "kind": isChinese ? incident.kind.chinese : plain(incident.kind.word)
        case "conditions":
            isChinese
                ? conditions.map(\.chinese).joined(separator: "、")
                : conditions.map { plain($0.rawValue) }.joined(separator: ", ")
        default: nil
        }
    }

    private static func plain(_ word: String) -> String { word.replacing("_", with: " ") }

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
}
