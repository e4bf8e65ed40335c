internal import ValveModel

/// What a device of a recording does by itself: it alarms by its firmware's filter, closes its valve,
/// says when the air is good again, and stays closed until a person opens it.
///
/// Puffs alone bring it about: a device that alarms on a leak closes the leak's gas off, which is what
/// scenarios are for.
struct OwnAlarm: Equatable, Sendable {
    /// Seconds after the start of the recording at which the filter trips.
    let trips: Double
    /// What it shows then, %LEL.
    let gas: Double
    /// When its filter lets go, and what it shows then.
    let clears: Double
    let clearGas: Double
    /// When a person opens the valve: half an hour to two after the alarm, as somebody has come, aired
    /// and looked.
    let reopens: Double

    private static let reopening = 1_900.0...7_200.0

    /// The alarms of one home in a day or more, from its puffs.
    ///
    /// - Parameter shown: what the device shows of a second's air, in the order of time.
    static func all(
        _ puffs: [Puff], until end: Double, _ dice: Dice, shown: (Double) -> Double
    ) -> [OwnAlarm] {
        var alarms: [OwnAlarm] = []
        var at = 0.0
        for puff in puffs {
            // A puff that rises into another is seen with it.
            at = max(at, puff.begins)
            var filter = FirmwareFilter()
            var trip: (at: Double, gas: Double)?
            while at < min(puff.ends, end) {
                let gas = shown(at)
                let isOn = filter.sample(gas)
                if isOn, trip == nil { trip = (at, gas) }
                if !isOn, let tripped = trip {
                    alarms.append(
                        OwnAlarm(
                            trips: tripped.at, gas: tripped.gas, clears: at, clearGas: gas,
                            reopens: tripped.at
                                + dice.between(
                                    reopening.lowerBound, reopening.upperBound,
                                    UInt64(70 + alarms.count))))
                    trip = nil
                }
                at += FirmwareFilter.samplePeriod
            }
        }
        return alarms
    }

    /// Whether it keeps the valve closed at a second.
    func isClosed(at second: Double) -> Bool { second >= trips && second < reopens }
}
