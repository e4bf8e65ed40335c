internal import Foundation
internal import JournalSQLite
internal import LinuxPlatform
internal import Mosquitto
internal import WatchTestKit

/// Kills a real daemon at chance instants under a storm of alarms on a real broker, and counts.
///
/// What must hold: an alarm that the broker acknowledged while the daemon's session stood is in the
/// journal at the end; an alarm with a receipt is in the journal at the moment of every kill; every
/// leaking valve has exactly one open incident.
package final class KillHarness {
    private let plan: KillPlan
    private let broker: TestBroker
    private let daemon: RunningDaemon
    private let sender: Sender
    private let storm: AlarmStorm
    private let ear: ReceiptEar
    private let lane: Lane<ReceiptEar>
    private var dice: Dice
    private var report = KillReport()
    private var onDisk: [Bool] = []
    private var startMilliseconds = 300

    /// Starts a broker of its own; nothing is killed yet.
    package init(_ plan: KillPlan) throws {
        self.plan = plan
        dice = Dice(seed: plan.seed)
        report.seed = plan.seed
        broker = try TestBroker()
        daemon = try RunningDaemon(
            brokerPort: broker.port, registry: plan.registry, teams: (1...6).map { "C-\($0)" })
        var options = SenderOptions(endpoint: broker.endpoint, clientID: "storm")
        options.windowCount = 500
        sender = try Sender(options)
        storm = AlarmStorm(plan, sender)
        ear = ReceiptEar(storm)
        lane = try Lane(
            LaneOptions(
                endpoint: broker.endpoint, clientID: "ear",
                filters: ["gas/v1/+/+/receipt", "rescue/v1/+/callout"].map {
                    TopicFilter($0, quality: 1)
                }),
            sink: ear)
    }

    /// Does all of it.
    ///
    /// - Parameter progress: told of each kill, for a person who waits.
    package func run(progress: (Int) -> Void = { _ in }) throws -> KillReport {
        let began = BootClock.milliseconds()
        defer {
            _ = lane.stop(waitMilliseconds: 3_000)
            _ = sender.stop(flushMilliseconds: 1_000)
            daemon.kill9()
            broker.stop()
        }
        try begin()
        let voice = try DedicatedThread(name: "storm") { [storm] in storm.run() }
        defer {
            storm.end()
            voice.join()
        }
        daemon.kill9()
        report.killsServing = 1
        try judge(since: 0)
        while report.kills < plan.killCount {
            let lifeBegan = WallClock.milliseconds()
            let instant = plan.instant(&dice, startMilliseconds: startMilliseconds)
            let losesLog = plan.logLostFromKill.map { report.kills + 1 >= $0 } ?? false
            try kill(losesLog ? .serving(milliseconds: plan.lifeMilliseconds) : instant)
            if losesLog {
                try FileManager.default.removeItem(
                    atPath: daemon.stateDirectory + "/" + SQLiteJournal.fileName + "-wal")
            }
            try judge(since: lifeBegan)
            progress(report.kills)
        }
        storm.end()
        voice.join()
        try finish()
        report.milliseconds = BootClock.milliseconds() - began
        return report
    }

    /// The first life: until its session at the broker stands, which a receipt proves.
    private func begin() throws {
        let started = BootClock.milliseconds()
        try daemon.start()
        startMilliseconds = max(50, Int(BootClock.milliseconds() - started))
        try lane.start()
        try sender.start()
        try wait("the connections and the first receipt") {
            guard ear.isConnected, sender.isConnected else { return false }
            if storm.present.said.isEmpty { storm.sayNew(1) }
            storm.sayAgain()
            return storm.present.acks.first.map { $0 > 0 } ?? false
        }
    }

    private func kill(_ instant: KillPlan.Instant) throws {
        switch instant {
        case .firstStart(let milliseconds):
            report.killsInFirstStart += 1
            return try killFirstStart(after: milliseconds)
        case .broker(let milliseconds):
            report.brokerKills += 1
            try daemon.start()
            usleep(UInt32(1_000 * milliseconds))
            broker.kill9()
            usleep(UInt32(1_000 * milliseconds))
            try broker.start()
            // The daemon finds it again, and is killed in turn.
            usleep(UInt32(1_000 * milliseconds))
        case .startUp(let milliseconds):
            report.killsStarting += 1
            try daemon.launch()
            usleep(UInt32(1_000 * milliseconds))
        case .serving(let milliseconds):
            report.killsServing += 1
            let started = BootClock.milliseconds()
            try daemon.start()
            startMilliseconds = max(50, Int(BootClock.milliseconds() - started))
            usleep(UInt32(1_000 * milliseconds))
        }
        if !daemon.isRunning { report.faults.append("the daemon ended by itself: \(tail)") }
        daemon.kill9()
        if daemon.log.contains("journal_late") {
            report.livesFailedOpen += 1
            storm.letMutesRepeat()
        }
    }

    private var tail: String {
        daemon.log.split(separator: "\n").suffix(5).joined(separator: " | ")
    }

    /// A daemon with nothing yet: killed while it makes its store, it must start the next time.
    private func killFirstStart(after milliseconds: Int) throws {
        // No broker answers there: the fresh daemon must not take over the other one's session.
        let fresh = try RunningDaemon(brokerPort: try Loopback.freePort())
        try fresh.launch()
        usleep(UInt32(1_000 * milliseconds))
        fresh.kill9()
        do {
            try fresh.start()
        } catch {
            report.faults.append("after a kill in its first start: \(error)")
            return
        }
        let status = fresh.stop()
        if status != 0 { report.faults.append("a stop after a first start ended with \(status)") }
        let check = try fresh.verb(["db", "verify"])
        if check.status != 0 { report.faults.append("db verify: \(check.text)") }
    }

    /// Compares the store that the kill has left with the receipts that are out.
    private func judge(since: Int64) throws {
        // Receipts that come later than this were sent by a daemon that is dead by now, so the
        // store cannot gain what they stand for.
        let ledger = storm.present
        do {
            note(try StoreWitness(directory: daemon.stateDirectory, since: since))
        } catch {
            report.faults.append("the store after kill \(report.kills): \(error)")
            return
        }
        for (alarm, count) in ledger.acks.enumerated() where count > 0 && !onDisk[alarm] {
            report.receiptedTooEarly.append(words(alarm) + ", at kill \(report.kills)")
        }
    }

    private func note(_ store: StoreWitness) {
        report.faults += store.faults
        let count = storm.present.said.count
        onDisk += Array(repeating: false, count: max(0, count - onDisk.count))
        for (valve, sequence) in store.alarms {
            let alarm = (sequence - 1) * plan.valveCount + valve
            guard onDisk.indices.contains(alarm) else {
                report.faults.append("the journal holds \(words(alarm)), which nobody said")
                continue
            }
            onDisk[alarm] = true
        }
    }

    private func words(_ alarm: Int) -> String {
        "alarm \(alarm / plan.valveCount + 1) of \(AlarmStorm.name(of: alarm % plan.valveCount))"
    }

    /// A last life in peace: everything is repeated and read, then the daemon stops in order.
    private func finish() throws {
        try daemon.start()
        try wait("the receipts of all that repeat") {
            storm.sayAgain() == 0
                && (plan.killsBroker || storm.counters.confirmed >= storm.counters.sent)
        }
        // What was queued for the session before this last alarm has been read when its receipt is
        // there.
        var marker = 0
        repeat {
            marker = storm.present.said.count
            storm.sayNew(1)
        } while storm.isMute(marker)
        try wait("the receipt of the last alarm") {
            storm.sayAgain()
            return storm.present.acks[marker] > 0
        }
        let status = daemon.stop()
        if status != 0 { report.faults.append("the last stop ended with \(status): \(tail)") }
        let check = try daemon.verb(["db", "verify"])
        if check.status != 0 { report.faults.append("db verify: \(check.text)") }
        try count()
    }

    private func count() throws {
        let store = try StoreWitness(directory: daemon.stateDirectory, since: 0)
        onDisk = []
        note(store)
        let ledger = storm.present
        report.alarms = ledger.said.count
        report.mute = ledger.said.indices.count { storm.isMute($0) && ledger.said[$0] == 1 }
        report.repeats = ledger.repeatCount
        report.accepted = storm.counters.confirmed
        report.inJournal = store.alarms.count
        report.receipted = ledger.acks.count { $0 > 0 }
        report.receiptsAgain = ledger.acks.reduce(0) { $0 + max(0, Int($1) - 1) }
        report.receiptsLater = ledger.laterCount
        report.callouts = ear.calloutCount
        if ledger.nakCount > 0 { report.faults.append("\(ledger.nakCount) good alarms got 'nak'") }
        if report.inJournal > report.alarms { report.faults.append("alarms stand twice on disk") }
        report.lost = onDisk.indices.filter { !onDisk[$0] }.map(words)
        for valve in 0..<min(plan.valveCount, ledger.said.count) {
            let kind = valve < plan.leakCount ? "leak" : "tamper"
            let open = store.open["\(AlarmStorm.name(of: valve)) \(kind)", default: 0]
            if valve < plan.leakCount {
                report.leaks += 1
                if open == 1 { report.leaksWithOneIncident += 1 }
            }
            // Tampering of many valves at once may be folded into one event of the area; a leak
            // never is.
            if open > 1 || (valve < plan.leakCount && open != 1) {
                report.faults.append("\(AlarmStorm.name(of: valve)) has \(open) open \(kind)s")
            }
        }
    }

    /// Waits for a condition as long as receipts still come: a minute without one is far above what
    /// a daemon needs that works through what has queued up.
    private func wait(_ what: String, until condition: () -> Bool) throws {
        var acked = storm.ackedCount
        var end = BootClock.milliseconds() + 60_000
        while !condition() {
            if storm.ackedCount > acked {
                acked = storm.ackedCount
                end = BootClock.milliseconds() + 60_000
            }
            guard BootClock.milliseconds() < end else {
                throw DaemonFault(
                    description: "\(what) did not come and nothing moved for a minute; \(acked) of "
                        + "\(storm.present.said.count) alarms have a receipt, the broker has "
                        + "\(storm.counters.confirmed) of \(storm.counters.sent); \(tail)")
            }
            usleep(5_000)
        }
    }
}
