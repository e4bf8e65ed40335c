/// Headings of the response statistics.
extension Phrase {
    static let allCentres = Phrase("合计", "all")
    static let responseShare = Phrase("响应达标", "RESPONSE")
    static let arrivalShare = Phrase("到场达标", "ARRIVAL")
    static let rescueShare = Phrase("救援达标", "RESCUE")
    static let medianSeconds = Phrase("中位秒", "MEDIAN S")
    static let ninthSeconds = Phrase("九成秒", "P90 S")
    static let declined = Phrase("拒绝", "DECLINED")
    static let silentCount = Phrase("未应答", "SILENT")
    static let hour = Phrase("时段", "HOUR")
    static let arrivals = Phrase("到场次数", "ARRIVALS")
    static let estimatedSeconds = Phrase("预计秒", "ESTIMATED S")
    static let actualSeconds = Phrase("实际秒", "ACTUAL S")
    static let offsetSeconds = Phrase("差秒", "OFFSET S")
    static let calibrations = Phrase("已采用校准", "calibrated")
    static let appliedSeconds = Phrase("已采用秒", "APPLIED S")
}
