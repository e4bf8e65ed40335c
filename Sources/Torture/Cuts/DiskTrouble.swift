internal import CPowerCut
internal import WatchTestKit

/// Trouble that the disk of a journal can have, made under SQLite without a disk of its own.
package enum DiskTrouble: String, CaseIterable, Sendable {
    /// Writes find no room.
    case full
    /// Writes are not permitted.
    case readOnly
    /// A sync answers an error: the kernel may have dropped what was written.
    case syncFails
    /// A sync does not return.
    case hangs
    /// Writes to the store file are not permitted, those to its log are: commits go on.
    case storeReadOnly

    /// Those that no commit gets through.
    package static let refusing: [DiskTrouble] = allCases.filter { $0 != .storeReadOnly }

    private var number: Int32 {
        switch self {
        case .full: Int32(POWERCUT_FULL.rawValue)
        case .readOnly: Int32(POWERCUT_READ_ONLY.rawValue)
        case .syncFails: Int32(POWERCUT_SYNC_FAILS.rawValue)
        case .hangs: Int32(POWERCUT_HANGS.rawValue)
        case .storeReadOnly: Int32(POWERCUT_STORE_READ_ONLY.rawValue)
        }
    }

    /// What a directory's name must end in to have the trouble.
    package static let ending = ".faulty"

    /// Puts the layer that makes trouble under SQLite; before any journal is opened.
    package static func install() throws {
        let outcome = powercut_install()
        guard outcome == 0 else {
            throw DaemonFault(description: "SQLite refused the layer (code \(outcome)).")
        }
    }

    /// The trouble begins.
    package func begin() { powercut_trouble(number) }

    /// Whatever trouble there was is over.
    package static func end() { powercut_trouble(Int32(POWERCUT_NO_TROUBLE.rawValue)) }

    /// Waits until an operation has met it; `false` when none has within 20 seconds.
    package static func awaitMet() -> Bool { powercut_await_trouble(20) }
}
