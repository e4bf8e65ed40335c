internal import Glibc
internal import LinuxPlatform
internal import Mosquitto
internal import Synchronization

/// Valves that alarm in turn, thousands a second, and what became of each alarm.
///
/// Even valves repeat an alarm until its receipt, as the contract wants. Odd ones are mute: they
/// say it once, so that nothing but the broker's session and the daemon's held acknowledgement
/// can bring it into the journal.
package final class AlarmStorm: Sendable {
    /// What became of the alarms so far. Alarm k is number k / valves + 1 of valve k % valves.
    struct Ledger: Sendable {
        /// How often each was said.
        var said: [UInt8] = []
        /// How often each was receipted with `ack`.
        var acks: [UInt8] = []
        /// How many have at least one.
        var ackedCount = 0
        /// What waits for its repeat, the earliest first.
        var waiting: [(alarm: Int, due: Int64)] = []
        var waitingNext = 0
        var repeatCount = 0
        var laterCount = 0
        var nakCount = 0
        /// From here on mute valves repeat as well: a daemon that could not store said `later`.
        var mutesRepeatBelow = 0
    }

    /// How long a valve waits for its receipt: a few commits of a slow disk, and short enough that
    /// repeats meet each start.
    static let repeatMilliseconds: Int64 = 2_000

    let plan: KillPlan
    private let ledger = Mutex(Ledger())
    private let sender: Sender
    private let isOver = Atomic<Bool>(false)

    init(_ plan: KillPlan, _ sender: Sender) {
        self.plan = plan
        self.sender = sender
    }

    static func name(of valve: Int) -> String { "K\(valve)" }

    func isMute(_ alarm: Int) -> Bool {
        !plan.killsBroker && (alarm % plan.valveCount) % 2 == 1
    }

    var counters: SenderCounters { sender.counters }

    /// How many alarms have a receipt.
    var ackedCount: Int { ledger.withLock { $0.ackedCount } }

    /// The ledger as it stands.
    var present: Ledger { ledger.withLock { $0 } }

    /// Every valve repeats what it has no receipt for: some daemon has answered `later`, and what
    /// it acknowledged to the broker may be nowhere.
    func letMutesRepeat() {
        let now = BootClock.milliseconds()
        ledger.withLock { ledger in
            for alarm in ledger.mutesRepeatBelow..<max(ledger.mutesRepeatBelow, ledger.said.count)
            where isMute(alarm) && ledger.acks[alarm] == 0 {
                ledger.waiting.append((alarm, now))
            }
            ledger.mutesRepeatBelow = ledger.said.count
        }
    }

    /// Runs on its own thread until `end`: says what is due, a hundred times a second.
    func run() {
        let tick: Int64 = 10
        var next = BootClock.milliseconds()
        while !isOver.load(ordering: .acquiring) {
            sayNew(plan.rate / 100)
            sayAgain()
            next = max(next + tick, BootClock.milliseconds() - 100)
            usleep(UInt32(1_000 * max(0, next - BootClock.milliseconds())))
        }
    }

    /// No new alarms from here on; `sayAgain` goes on with what is open.
    func end() { isOver.store(true, ordering: .releasing) }

    /// Says so many new alarms; fewer when the way to the broker is full.
    func sayNew(_ count: Int) {
        ledger.withLock { ledger in
            let due = BootClock.milliseconds() + Self.repeatMilliseconds
            for _ in 0..<count {
                let alarm = ledger.said.count
                guard say(alarm) else { return }
                ledger.said.append(1)
                ledger.acks.append(0)
                if !isMute(alarm) { ledger.waiting.append((alarm, due)) }
            }
        }
    }

    /// Repeats what is due and has no receipt, at most as many as a tick has new ones: real valves
    /// pause longer and longer, and a storm of repeats would keep the broker's queue from ever
    /// running empty. How many wait.
    @discardableResult
    func sayAgain() -> Int {
        ledger.withLock { ledger in
            let now = BootClock.milliseconds()
            let repeatMax = ledger.repeatCount + max(1, plan.rate / 100)
            while ledger.repeatCount < repeatMax, ledger.waitingNext < ledger.waiting.count {
                let (alarm, due) = ledger.waiting[ledger.waitingNext]
                if ledger.acks[alarm] == 0 {
                    guard due <= now, say(alarm) else { break }
                    ledger.said[alarm] &+= ledger.said[alarm] == .max ? 0 : 1
                    ledger.repeatCount += 1
                    ledger.waiting.append((alarm, now + Self.repeatMilliseconds))
                }
                ledger.waitingNext += 1
            }
            // The part that is done is given back now and then.
            if ledger.waitingNext > 65_536 {
                ledger.waiting.removeFirst(ledger.waitingNext)
                ledger.waitingNext = 0
            }
            return ledger.waiting.count - ledger.waitingNext
        }
    }

    private func say(_ alarm: Int) -> Bool {
        let valve = alarm % plan.valveCount
        let seq = alarm / plan.valveCount + 1
        let word =
            valve < plan.leakCount
            ? "\"alarm\":\"leak\",\"gas\":23.5" : "\"alarm\":\"tamper\""
        return sender.send(
            OutboundMessage(
                topic: "gas/v1/370202010/\(Self.name(of: valve))/alarm",
                payload: Array("{\"boot\":1,\"seq\":\(seq),\(word)}".utf8),
                whenDisconnected: .keep))
    }

    /// A receipt has come.
    func note(valve: Int, sequence: Int, word: UInt8) {
        let alarm = (sequence - 1) * plan.valveCount + valve
        ledger.withLock { ledger in
            guard ledger.said.indices.contains(alarm) else { return }
            switch word {
            case UInt8(ascii: "a"):
                if ledger.acks[alarm] == 0 { ledger.ackedCount += 1 }
                ledger.acks[alarm] &+= ledger.acks[alarm] == .max ? 0 : 1
            case UInt8(ascii: "l"):
                ledger.laterCount += 1
                if isMute(alarm) {
                    ledger.waiting.append(
                        (alarm, BootClock.milliseconds() + Self.repeatMilliseconds))
                }
            default: ledger.nakCount += 1
            }
        }
    }
}
