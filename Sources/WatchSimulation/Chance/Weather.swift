/// How bad one run is. Every seed has weather of its own: runs in which everything goes wrong at
/// once hide what needs one fault and quiet around it.
struct Weather {
    /// Probabilities of one message on its way to the broker.
    var publishLost = 0.0
    var publishTwice = 0.0
    var publishSlow = 0.0
    /// Probability that a message to a valve is lost.
    var receiptLost = 0.0
    /// How often each happens in an hour.
    var cuts = 0
    var crashes = 0
    var commitsSlow = 0
    var commitsRefused = 0
    var stalls = 0
    var suspends = 0
    var wallSteps = 0
    var reloads = 0
    /// Episodes of valves in an hour.
    var leaks = 0
    var otherAlarms = 0
    var reboots = 0
    var oddities = 0
    /// How teams answer, in per cent; what is left accepts.
    var declines = 0
    var silences = 0
    var lateAccepts = 0
    var replyLost = 0.0
    var replyTwice = 0.0
    var rosters = 0
    var operatorEvery: Int64 = 15_000
    /// Messages a broker keeps for an absent session.
    var queueMax = 1_000
    /// Binary logarithms of the rings.
    var reportRingLog2 = 8
    var alarmRingLog2 = 7

    init(_ dice: inout Dice) {
        func bad(_ share: Double, _ dice: inout Dice) -> Bool { dice.chance(share) }
        if bad(0.6, &dice) { publishLost = dice.pick([0.01, 0.05, 0.2]) }
        if bad(0.6, &dice) { publishTwice = dice.pick([0.01, 0.05, 0.2]) }
        if bad(0.5, &dice) { publishSlow = dice.pick([0.005, 0.02]) }
        if bad(0.6, &dice) { receiptLost = dice.pick([0.05, 0.2, 0.5]) }
        if bad(0.6, &dice) { cuts = 2 + dice.below(12) }
        if bad(0.7, &dice) { crashes = 1 + dice.below(4) }
        if bad(0.6, &dice) { commitsSlow = 1 + dice.below(12) }
        if bad(0.6, &dice) { commitsRefused = 1 + dice.below(4) }
        if bad(0.5, &dice) { stalls = 1 + dice.below(8) }
        if bad(0.2, &dice) { suspends = 1 + dice.below(2) }
        if bad(0.3, &dice) { wallSteps = 1 + dice.below(2) }
        if bad(0.4, &dice) { reloads = 1 + dice.below(3) }
        leaks = 6 + dice.below(30)
        otherAlarms = 4 + dice.below(30)
        reboots = dice.below(40)
        oddities = dice.below(24)
        if bad(0.7, &dice) { declines = dice.pick([5, 20, 50]) }
        if bad(0.7, &dice) { silences = dice.pick([5, 20, 40]) }
        if bad(0.6, &dice) { lateAccepts = dice.pick([5, 20]) }
        if bad(0.5, &dice) { replyLost = dice.pick([0.02, 0.1]) }
        if bad(0.5, &dice) { replyTwice = dice.pick([0.05, 0.3]) }
        rosters = dice.below(12)
        operatorEvery = dice.pick([8_000, 15_000, 60_000])
        if bad(0.5, &dice) { queueMax = dice.pick([3, 10, 40]) }
        if bad(0.4, &dice) { reportRingLog2 = dice.pick([2, 4]) }
        if bad(0.4, &dice) { alarmRingLog2 = dice.pick([1, 3]) }
    }
}
