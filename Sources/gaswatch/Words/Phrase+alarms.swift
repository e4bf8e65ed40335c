/// Headings of the alarm statistics.
extension Phrase {
    static let alarmRate = Phrase("10分钟报警", "ALARMS/10MIN")
    static let alarmPeak = Phrase("最高", "PEAK")
    static let flood = Phrase("报警洪峰", "FLOOD")
    static let floodSeconds = Phrase("洪峰秒", "FLOOD S")
    static let floodShare = Phrase("洪峰占比", "FLOOD %")
    static let standing = Phrase("未恢复", "STANDING")
    static let stale = Phrase("超一天", "STALE")
    static let chattering = Phrase("抖动", "CHATTERING")
    static let shelved = Phrase("搁置", "SHELVED")
    static let alarmCounts = Phrase("报警P1/2/3/4", "ALARMS P1/2/3/4")
    static let beginnings = Phrase("次数", "TIMES")
    static let falseInWeek = Phrase("7天误报", "FALSE 7 D")
    static let falseInMonth = Phrase("30天误报", "FALSE 30 D")
    static let visitPlace = Phrase("次序", "NO")
    static let vulnerability = Phrase("脆弱度", "VULNERABILITY")
    static let nuisance = Phrase("扰报", "NUISANCE")
}
