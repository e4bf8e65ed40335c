import BenchPeers

/// One row of the table: a contender of ours, a peer where there is one, and the target.
struct Measurement {
    enum Target {
        /// Ours may take at most this many times the peer's time.
        case timeRatioMax(Double)
        /// Ours must carry at least this many times the peer's throughput.
        case speedRatioMin(Double)
        /// Ours may take at most this many nanoseconds an operation.
        case nanosecondsMax(Double)
        /// Ours may happen at most this many times in a round; the sample is a count, not a time.
        case countMax(Double)
    }

    /// The row of the targets' table, as "R1".
    let row: String
    let what: String
    let target: Target
    /// Operations in a round; the time of a round is divided by it.
    let operations: Int
    let ours: () -> bench_round
    let peer: (() -> bench_round)?
}

/// Median and quartiles of one contender, in nanoseconds an operation (or as a bare count).
struct Spread {
    let low: Double
    let median: Double
    let high: Double

    init(_ samples: [Double]) {
        let sorted = samples.sorted()
        func quantile(_ part: Double) -> Double {
            sorted.isEmpty ? .nan : sorted[Int((Double(sorted.count - 1) * part).rounded())]
        }
        low = quantile(0.25)
        median = quantile(0.5)
        high = quantile(0.75)
    }
}

/// What a measurement came to.
struct Outcome {
    let measurement: Measurement
    let ours: Spread
    let peer: Spread?
    /// The median of the rounds' own ratios: both contenders of a round saw the same machine.
    let ratio: Double?
    let roundsKept: Int
    let roundsDiscarded: Int

    /// Rounds that must survive before a verdict is given.
    static let roundsMin = 9

    var verdict: String {
        if roundsKept < Self.roundsMin { return "too noisy" }
        let met =
            switch measurement.target {
            case .timeRatioMax(let most): (ratio ?? .infinity) <= most
            case .speedRatioMin(let least): 1 / (ratio ?? .infinity) >= least
            case .nanosecondsMax(let most), .countMax(let most): ours.median <= most
            }
        return met ? "met" : "MISSED"
    }
}

extension Measurement {
    /// Runs the contenders in turn, the first of a round alternating, until enough rounds passed
    /// without the kernel taking a core away, or too many did not.
    func run(rounds: Int, attemptsMax: Int) -> Outcome {
        var oursSamples: [Double] = []
        var peerSamples: [Double] = []
        var discarded = 0
        _ = ours()
        _ = peer?()
        for attempt in 0..<attemptsMax where oursSamples.count < rounds {
            let early = attempt & 1 == 0 ? peer?() : nil
            let own = ours()
            let other = early ?? peer?()
            if own.involuntary_switches + (other?.involuntary_switches ?? 0) > 0 {
                discarded += 1
                continue
            }
            oursSamples.append(perOperation(own))
            if let other { peerSamples.append(perOperation(other)) }
        }
        let ratios = zip(oursSamples, peerSamples).map { $0 / $1 }
        return Outcome(
            measurement: self, ours: Spread(oursSamples),
            peer: peer == nil ? nil : Spread(peerSamples),
            ratio: ratios.isEmpty ? nil : Spread(ratios).median,
            roundsKept: oursSamples.count, roundsDiscarded: discarded)
    }

    private func perOperation(_ round: bench_round) -> Double {
        if case .countMax = target { return round.seconds }
        return round.seconds * 1e9 / Double(operations)
    }
}
