/// The figures of a run of kills, and what was wrong.
package struct KillReport: Sendable {
    package var seed: UInt64 = 0
    package var killsServing = 0
    package var killsStarting = 0
    package var killsInFirstStart = 0
    package var brokerKills = 0
    package var milliseconds: Int64 = 0
    /// Different alarms said.
    package var alarms = 0
    /// Of these, said once and never repeated.
    package var mute = 0
    package var repeats = 0
    /// Publishes the broker acknowledged, repeats included.
    package var accepted = 0
    package var inJournal = 0
    package var receipted = 0
    package var receiptsAgain = 0
    package var receiptsLater = 0
    package var callouts = 0
    package var leaks = 0
    package var leaksWithOneIncident = 0
    /// Lives in which the journal was late for a second, so that receipts were `later`.
    package var livesFailedOpen = 0
    /// Alarms that the broker had accepted and the journal does not hold.
    package var lost: [String] = []
    /// Alarms that had a receipt while the journal did not hold them.
    package var receiptedTooEarly: [String] = []
    /// Everything else that must not be.
    package var faults: [String] = []

    package init() {}

    package var isClean: Bool { lost.isEmpty && receiptedTooEarly.isEmpty && faults.isEmpty }

    package var kills: Int { killsServing + killsStarting + killsInFirstStart + brokerKills }

    /// What a person reads.
    package var page: String {
        var lines = [
            "kill -9     \(kills) kills: \(killsServing) while serving, \(killsStarting) while starting, "
                + "\(killsInFirstStart) while making the store, \(brokerKills) of the broker; seed \(seed), \(milliseconds / 1000) s",
            "alarms      \(alarms) said (\(mute) of them once, by valves that never repeat), \(repeats) repeats",
            "broker      \(accepted) publishes acknowledged",
            "journal     \(inJournal) alarms, \(lost.count) lost",
            "receipts    \(receipted) alarms with 'ack', \(receiptsAgain) of these receipts again, "
                + "\(receiptsLater) 'later', \(receiptedTooEarly.count) before the journal had it",
            "incidents   \(leaks) leaking valves, \(leaksWithOneIncident) with exactly one open incident",
            "call-outs   \(callouts) messages",
        ]
        if livesFailedOpen > 0 {
            lines.append("journal late in \(livesFailedOpen) lives: their alarms were repeated")
        }
        let wrong =
            lost.prefix(10).map { "LOST \($0)" }
            + receiptedTooEarly.prefix(10).map { "RECEIPTED BEFORE DISK \($0)" }
            + faults.prefix(10).map { "FAULT \($0)" }
        return (lines + wrong + [isClean ? "clean" : "NOT CLEAN"]).joined(separator: "\n")
    }
}
