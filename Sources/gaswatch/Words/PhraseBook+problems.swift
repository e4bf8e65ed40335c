/// What the API refuses with. Sentences with something variable in them are known by their words,
/// the others by the stable code of the problem document.
extension PhraseBook {
    static func problem(_ code: String, _ detail: String) -> Phrase {
        Phrase(problems.chinese(detail) ?? problemsByCode[code] ?? detail, detail)
    }

    private static let problemsByCode = [
        "already_seen": "未改动：已有人确认。",
        "already_safe": "未改动：已处置完毕。",
        "already_accepted": "未改动：已有队伍接警。",
        "accepted_by_another": "未改动：已由他队接警。",
        "not_called": "未改动：未呼叫该队，请先派它。",
        "team_of_another_centre": "未改动：该队不属该中心。",
        "unknown_team": "未改动：没有这支队伍。",
        "no_team_named": "未改动：没有写明队伍。",
        "team_holds_another": "未改动：该队另有任务。",
        "centre_has_it": "未改动：该中心已在处置。",
        "already_on_scene": "未改动：已有队伍到场，只能增派。",
        "revision_conflict": "事件已被改动，请重新读取后再决定。",
        "incident_closed": "事件已结案，不能再改。",
        "note_missing": "备注为空：请写明要记的内容。",
        "test_incident": "测试不派队。",
        "team_missing": "没有写明队伍，也尚无队伍接警：请指明队伍。",
        "area_event_without_team": "区域事件自身不派队：请派到所属的事件。",
        "not_made_safe": "泄漏或高温须由队伍处置完毕后结案，或以 false_alarm 并写明核实人结案。",
        "reason_missing": "缺少理由。",
        "reason_unknown": "没有这种理由。",
        "too_long": "时间太长。",
        "never_shelved": "不能搁置，请改为确认。",
        "no_usable_team": "没有可派的空闲队伍。",
        "no_better_post": "没有更好的待命点。",
        "too_few_arrivals": "实测到场次数太少。",
        "not_open": "事件已结束、是测试，或不派队。",
        "not_told": "未曾通知该方。",
        "too_large": "内容太大。",
        "same_person": "报告处置完毕的人不能自己结案。",
        "not_verified": "以 false_alarm 结案泄漏或高温须有核实人：第二个人的姓名。",
        "not_shelved": "事件未被搁置。",
        "in_service": "阀门未停用。",
        "centre_missing": "没有写明接手的中心。",
        "no_roads": "没有加载路网：请用 gaswatch roads import 生成，并写入配置的 rescue.roads。",
        "registry_empty": "登记册一户也没有，未作任何更改；请发送全部应生效的户。",
        "registry_retires_most":
            "登记册少了大半在册的户，未作任何更改；请发送全部应生效的户，若确属有意，请加 --retire-most。",
        "no_road_there": "那里没有路网中的道路。",
        "internal": "守护进程内部出错，原因见其日志。",
        "wrong_method": "此路径不接受这种请求。",
        "no_such_route": "没有这个路径。",
        "foreign_origin": "只接受本机页面的改动。",
        "foreign_host": "只以 127.0.0.1、[::1] 或 localhost 访问。",
    ]

    private static let problems: PhraseBook = [
        // What is missing, and bodies and queries that do not fit.
        "There is no {thing} {id}.": "没有{thing} {id}。",
        "There is no centre {id}; there are {words}.": "没有中心 {id}，有：{words}。",
        "There is no open incident {id}.": "没有未结事件 {id}。",
        "No road is closed as {id}.": "没有编号为 {id} 的封路。",
        "The query parameter {name} has the bad value {value}; it takes {words}.":
            "参数 {name} 的值 {value} 不对，可用：{words}。",
        "The query parameter {name} is not known here; this route takes {words}.":
            "此处没有参数 {name}，可用：{words}。",
        "The step {name} is not known; use {words}.": "没有步骤 {name}，可用：{words}。",
        "The member {name} is missing.": "缺少 {name}。",
        "Nothing was changed: that centre is called already.": "未改动：已呼叫该中心。",
        "The member {name} is {value}; it goes from {least} to {most}.":
            "{name} 为 {value}，应在 {least} 到 {most} 之间。",
        "The member by is empty; every change names who makes it.":
            "没有写明是谁：每项改动都要署名。",
        "The member by is longer than {count} characters.": "署名超过 {count} 个字符。",
        "The member kind is no kind of finding.": "没有这种类型的发现。",
        "This route takes at most {count} KiB.": "此处最多接受 {count} KiB。",
        "The body is empty; send CSV.": "内容为空，请发送 CSV。",
        "area '{value}' is not a nine-digit code.": "片区 {value} 不是九位代码。",
        "cursor '{value}' is not one that a list has given out.": "游标 {value} 不是列表给出的。",
        "minutes has to be 1 to 240: the length of the test window.":
            "分钟数须为 1 到 240：测试窗口的长度。",
        "location is not a place on earth: lat −90 … 90, lon −180 … 180.":
            "位置不在地球上：纬度 −90 … 90，经度 −180 … 180。",
        "minutes has to be 1 to 10080.": "分钟数须为 1 到 10080。",
        "radius has to be 1 to 5000 m.": "半径须为 1 到 5000 米。",
        "Name a way, or a place with lat and lon: one of them.":
            "请指明道路，或给出经纬度：二者取一。",
        "valve or kind is not known.": "没有这个阀门或类型。",
        "Every post needs another team of {centre} and a place.":
            "每个待命点须各配 {centre} 的一支队伍和一个位置。",
        // Steps, closings and shelves.
        "Nothing was changed: the team holds {incident}.": "未改动：该队正在处置 {incident}。",
        "Incident {incident} is closed: nothing can be changed any more.":
            "事件 {incident} 已结案，不能再改。",
        "team is missing: name the team.": "没有写明队伍：请指明队伍。",
        "reason has to be one of: {words}.": "理由须为其中之一：{words}。",
        "It was not made safe: give a reason, one of: {words}.":
            "尚未处置完毕：请写明理由，其中之一：{words}。",
        "reason is missing: say why it is set aside.": "缺少理由：请说明为何搁置。",
        "minutes goes from 1 to 480: eight hours, a shift.":
            "分钟数须为 1 到 480：八小时，一个班次。",
        "minutes goes from 1 to 43200: thirty days.": "分钟数须为 1 到 43200：三十天。",
        "A {kind} is never shelved: acknowledge it instead.": "{kind}不能搁置，请改为确认。",
        "A P1 or P2 is never shelved: acknowledge it instead.": "P1 和 P2 不能搁置，请改为确认。",
        "{centre} has no team that is available and free.": "{centre} 没有可派的空闲队伍。",
        "No free team of {centre} would reach more households from elsewhere.":
            "{centre} 的空闲队伍换到别处也不能多覆盖住户。",
        """
        No hour of {centre} has {count} measured arrivals in these days. Look at \
        stats/response, or ask over more days.
        """:
            """
        这些天里 {centre} 没有一个时段有 {count} 次实测到场。请看 stats response，或放宽天\
        数。
        """,
        "Nobody can be told of {incident}: it is over, a test, or calls no team out.":
            "{incident} 不能通知有关方：已结束、是测试，或不派队。",
        "{party} was not told of {incident}.": "{party} 未曾被告知 {incident}。",
        "{party} waits for a press and was not told yet.": "{party} 待值班员决定，尚未通知。",
        // The registry and the journal.
        "1 fault; nothing was changed. Mend the row, or import with --skip-bad.":
            "1 处有错，未改动。请改正该行，或用 --skip-bad 导入。",
        "{count} faults; nothing was changed. Mend the rows, or import with --skip-bad.":
            "{count} 处有错，未改动。请改正这些行，或用 --skip-bad 导入。",
        """
        The registry file cannot be replaced: {remark} Where the daemon may not write, trying \
        again does not help: name a place in registry: where it may.
        """:
            """
        登记表文件无法替换：{remark} 若守护进程无写权限，重试无用：请在 registry: 中指定它可写的\
        位置。
        """,
        "The journal cannot be read just now: {remark} Try again.":
            "日志暂时读不出（{remark}），请重试。",
        "Too many questions to the journal wait already; ask again later.":
            "查询日志的请求过多，请稍后再试。",
        "The daemon is stopping; ask again after its restart.": "守护进程正在停止，请待其重启后再试。",
        "This journal is no file; there is nothing to copy.": "此日志不是文件，无可复制。",
        "Another copy of the journal is being written: wait for its end.":
            "正在写另一份日志副本，请等它写完。",
        "Standby posts cannot be worked out just now; ask again.": "待命点暂时算不出，请再试。",
        "Coverage is being worked out for the first time; ask again.":
            "覆盖范围正在首次计算，请再试。",
    ]
}
