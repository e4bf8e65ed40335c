/// What is said of arguments and of connections.
extension PhraseBook {
    /// Errors of arguments that are our own.
    static let usage: PhraseBook = [
        "--accept or --revoke, one of them.": "--accept 与 --revoke 取一。",
        "--at must be LAT,LON, such as 36.064,120.356.":
            "--at 写作 纬度,经度，如 36.064,120.356。",
        "--at must be a time of day, such as 18:00.": "--at 写作一天中的时刻，如 18:00。",
        "--busy is from 0 to below 1.": "--busy 为 0 到 1（不含 1）。",
        "{option} must be {least} to {most}.": "{option} 为 {least} 到 {most}。",
        "{option} must be from {least} to {most}.": "{option} 为 {least} 到 {most}。",
        "--limit must be at least 1.": "--limit 至少为 1。",
        "--on or --off, one of them.": "--on 与 --off 取一。",
        "-O is the extract itself: name another file for the graph.":
            "-O 就是地图文件本身：请为路网另取文件名。",
        "The remark stands twice: leave out --note or the words.":
            "备注写了两次：请只用 --note 或只写文字。",
        "--radius goes with --at.": "--radius 要与 --at 一起用。",
        "--threshold is 0 to 100 %LEL.": "--threshold 为 0 到 100 %LEL。",
        "--datum needs --registry and --centres.": "--datum 需要 --registry 与 --centres。",
        "--reason must not be empty.": "--reason 不能为空。",
        "--registry and --centres go together.": "--registry 与 --centres 要一起用。",
        "--roads, --without, --at and --geojson need --registry and --centres.":
            "--roads、--without、--at 和 --geojson 要与 --registry 和 --centres 一起用。",
        "--safe-after is 1 to 1440 minutes.": "--safe-after 为 1 到 1440 分钟。",
        "--sites is 0 to 3.": "--sites 为 0 到 3。",
        "Drills are not what estimates are measured by.": "预计时间不以演练校准。",
        "Name the road: --way or --at, one of them.": "请指明道路：--way 与 --at 取一。",
        "Say who does this: --by NAME.": "请写明是谁：--by 姓名。",
        "The remark is missing.": "缺少备注内容。",
    ]

    /// What is wrong with a connection, in Chinese.
    static func connection(_ fault: String) -> String { connections.chinese(fault) ?? fault }

    private static let connections: PhraseBook = [
        "{place}: the socket's path is missing after unix:": "{place}：unix: 之后缺少套接字路径",
        "{place}: a socket's path is at most 107 bytes long": "{place}：套接字路径最长 107 字节",
        "{place}: the ] after the IPv6 address is missing": "{place}：IPv6 地址后缺少 ]",
        "{place}: the host is missing": "{place}：缺少主机名",
        "{place}: there is a blank in it": "{place}：含有空格",
        "{place}: a query belongs behind a path, as in http://HOST:PORT/?q":
            "{place}：查询串须写在路径之后，如 http://HOST:PORT/?q",
        "{place}: a user name is not sent": "{place}：不发送用户名",
        "{place}: behind the ] only a port may follow": "{place}：] 之后只能是端口",
        "{place}: an IPv6 address stands in brackets, as in [::1]:8420":
            "{place}：IPv6 地址须加方括号，如 [::1]:8420",
        "{place}: the port must be a number from 1 to 65535":
            "{place}：端口应为 1 到 65535 的数字",
        "{place}: events come faster than they are read": "{place}：事件来得太快，读不及",
        "{place}: the answer is not an event stream": "{place}：答复不是事件流",
        "{place}: the event stream has gone silent": "{place}：事件流无声",
        "{place}: the event stream was cut": "{place}：事件流中断",
        "{place}: the event stream broke ({remark})": "{place}：事件流出错（{remark}）",
        "{place}: no answer within the time allowed": "{place}：限时内没有答复",
        "{place}: the answer is too large": "{place}：答复太大",
        "{place}: the answer is not HTTP ({remark})": "{place}：答复不是 HTTP（{remark}）",
        "{place}: the connection ended before the answer": "{place}：连接在答复前结束",
        "{place}: permission denied": "{place}：权限不足",
        "{place}: there is no such socket": "{place}：没有这个套接字",
        "{place}: the connection was reset": "{place}：连接被重置",
        "{place}: no connection within the time allowed": "{place}：限时内没有连上",
        "{place}: connection refused, nothing listens there": "{place}：连接被拒绝，无人监听",
        "{place}: no route to the host": "{place}：到不了该主机",
        "{place}: connection failed (errno {count})": "{place}：连接失败（errno {count}）",
        "{place}: the host {host} is not known": "{place}：不认识主机 {host}",
        "cancelled": "已取消",
    ]
}
