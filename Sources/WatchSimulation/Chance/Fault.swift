/// Everything that goes wrong in the simulated district, each counted when it has really happened.
package enum Fault: Int, CaseIterable, Sendable {
    // The broker.
    case publishLost, publishDuplicated, publishSlow, alarmOvertaken, redelivered
    case acknowledgementLost, alarmLaneCut, reportLaneCut, rescueLaneCut, valveSenderCut
    case rescueSenderCut, senderFull, sessionLost, queueOverflowed, retainedAgain, lateWill
    // The valves.
    case rebooted, clockAt1970, clockAhead, garbageAlarm, garbageReport, strangerAlarm, cloned
    case identityReused, stuckOpen, silentInLeak, lateAlarm, riserLeak, testAlarm, receiptLost
    case backInGas, twoAxes
    // The centres.
    case declined, silentTeam, lateAccept, racingAccept, replyTwice, replyLate, replyLost
    case replyGarbage, teamVanished
    case centreAway, rosterChanged, rosterForeign, rosterStale, teamMoved, placeOld, shiftTurned
    // Parties beside the centres, and the gateway.
    case partyTold, partyAnswered, gatewayFailed, gatewaySilent, secondChannelUsed
    // The store.
    case commitSlow, commitRefused, crashAfterCommit, laterAnswered, calledOutUndurable
    // The daemon and its machine.
    case crash, wallStepped, suspended, watchStalled, controlStalled, reloaded, ringFull
    // People at desks.
    case operatorAcknowledged, operatorDispatched, operatorAdded, operatorStale, operatorClosed
    case killedAfterClosing
    case drillBegun, drillAnswered, drillEnded, standbyArranged, commandUnheard
    case roadClosed, roadOpened, registryChanged, calibrationAccepted, calibrationRevoked
}

/// How often each fault happened.
package struct FaultCounts: Sendable {
    private var counts = [Int](repeating: 0, count: Fault.allCases.count)

    package init() {}

    package subscript(fault: Fault) -> Int {
        get { counts[fault.rawValue] }
        set { counts[fault.rawValue] = newValue }
    }

    package mutating func add(_ other: FaultCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }
}
