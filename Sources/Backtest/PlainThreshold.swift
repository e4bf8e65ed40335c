internal import ValveModel

/// The rule that most installations have: one reading at or above a limit is a leak, one below ends
/// it. What the detector has to be better than.
struct PlainThreshold {
    let limit: Float
    private var above: Set<ValveIndex> = []

    init(limit: Float) { self.limit = limit }

    mutating func note(_ reading: Reading, valve: ValveID) -> BacktestFinding? {
        guard !reading.gas.isNaN else { return nil }
        guard reading.gas >= limit else {
            above.remove(reading.valve)
            return nil
        }
        guard above.insert(reading.valve).inserted else { return nil }
        return BacktestFinding(
            valve: valve.description, at: reading.receivedAt, .leak, .p1,
            "a plain threshold of \(limit) %LEL")
    }
}
