/// Words of the offline tools on teams and their ways.
extension Phrase {
    static let inCircle = Phrase("圈内", "IN CIRCLE")
    static let inTime = Phrase("及时", "IN TIME")
    static let why = Phrase("理由", "WHY")

    static func badRow(_ path: String, _ reason: String) -> Phrase {
        Phrase("\(path)：\(reason)", "\(path): \(reason)")
    }

    static func badPlan(_ count: Int, _ path: String) -> Phrase {
        Phrase("\(path)：\(count) 处有错，未作推演。", "\(path): \(count) faults; nothing was planned.")
    }

    static let repairPlan = Phrase(
        "请改正所指的行；格式见 gaswatch plan --help。",
        "Repair the rows named; gaswatch plan --help shows the form.")

    static let repairSettings = Phrase(
        "请改正所指的行。", "Repair the lines named.")
}
