internal import ValveModel

/// Homes that called somebody out, each until it is made safe. All visits take the same time, so that
/// they end in the order in which they began.
struct Visits {
    private var due: [(at: Moment, valve: ValveIndex)] = []
    private var head = 0
    private var called: Set<ValveIndex> = []

    /// When the next home is made safe.
    var next: Moment? { head < due.count ? due[head].at : nil }

    /// Somebody is called to a home and done at `moment`; who is on the way already is not called anew.
    mutating func call(_ valve: ValveIndex, at moment: Moment) {
        guard called.insert(valve).inserted else { return }
        due.append((moment, valve))
    }

    mutating func popDue(at now: Moment) -> ValveIndex? {
        guard head < due.count, due[head].at <= now else { return nil }
        let valve = due[head].valve
        head += 1
        called.remove(valve)
        // Moved up when half of it has passed, so that each entry is moved once.
        if head * 2 > due.count {
            due.removeFirst(head)
            head = 0
        }
        return valve
    }
}
