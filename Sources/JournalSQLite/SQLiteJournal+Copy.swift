import Foundation
import GRDB
package import Journal
import Synchronization
package import ValveModel

/// One consistent copy of a store, written while the daemon goes on.
package struct StoreCopy: Equatable, Sendable {
    /// The copy's store file, in a directory of its own.
    package var path: String
    package var byteCount: Int
}

extension SQLiteJournal {
    /// The directory, inside the state directory, that holds the copies.
    package static let copiesName = "copies"

    /// Pages copied between two looks at the disk: 4 MiB, some milliseconds of writing.
    private static let copyPageCount: CInt = 1024

    /// Copies are left alone for an hour, in which whoever asked for one has read it: a replay of a
    /// year takes minutes.
    private static let copyAge = Lapse.hours(1)

    /// Copies every commit up to now into a new directory and closes it. Neither the writer nor a
    /// reader waits: the copy is one long read.
    ///
    /// - Throws: `unavailable` where the copy would leave less room than it takes itself, as alarms
    ///   need the disk more than a copy does.
    package func copy(at now: Moment) throws(JournalError) -> StoreCopy {
        try refuseClosed()
        if isReadingOver.load(ordering: .relaxed) { throw .closed }
        let folder = home.appendingPathComponent("\(now.milliseconds)")
        let copy = folder.appendingPathComponent(Self.fileName).path
        do {
            removeOldCopies(at: now)
            // Who may not read the journal may not read its copy either.
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try write(copy, in: folder)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            switch error {
            case let error as JournalError: throw error
            // A full disk says so in SQLite's own words.
            case let error as DatabaseError: throw JournalError(error, path: copy)
            default: throw .unavailable("The copy \(copy) could not be written: \(error)")
            }
        }
        return StoreCopy(path: copy, byteCount: StoreFile.byteCount(copy))
    }

    /// Removes every copy in a state directory: at a start nobody reads one any more.
    package static func removeCopies(in directory: String) {
        try? FileManager.default.removeItem(atPath: directory + "/" + copiesName)
    }

    /// Removes copies that whoever asked for them has long read: they are as large as the store, and hold
    /// what it holds.
    package func removeOldCopies(at now: Moment) {
        Self.removeCopies(in: home, before: now - Self.copyAge)
    }

    private var home: URL {
        URL(fileURLWithPath: path).deletingLastPathComponent()
            .appendingPathComponent(Self.copiesName)
    }

    private func write(_ copy: String, in folder: URL) throws {
        var configuration = Configuration()
        configuration.label = "gaswatch.copy"
        // A copy that a power cut spoils is made again.
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
        }
        let target = try DatabaseQueue(path: copy, configuration: configuration)
        defer { try? target.close() }
        // The reader's transaction holds one commit fast for all of its steps.
        try readers.read { source in
            try target.writeWithoutTransaction { connection in
                try source.backup(to: connection, pagesPerStep: Self.copyPageCount) { progress in
                    if self.isReadingOver.load(ordering: .relaxed) { throw JournalError.closed }
                    try Self.refuseTight(
                        folder, byteCount: progress.totalPageCount * StoreFile.pageSize,
                        left: progress.remainingPageCount * StoreFile.pageSize)
                }
            }
        }
    }

    private static func refuseTight(_ folder: URL, byteCount: Int, left: Int) throws {
        let room = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
        guard let free = (room[.systemFreeSize] as? NSNumber)?.intValue, free - left < byteCount
        else { return }
        throw JournalError.unavailable(
            "A copy of \(byteCount >> 20) MiB would leave less than that on the disk of "
                + "\(folder.deletingLastPathComponent().path): free some space first.")
    }

    private static func removeCopies(in home: URL, before moment: Moment) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: home.path)) ?? []
        for name in names where Int64(name).map({ $0 < moment.milliseconds }) ?? true {
            try? FileManager.default.removeItem(at: home.appendingPathComponent(name))
        }
    }
}
