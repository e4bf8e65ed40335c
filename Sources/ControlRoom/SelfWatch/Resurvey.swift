package import ValveModel

/// Asks every valve that has not spoken since a gap for its present state, at a bounded rate. Pure.
///
/// A broker that drops messages drops them silently, so after it has said so nobody knows whose
/// were lost. A report holds a valve's whole state: whoever is heard after the gap is known again,
/// and only the others are asked, each once. Those that do not answer fall silent by the ordinary
/// rule, whose time starts over with the gap.
package struct Resurvey: Sendable {
    /// What came before the gap's end is let through first: the valves in it need not be asked.
    static let settle = Lapse.seconds(5)
    /// Valves asked in a second. A `read` costs the broker a command, a result and a report: 300
    /// messages a second, as many as 29,000 valves send by themselves every 100 s and a hundredth
    /// of what one mosquitto carries. The fleet is through within one report period, since those
    /// who speak meanwhile are passed over.
    static let askedPerSecond = 100
    /// Rows looked at in a second: the whole of a district's table three times over.
    static let rowsPerSecond = 100_000
    /// A gap within this after the one before waits, doubled each time up to `pauseMax`: a broker
    /// whose queue is too small would drop the answers as well, and asking again at once would only
    /// add to it.
    static let pauseMin = Lapse.minutes(1)
    static let pauseMax = Lapse.minutes(60)

    /// What a valve's row says that matters here.
    package struct Row: Sendable {
        package var heardAt: Moment
        /// Its link is lost: it cannot be asked.
        package var isOffline: Bool
        package init(heardAt: Moment, isOffline: Bool) {
            self.heardAt = heardAt
            self.isOffline = isOffline
        }
    }

    /// When the present gap ended; `nil` when there is nothing to ask.
    private(set) var since: Moment?
    private var first: [Int] = []
    private var askedFirst: Set<Int> = []
    private var next = 0
    private var pause = Self.pauseMin
    private var beganAt: Moment?
    private var isWanted = false
    /// Valves asked since the start.
    private(set) var askedCount = 0
    /// Valves asked for the newest gap.
    private(set) var askedNow = 0

    package init() {}

    /// A gap has been noticed.
    package mutating func note() { isWanted = true }

    /// Whether a gap is known of that has not been asked through.
    package var isUnderWay: Bool { since != nil || isWanted }

    /// Begins when it is time to.
    ///
    /// - Parameter urgent: rows to be asked first: valves with something open.
    /// - Returns: whether it began now: the caller then reads again what the broker has kept.
    package mutating func begin(urgent: @autoclosure () -> [Int], at now: Moment) -> Bool {
        guard isWanted, since == nil else { return false }
        if let beganAt {
            guard now - beganAt >= pause else { return false }
            let isQuiet = now - beganAt >= Self.pauseMax * 2
            pause = isQuiet ? Self.pauseMin : min(pause * 2, Self.pauseMax)
        }
        isWanted = false
        beganAt = now
        since = now
        first = urgent()
        askedFirst = Set(first)
        next = 0
        askedNow = 0
        return true
    }

    /// Goes on for one second.
    ///
    /// - Parameter ask: asks the valve of a row; `false` when the question could not leave: it is asked
    ///   again in the next second, and nobody behind it before.
    package mutating func pass(
        rowCount: Int, at now: Moment, row: (Int) -> Row?, ask: (Int) -> Bool
    ) {
        guard let since, now - since >= Self.settle else { return }
        var asked = 0
        for _ in 0..<Self.rowsPerSecond where asked < Self.askedPerSecond {
            guard next < first.count + rowCount else {
                self.since = nil
                first = []
                askedFirst = []
                break
            }
            let place = next < first.count ? first[next] : next - first.count
            next += 1
            guard let known = row(place), known.heardAt < since, !known.isOffline,
                next <= first.count || !askedFirst.contains(place)
            else { continue }
            guard ask(place) else {
                next -= 1
                break
            }
            asked += 1
        }
        askedCount += asked
        askedNow += asked
    }
}
