public import ValveModel

extension AlarmTally {
    /// The alarms of one centre.
    public struct Centre: Codable, Sendable {
        /// Alarms of the last ten minutes.
        public internal(set) var rate = 0
        /// The most there have been in ten minutes.
        public internal(set) var peak = 0
        /// Since when it is in a flood.
        public internal(set) var floodSince: Moment?
        /// Time spent in floods that are over.
        var floodBefore = Lapse.zero
        /// Alarms since the start, P1 first.
        public internal(set) var byPriority = [0, 0, 0, 0]
        var buckets = FloodWindow()

        /// Time spent in floods, the present one included.
        public func floodTime(at now: Moment) -> Lapse {
            guard let floodSince else { return floodBefore }
            return Lapse(milliseconds: (floodBefore.milliseconds + (now - floodSince).milliseconds))
        }
    }
}

extension AlarmTally.Centre {
    /// One more call for attention.
    mutating func alarmed(_ priority: Priority, at now: Moment) {
        advance(to: now)
        buckets.add(at: now)
        byPriority[Int(priority.rawValue) - 1] += 1
        rate = buckets.count
        peak = max(peak, rate)
        if rate >= AlarmTally.Limits.floodStart { floodSince = floodSince ?? now }
    }

    /// Counts anew after so long that figures begin anew.
    func begunAnew(at now: Moment) -> AlarmTally.Centre {
        var counted = self
        counted.peak = rate
        counted.byPriority = [0, 0, 0, 0]
        counted.floodBefore = .zero
        counted.floodSince = floodSince.map { _ in now }
        return counted
    }

    /// Lets the window move on, and the flood end when it has.
    mutating func advance(to now: Moment) {
        while let step = buckets.nextDrop, step <= now {
            buckets.drop(at: step)
            if let since = floodSince, buckets.count < AlarmTally.Limits.floodEnd {
                floodBefore = Lapse(
                    milliseconds: floodBefore.milliseconds + (step - since).milliseconds)
                floodSince = nil
            }
        }
        rate = buckets.count
    }
}

/// Alarms of the last ten minutes, counted by ten seconds: what a person can tell apart, and sixty
/// numbers whatever the storm.
struct FloodWindow: Codable, Sendable {
    struct Bucket: Codable, Sendable {
        var at: Moment
        var count: Int
    }

    private static let width = Lapse.seconds(10)
    private(set) var buckets: [Bucket] = []
    private(set) var count = 0

    mutating func add(at now: Moment) {
        let width = Self.width.milliseconds
        let start = Moment(milliseconds: now.milliseconds / width * width)
        if let last = buckets.last, last.at == start {
            buckets[buckets.count - 1].count += 1
        } else {
            buckets.append(Bucket(at: start, count: 1))
        }
        count += 1
    }

    /// When the oldest alarms fall out of the window.
    var nextDrop: Moment? { buckets.first.map { $0.at + AlarmTally.Limits.window + Self.width } }

    mutating func drop(at moment: Moment) {
        while let first = buckets.first, first.at + AlarmTally.Limits.window + Self.width <= moment
        {
            count -= first.count
            buckets.removeFirst()
        }
    }
}
