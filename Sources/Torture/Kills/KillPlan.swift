/// What a run of kills does. The seed repeats the choices, not the machine's timing.
package struct KillPlan: Sendable {
    package var seed: UInt64 = 1
    /// How often the daemon is killed.
    package var killCount: Int
    /// Alarms a second, repeats apart.
    package var rate: Int
    /// Valves that alarm in turn.
    package var valveCount = 2_000
    /// The first so many valves call a leak, the others tampering.
    package var leakCount = 100
    /// The longest life of a daemon that serves, in milliseconds.
    package var lifeMilliseconds = 1_500
    /// Whether the broker, which forgets everything, is killed as well. Then every valve repeats:
    /// what a broker has acknowledged and forgotten can come from nowhere else.
    package var killsBroker = false
    /// The control of the harness itself: from this kill on each ends a full life and takes the store's log away,
    /// as by a disk that had never written it, and the run must say that alarms were lost.
    package var logLostFromKill: Int?

    /// - Parameters:
    ///   - killCount: how often the daemon is killed.
    ///   - rate: alarms a second.
    package init(killCount: Int, rate: Int) {
        self.killCount = killCount
        self.rate = rate
    }

    /// Where a life is ended.
    enum Instant: Sendable {
        /// So many milliseconds after it was started, serving or not.
        case startUp(milliseconds: Int)
        /// So many milliseconds after it began to serve.
        case serving(milliseconds: Int)
        /// A daemon with an empty directory of its own, while it makes its store.
        case firstStart(milliseconds: Int)
        /// The broker, so many milliseconds after a daemon began to serve; it is away as long.
        case broker(milliseconds: Int)
    }

    /// Every second kill falls on a daemon that serves, the others on one that starts.
    ///
    /// - Parameter startMilliseconds: how long a start took.
    func instant(_ dice: inout Dice, startMilliseconds: Int) -> Instant {
        // A fifth more than a start took: the kill may also fall on the first moments of serving.
        let start = 0...(startMilliseconds * 6 / 5)
        switch Int.random(in: 0..<(killsBroker ? 16 : 8), using: &dice) {
        case 8...: return .broker(milliseconds: .random(in: 0...lifeMilliseconds, using: &dice))
        case 0: return .firstStart(milliseconds: .random(in: start, using: &dice))
        case 1, 2, 3: return .startUp(milliseconds: .random(in: start, using: &dice))
        default: return .serving(milliseconds: .random(in: 0...lifeMilliseconds, using: &dice))
        }
    }

    /// The registry: a home for each valve.
    var registry: String {
        (0..<valveCount).reduce(into: "valve,area,building,riser,floor,lat,lon\n") { text, valve in
            let (building, floor) = (valve / 20, valve % 20 + 1)
            let latitude = 36.06 + Double(building % 50) * 0.0002
            text +=
                "\(AlarmStorm.name(of: valve)),370202010,B\(building),R\(building),\(floor),"
                + "\(latitude),120.356\n"
        }
    }
}
