package import ValveModel

/// Invented households with plausible places: no real person, telephone or house number.
package struct SyntheticRegistry: Sendable {
    /// Valves are numbered with six digits.
    package static let countMax = 999_999

    private let dice: Dice

    package init(seed: UInt64) {
        dice = Dice(seed: seed).subject("registry")
    }

    /// The households in order of their valves, SN-000001 first. The same seed gives the same
    /// households, and fewer of them are the first of more within each building.
    package func households(count: Int) -> [Household] {
        precondition(
            (1...Self.countMax).contains(count), "Six digits name 1 to 999,999 valves.")
        var households: [Household] = []
        households.reserveCapacity(count)
        var buildingNumber: UInt64 = 0
        while households.count < count {
            buildingNumber += 1
            let building = SyntheticBuilding(number: buildingNumber, dice: dice)
            for door in 0..<min(building.householdCount, count - households.count) {
                households.append(household(households.count + 1, door: door, in: building))
            }
        }
        return households
    }

    private func household(_ number: Int, door: Int, in building: SyntheticBuilding) -> Household {
        let dice = dice.subject(UInt64(number))
        let stair = building.stair(ofDoor: door)
        let floor = 1 + dice.choice(building.floorCount, 1)
        guard let valve = ValveID("SN-" + padded(number, 6)) else {
            preconditionFailure("Six digits after SN- are always a valve's name.")
        }
        var household = Household(
            valve: valve, area: building.district.area,
            location: building.location(ofStair: stair))
        household.building = building.code
        household.riser = "\(building.code)-\(stair)"
        household.floor = floor
        household.address =
            "青岛市市南区\(building.street)\(building.houseNumber)号\(stair)单元"
            + "\(floor)\(padded(1 + dice.choice(3, 2), 2))户"
        household.category = Self.category(dice.unit(3))
        household.accessNote = Self.accessNotes[dice.choice(Self.accessNotes.count, 4)]
        household.contactName =
            Self.surnames[dice.choice(Self.surnames.count, 5)]
            + Self.givenNames[dice.choice(Self.givenNames.count, 6)]
        // No Chinese number begins with 000: nobody can ever be called by mistake.
        household.contactPhone = "000" + padded(number, 8)
        household.gridWorker = "网格员\(building.district.area.code % 1000)-\(1 + door % 9)"
        household.gridPhone = "0009" + padded(Int(building.number), 7)
        household.profile = "fleet"
        household.installed =
            "2025-\(padded(1 + dice.choice(12, 7), 2))-\(padded(1 + dice.choice(28, 8), 2))"
        return household
    }

    /// Mostly elderly people living alone, as in comparable programmes of other cities.
    private static func category(_ share: Double) -> String {
        switch share {
        case ..<0.62: "独居老人"
        case ..<0.83: "残疾人"
        default: "低保家庭"
        }
    }

    private static let accessNotes = [
        "", "", "", "听力不便，请用力敲门", "行动不便，备用钥匙在网格员处", "单元门禁找物业",
        "卧床，家属有钥匙", "视力不便", "门内有防盗链",
    ]
    private static let surnames = ["王", "李", "张", "刘", "陈", "杨", "孙", "赵", "周", "徐", "于", "宋"]
    private static let givenNames = ["示例", "演一", "演二", "虚构", "模拟", "样本", "假名", "测试"]
}

/// A number with leading zeros.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
