internal import Rescue

/// Everything that can happen outside the room.
enum Happening {
    case report(valve: Int, turn: UInt32)
    case alarmRepeat(valve: Int, sequence: UInt32, boot: UInt32)
    case episode(Episode, valve: Int)
    case testAlarm(valve: Int)
    case valveCloses(valve: Int, command: String)
    /// A message reaches the broker.
    case published(Parcel)
    case laneTurn(Lane.Name, life: Int)
    case laneReturns(Lane.Name, life: Int)
    /// A message of the daemon reaches the broker it was sent to.
    case sentArrives(Sender.Side, Sent, life: Int)
    case senderReturns(Sender.Side, life: Int)
    case reachesValve(Int, topic: String, body: [UInt8])
    case reachesCentre(String, body: [UInt8])
    case reachesInDrill(String, body: [UInt8])
    case reachesParty(String, body: [UInt8])
    case gatewayReports(SimulatedGateway.Posted, NoticeReport.Outcome)
    case teamActs(TeamAct)
    case centreReturns(String)
    case rosterChanges
    case operatorActs
    case trouble(Trouble)
    case storeRecovers
    case roomStarts
    case sweep
    case calmBegins
}

/// What befalls a valve.
enum Episode: CaseIterable {
    case leakAlarm, leakAlarm2, leakReports, leakAtOnce, heat, riserLeak, silentLeak, stuckLeak
    case shutoff, overflow, overpressure, underpressure, supplyLoss, shock, tamper
    case garbageAlarm, garbageReport, stranger, rebooted, linkLost, clockWrong, cloned
    case identityReused, lateAlarm, testAlarm, mended, back, backInGas

    static let leaks: [Episode] = [
        .leakAlarm, .leakAlarm, .leakAlarm2, .leakReports, .leakAtOnce, .heat, .riserLeak,
        .silentLeak, .stuckLeak,
    ]
    static let otherAlarms: [Episode] = [
        .shutoff, .overflow, .overpressure, .underpressure, .supplyLoss, .shock, .tamper,
    ]
    static let oddities: [Episode] = [
        .garbageAlarm, .garbageReport, .stranger, .clockWrong, .cloned, .identityReused,
        .lateAlarm, .testAlarm,
    ]
}

/// What befalls the daemon and its neighbours.
enum Trouble {
    case cut(Lane.Name)
    case cutSender(Sender.Side)
    case crash, suspend, wallStep, reload
    case commitsSlow, commitsRefused, crashAfterCommit
    case stallWatch, stallControl
    case senderFull
    case centreAway
}
