internal import ArgumentParser
internal import ControlRoom
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import LinuxPlatform
internal import Settings

/// The journal of a state directory, and the damaged stores that stand aside in it.
struct OpenedStore {
    let directory: String
    private(set) var journal: SQLiteJournal
    /// What this start has set aside.
    private(set) var setAside: SetAsideStore?
    /// Whether the store of an earlier start is gone, and this is another.
    let isAnother: Bool

    /// Makes the directory where it is missing and opens the store, or ends with 75 when that may
    /// work later (a full disk, a second daemon) and with 78 when a person has to act.
    init(directory: String) throws {
        self.directory = directory
        do {
            try Self.make(directory)
        } catch {
            Voice.say(
                Array(
                    "gaswatchd: state: \(directory) cannot be made: \(error.localizedDescription)\n"
                        .utf8), to: 2)
            throw ExitCode(SettingsFaults.exitCode)
        }
        let isGone = SQLiteJournal.hasLostItsStore(directory)
        do throws(JournalError) {
            (journal, setAside) = try SQLiteJournal.openOrBeginAnew(directory: directory)
            SQLiteJournal.removeCopies(in: directory)
        } catch {
            throw Self.refusal(error, directory)
        }
        isAnother = isGone && setAside == nil
        SQLiteJournal.markHeld(directory)
    }

    /// A store that cannot be read back is set aside; any other fault ends the start.
    mutating func beginAnew(after error: JournalError) throws {
        guard case .corrupt(let reason) = error else { throw Self.refusal(error, directory) }
        journal.close()
        do throws(JournalError) {
            let fresh = try SQLiteJournal.beginAnew(directory: directory, reason: reason)
            (journal, setAside) = (fresh.journal, fresh.setAside)
        } catch {
            throw Self.refusal(error, directory)
        }
    }

    var namesAside: [String] { SQLiteJournal.storesSetAside(in: directory) }

    /// Says in health and log what stands aside, until a person has moved it away, and what is missing.
    func tell(_ room: ControlRoom) {
        room.health.set(
            "store_missing",
            isAnother
                ? "\(directory) has held a gaswatch.db and had none at the start: a new one was begun, "
                    + "and nothing of before is known, its open incidents among it. If a backup belongs "
                    + "there, stop the daemon, put it in place and start; else reload to end this "
                    + "message."
                : nil, at: room.clock.now())
        let message =
            setAside?.words
            ?? namesAside.last.map {
                "A damaged store of an earlier start stands aside as \($0): keep a copy of it."
            }
        room.health.set(
            "store_set_aside",
            message.map {
                $0 + " 'gaswatchd db verify' says more. Move it out of \(directory) and reload to "
                    + "end this message."
            }, at: room.clock.now())
    }

    /// After a reload: over when nothing stands aside any more.
    func tellAgain(_ room: ControlRoom) {
        room.health.set("store_missing", nil, at: room.clock.now())
        guard namesAside.isEmpty else { return }
        room.health.set("store_set_aside", nil, at: room.clock.now())
    }

    private static func make(_ directory: String) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: directory) else { return }
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // Without this a power cut could take the whole directory away, and what was acknowledged.
        let parent = URL(fileURLWithPath: directory).deletingLastPathComponent().path
        try Directory.sync(parent)
    }

    private static func refusal(_ error: JournalError, _ directory: String) -> ExitCode {
        let message = "the journal in \(directory) cannot be opened: \(error.words)"
        Voice.say(Array("gaswatchd: \(message)\n".utf8), to: 2)
        return ExitCode(error.isRetryable ? 75 : SettingsFaults.exitCode)
    }
}
