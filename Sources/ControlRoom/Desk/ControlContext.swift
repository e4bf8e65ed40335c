internal import ConsoleAPI
internal import Rescue
internal import Synchronization
package import ValveModel
internal import ValveWatch

/// What the control room's thread works with.
package struct ControlContext: Sendable {
    let clock: HouseClock
    let times: Timestamps
    let households: Households
    let places: PlaceBook
    let mailbox: ControlMailbox
    let writer: JournalWriter
    let outbox: Outbox
    let health: Health
    let rejects: Rejects
    let watch: WatchLoop
    let profiles: ProfileBook
    let views: IncidentViews

    /// A step below this is a leap second or a correction nobody has to know of.
    static let wallStepMin = Lapse.seconds(2)

    /// A wall clock that was set while the daemon runs moves no deadline, but what is shown and what
    /// people read from their watches differ from then on.
    private func judgeClock(at now: Moment) {
        let step = abs(clock.wallDrift().milliseconds)
        health.set(
            "clock_stepped",
            step >= Self.wallStepMin.milliseconds
                ? "The machine's clock was set while the daemon runs: it and the times shown here "
                    + "are \(step / 1_000) s apart. Deadlines run on unmoved. Check "
                    + "the clock, and restart the daemon to show its time."
                : nil, at: now)
    }

    /// Looks at what the journal and the outbox say of themselves.
    func judgeHealth(hasFailedOpen: Bool, at now: Moment) {
        health.set("journal", writer.currentFault?.message, at: now)
        health.set("journal_folding", writer.currentFoldingFault?.message, at: now)
        judgeClock(at: now)
        if hasFailedOpen {
            health.set(
                "journal_late",
                "The journal has not committed for a second: call-outs leave without it and "
                    + "alarms are answered 'later'. Look at the disk of the state directory.",
                at: now)
        } else if writer.durableTicket >= outbox.failedOpenTicket {
            health.set("journal_late", nil, at: now)
        }
    }
}

/// The profiles in force, by the number that a valve's row keeps.
package final class ProfileBook: Sendable {
    private let profiles: Mutex<[Profile]>

    package init(_ profiles: [Profile]) { self.profiles = Mutex(profiles) }

    package func replace(_ new: [Profile]) { profiles.withLock { $0 = new } }

    package var all: [Profile] { profiles.withLock { $0 } }

    package func profile(_ number: UInt8) -> Profile {
        profiles.withLock { $0[min(Int(number), $0.count - 1)] }
    }

    /// The number of a profile; the default one where the name is unknown.
    package func number(named name: String) -> UInt8 {
        profiles.withLock { profiles in
            UInt8(profiles.firstIndex { $0.name == name } ?? 0)
        }
    }
}
