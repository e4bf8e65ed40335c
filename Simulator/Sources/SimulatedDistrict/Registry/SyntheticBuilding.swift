internal import ValveModel

/// A building of the synthetic registry: a few stairs (单元), one riser in each.
struct SyntheticBuilding {
    let number: UInt64
    let district: SubDistrict
    let code: String
    let street: String
    let houseNumber: Int
    let floorCount: Int
    let stairCount: Int
    /// How many of its homes are in the programme.
    let householdCount: Int
    private let place: Coordinate
    private let dice: Dice

    init(number: UInt64, dice: Dice) {
        self.number = number
        self.dice = dice.subject("building").subject(number)
        district = Self.district(self.dice.unit(1))
        code = "B\(district.area.code % 1000)-\(padded(Int(number), 5))"
        street = district.streets[self.dice.choice(district.streets.count, 2)]
        houseNumber = 1 + self.dice.choice(198, 3)
        // The quarter's housing of the eighties and nineties without lifts, some of it higher.
        let isTall = self.dice.unit(4) >= 0.8
        floorCount = isTall ? 11 + self.dice.choice(8, 5) : 5 + self.dice.choice(3, 5)
        stairCount = 1 + self.dice.choice(5, 6)
        householdCount = 4 + self.dice.choice(5 * stairCount, 7)
        place = district.outline.place(self.dice.subject("place"))
    }

    private static func district(_ share: Double) -> SubDistrict {
        let districts = SubDistrict.shinan
        var rest = share * Double(districts.reduce(0) { $0 + $1.weight })
        for district in districts {
            rest -= Double(district.weight)
            if rest < 0 { return district }
        }
        return districts[districts.count - 1]
    }

    /// Doors are dealt to the stairs in turn, so that risers have several of the households.
    func stair(ofDoor door: Int) -> Int { 1 + door % stairCount }

    /// The stair's door: 15 m further along the house for each stair, unless that leaves the
    /// sub-district.
    func location(ofStair stair: Int) -> Coordinate {
        let step = 0.000_135 * Double(stair - 1)
        let angleIsNorth = dice.unit(8) < 0.5
        let moved = Coordinate(
            latitude: place.latitude + (angleIsNorth ? step : 0),
            longitude: place.longitude + (angleIsNorth ? 0 : step * 1.23)
        ).rounded
        return district.outline.contains(moved) ? moved : place
    }
}
