/// Words of the offline tools on teams and their ways.
extension Phrase {
    static let inCircle = Phrase("圈内", "IN CIRCLE")
    static let inTime = Phrase("及时", "IN TIME")
    static let segments = Phrase("路段", "PIECES")
    static let until = Phrase("至", "UNTIL")
    static let why = Phrase("理由", "WHY")

    static func way(_ id: Int) -> Phrase { Phrase("道路 \(id)", "way \(id)") }

    static let countedFrom = Phrase("起点", "COUNTED FROM")
    static let shifts = Phrase("班次", "SHIFTS")
    static let post = Phrase("待命点", "POST")
    static let placedAt = Phrase("位置时间", "PLACED")
    static let locationTooOld = Phrase("位置过时", "location too old")

    /// Where a team is counted from, by the API's word.
    static func start(_ word: String) -> Phrase {
        switch word {
        case "location": Phrase("实时位置", "location")
        case "post": Phrase("待命点", "post")
        default: Phrase("中心", "centre")
        }
    }

    static func badRow(_ path: String, _ reason: String) -> Phrase {
        Phrase(
            "\(path)：\(PhraseBook.fileFault(reason).chinese)", "\(path): \(reason)")
    }

    static func badPlan(_ count: Int, _ path: String) -> Phrase {
        Phrase(
            "\(path)：\(count) 处有错，未作推演。",
            "\(path): \(counted(count, "fault")); nothing was planned.")
    }

    static let repairPlan = Phrase(
        "请改正所指的行；格式见 gaswatch plan --help。",
        "Repair the rows named; gaswatch plan --help shows the form.")

    static let repairSettings = Phrase(
        "请改正所指的行。", "Repair the lines named.")

    static let importRoads = Phrase(
        "请用 gaswatch roads import 重新生成路网。", "Make it anew with gaswatch roads import.")

    static let installProgram = Phrase(
        "请先安装所缺的程序。", "Install what is missing, then try again.")

    static func noRoads(_ path: String) -> Phrase {
        Phrase(
            "\(path)：没有车辆可往返通行的道路。",
            "\(path): there is no road in it that a vehicle can drive on, there and back.")
    }

    static func noTeam(_ team: String, _ path: String) -> Phrase {
        Phrase("\(path) 里没有队伍 \(team)", "there is no team \(team) in \(path)")
    }

    static func badRegistry(_ count: Int, _ path: String) -> Phrase {
        Phrase(
            "\(path)：\(count) 处有错，未作计算。",
            "\(path): \(counted(count, "fault")); nothing was computed.")
    }

    static func coverageWhole(
        _ all: Int, _ share: String, _ one: Int, _ more: Int, _ none: Int
    ) -> Phrase {
        Phrase(
            "\(all) 户，圈内 \(share)：一队 \(one)，两队以上 \(more)，圈外 \(none)",
            "\(counted(all, "household")), \(share) inside the circle: \(one) of one team, \(more) of two "
                + "and more, \(none) outside")
    }

    static func coverageCentre(
        _ name: String, _ all: Int, _ share: String, _ more: Int, _ none: Int, _ teams: Int,
        _ reached: Int
    ) -> Phrase {
        Phrase(
            "\(name)：\(all) 户，圈内 \(share)，两队以上 \(more)，圈外 \(none)；本中心 \(teams) 队可到 \(reached) 户",
            "\(name): \(counted(all, "household")), \(share) inside, \(more) of two and more, \(none) outside; "
                + "its \(counted(teams, "team")) can reach \(reached)")
    }

    static func coverageSites(
        _ count: Int, _ gained: Int, _ candidates: Int, _ places: String
    ) -> Phrase {
        Phrase(
            "再设 \(count) 点可增 \(gained) 户（比较 \(candidates) 处，最优）：\(places)",
            "\(count) more at the best of \(candidates) places gain \(gained): \(places)")
    }

    static func standby(_ before: Int, _ after: Int) -> Phrase {
        Phrase(
            "待命点建议：空闲队伍可及期望 \(before) 户，按下列移动后 \(after) 户",
            "standby posts: \(counted(before, "household")) expected in reach of a free team, \(after) after "
                + "these moves")
    }

    static let reached = Phrase("已到位", "reached:")

    static func standbyOn(_ centre: String, _ by: String) -> Phrase {
        Phrase("\(centre) 已启用待命点（\(by)）：", "\(centre) has its posts switched on (\(by)):")
    }

    static func roadsRead(_ nodes: Int, _ ways: Int, _ used: Int) -> Phrase {
        Phrase(
            "读入 \(nodes) 点、\(ways) 线，其中可行车 \(used) 条",
            "read \(nodes) nodes and \(ways) ways, \(used) of them roads for vehicles")
    }

    static func roadsKept(
        _ nodes: Int, _ edges: Int, _ segments: Int, _ kilometres: Double
    ) -> Phrase {
        let length = Int(kilometres.rounded())
        return Phrase(
            "路网：\(nodes) 节点，\(edges) 有向边，\(segments) 路段，\(length) km",
            "graph: \(nodes) nodes, \(edges) edges, \(segments) segments, \(length) km")
    }

    static func roadsPart(_ parts: Int, _ all: Int, _ nodes: Int, _ edges: Int) -> Phrase {
        Phrase(
            "\(parts) 个强连通分量，只留最大者；全部 \(all) 节点中舍去 \(nodes) 节点、\(edges) 边。舍去的线：",
            "of \(parts) strongly connected parts the largest is kept: \(nodes) of \(all) nodes and "
                + "\(edges) edges are dropped. Ways left out:")
    }

    static func roadsMissing(_ count: Int) -> Phrase {
        Phrase(
            "\(count) 个点不在图中（道路在边界处截断）",
            "\(count) nodes are not in the extract: roads are cut at its edge")
    }

    static func roadsWritten(_ path: String, _ bytes: Int) -> Phrase {
        Phrase("已写入 \(path)（\(bytes) 字节）", "written to \(path) (\(bytes) bytes)")
    }

    /// Why a way is left out; the words of the report in Chinese.
    static func refusal(_ reason: String) -> Phrase {
        let chinese = [
            "not a road for vehicles": "非机动车道路", "ferry": "轮渡",
            "private or closed to vehicles": "私有或禁行", "planned or under construction": "规划或在建",
            "an open area, not a line": "面状区域", "direction changes by the hour": "潮汐车道",
            "fewer than two known nodes": "已知点不足两个",
        ]
        return Phrase(chinese[reason] ?? reason, reason)
    }
}
