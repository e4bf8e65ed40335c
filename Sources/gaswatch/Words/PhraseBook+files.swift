/// What readers of files say; the place in front, such as a valve or a row, stays as it is.
extension PhraseBook {
    static func fileFault(_ text: String) -> Phrase {
        if let colon = text.firstRange(of: ": ") {
            let rest = fileFault(String(text[colon.upperBound...]))
            let place = String(text[..<colon.lowerBound])
            if rest.chinese != rest.english {
                return Phrase("\(places.chinese(place) ?? place)：\(rest.chinese)", text)
            }
        }
        return files.phrase(text)
    }

    private static let places: PhraseBook = [
        "line {number}": "第 {number} 行", "entry {number}": "第 {number} 条",
    ]

    private static let files: PhraseBook = [
        "it may not be read": "没有读取权限",
        "it is a directory": "这是一个目录",
        "there is no such file": "没有这个文件",
        "there is no journal": "没有日志",
        "it is not JSON": "不是 JSON",
        "it is not JSON: {remark}": "不是 JSON：{remark}",
        "it cannot be read": "读不出",
        "{place} has the wrong type": "{place} 类型不对",
        "{place} is missing": "缺少 {place}",
        "{place} is no time in milliseconds since 1970": "{place} 不是自 1970 年起的毫秒时间",
        "{place} is neither milliseconds nor a time of RFC 3339":
            "{place} 既不是毫秒也不是 RFC 3339 时间",
        """
        no start in it holds everything to begin with; a version wrote it that kept no inputs
        """:
            "其中没有一次启动带齐初始状态：写它的版本不记录输入",
        "no start from which it could begin is as early as --until": "没有早于 --until 的可用起点",
        "damaged: {remark}": "已损坏：{remark}",
        "written by a newer version ({version}): install that version":
            "由更新的版本（{version}）写成：请安装该版本",
        // Registers.
        "the file is neither UTF-8 nor GB18030, save it as UTF-8":
            "文件既不是 UTF-8 也不是 GB18030，请存为 UTF-8",
        "the file is empty, begin it with the names of the columns": "文件为空，首行应为列名",
        "the header has no column {name}, add it": "表头缺少列 {name}，请补上",
        "the header has a column without a name": "表头有一列没有名称",
        "the header has the column {name} twice, drop one": "表头有两列 {name}，请去掉一列",
        "a quote that begins in this row is never closed, close or double it":
            "本行的引号没有闭合，请闭合或写成两个",
        "text follows a closing quote, double the quotes inside a cell":
            "闭合引号后还有文字，单元格内的引号请写成两个",
        "has {count} cells and the header {columns}, quote cells that have commas":
            "有 {count} 格而表头有 {columns} 列，含逗号的格请加引号",
        "valve is already in line {line}, keep one row of it": "阀门已在第 {line} 行，只留一行",
        "valve is not 1 to 32 letters, digits, - or _": "valve 应为 1 到 32 个字母、数字、- 或 _",
        "area is not nine digits": "area 应为九位数字",
        "floor is not a whole number from -10 to 200": "floor 应为 -10 到 200 的整数",
        "{name} is not a number of degrees": "{name} 不是度数",
        "{name} is out of range": "{name} 超出范围",
        "lat and lon are 0, measure the place of the home": "lat 和 lon 都是 0，请测定住户的位置",
        // Questions to the plan.
        "teams has {count} rows, a plan takes at most {most}":
            "teams 有 {count} 行，最多 {most} 行",
        "{name} {value} is none of P1, P2, P3, P4": "{name} {value} 不是 P1、P2、P3、P4 之一",
        "{name} {value} is not between {least} and {most}":
            "{name} {value} 不在 {least} 到 {most} 之间",
        "{name} {value} is more than ten days away": "{name} {value} 相差十天以上",
        "{name} is more than ten days": "{name} 超过十天",
        "{name} {value} is negative": "{name} {value} 为负",
        "id is empty": "id 为空",
        "the id is already in {place}": "编号已见于 {place}",
        "{name} is missing, and there is no eta matrix": "缺少 {name}，又没有 eta 矩阵",
        "eta has {count} rows, and there are {incidents} incidents":
            "eta 有 {count} 行，而事件有 {incidents} 起",
        "{place} has {count} cells, and there are {teams} teams":
            "{place} 有 {count} 格，而队伍有 {teams} 支",
        // Road graphs and extracts.
        "is no road graph: it was not written by gaswatch roads import":
            "不是路网文件：不是由 gaswatch roads import 写成",
        "has version {found} of the format, and this program reads version {known}":
            "格式版本为 {found}，本程序读 {known}",
        "was written on a machine with another order of bytes": "写于字节序不同的机器",
        "has {found} bytes and should have {expected}: it was not copied whole":
            "有 {found} 字节，应为 {expected}：没有复制完整",
        "is damaged: its checksum is not that of its bytes": "已损坏：校验和不符",
        "is not consistent: {remark}": "前后不一致：{remark}",
        "cannot be read: {remark}": "读不出：{remark}",
        "is no OpenStreetMap extract: .osm, .osm.gz and .osm.pbf are read":
            "不是 OpenStreetMap 数据：可读 .osm、.osm.gz 和 .osm.pbf",
        "is broken in line {line}: {remark}": "第 {line} 行已损坏：{remark}",
        "does not unpack: {remark}": "解不开：{remark}",
        "needs {program}, which is not installed: apt-get install {package}":
            "需要 {program}，尚未安装：apt-get install {package}",
    ]
}
