import Foundation
import GRDB
import Journal

/// The exclusive claim of one process on a state directory.
///
/// Two daemons on one directory would call every team twice and write over each other's numbers.
/// The claim is SQLite's own file lock on an empty file beside the store, so the kernel lifts it
/// when the process ends, however it ends.
final class StoreClaim: Sendable {
    static let fileName = "gaswatch.lock"

    private let holder: DatabaseQueue

    init(directory: String) throws(JournalError) {
        let path = directory + "/" + Self.fileName
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.label = "gaswatch.claim"
        do {
            holder = try DatabaseQueue(path: path, configuration: configuration)
            try holder.writeWithoutTransaction { connection in
                try connection.beginTransaction(.exclusive)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw .unavailable(
                "Another gaswatchd uses \(directory): stop it, or give this one a state directory "
                    + "of its own.")
        } catch let error as DatabaseError {
            throw JournalError(error, path: path)
        } catch {
            throw .unavailable("\(path) could not be claimed (\(error)): check the directory.")
        }
    }

    func release() {
        // A claim that cannot be given back ends with the process at the latest.
        try? holder.writeWithoutTransaction { connection in try connection.rollback() }
        try? holder.close()
    }

    deinit { release() }
}

extension SQLiteJournal {
    /// Whether a daemon runs on the directory of this store file. A copy under another name is
    /// nobody's, wherever it lies.
    package static func isInUse(store: String) -> Bool {
        let file = URL(fileURLWithPath: store)
        let directory = file.deletingLastPathComponent().path
        guard file.lastPathComponent == fileName,
            FileManager.default.fileExists(atPath: directory + "/" + StoreClaim.fileName)
        else { return false }
        do throws(JournalError) {
            try StoreClaim(directory: directory).release()
            return false
        } catch {
            if case .unavailable(let what) = error { return what.hasPrefix("Another gaswatchd") }
            return false
        }
    }
}
