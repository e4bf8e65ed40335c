import ConsoleAPI

/// Things a daemon might tell of, all invented.
enum Samples {
    static func incident(
        _ id: String, _ priority: String = "P1", _ state: String = "raised",
        address: String = "闽江路12号3单元402", rescueBy: String = "2026-11-23T16:25:07.000+08:00",
        revision: Int = 3
    ) -> IncidentView {
        var view = IncidentView(
            id: id, kind: "leak", axis: "gas", priority: priority, state: state,
            area: "370202010", revision: revision, mode: "actual",
            raisedAt: "2026-11-23T16:20:07.204+08:00", position: "closed", entry: "forbidden")
        view.valve = "SN-017734"
        view.address = address
        view.centre = "central"
        view.homeCentre = "central"
        view.rescueBy = rescueBy
        view.gas = 23.5
        return view
    }

    static func text(_ view: some JSONWritable) -> String {
        String(decoding: view.json, as: UTF8.self)
    }

    static func incidents() -> [IncidentView] {
        var first = incident("20261123-0042")
        first.team = nil
        var second = incident(
            "20261123-0041", "P1", "assigned", address: "徐州路88号1单元101,东门",
            rescueBy: "2026-11-23T16:20:19.000+08:00")
        second.team = "E-2"
        var third = incident("20261123-0037", "P2", "safe", address: "Sichuan Rd 5 \"B\"")
        third.rescueAt = "2026-11-23T16:24:59.300+08:00"
        third.team = "W-1"
        return [first, second, third]
    }

    static func page(_ elements: [String], next: String? = nil) -> String {
        "{\"items\":[\(elements.joined(separator: ","))],"
            + "\"next\":\(next.map { "\"\($0)\"" } ?? "null")}"
    }

    static func incidentPage() -> String { page(incidents().map(text)) }

    static func problem(_ status: Int, _ code: String, _ detail: String) -> Problem {
        Problem(status: status, code: code, title: "t", detail: detail)
    }
}
