import GRDB
import Journal

extension JournalError {
    /// Runs a call into SQLite and turns what it throws into the journal's own errors.
    static func translating<Value>(
        _ path: String, _ body: () throws -> Value
    ) throws(JournalError) -> Value {
        do {
            return try body()
        } catch let error as JournalError {
            throw error
        } catch let error as DatabaseError {
            throw JournalError(error, path: path)
        } catch {
            throw .unavailable("\(path) could not be used (\(error)): see the system's log.")
        }
    }

    /// Takes result code and SQLite's own sentence only; statements and values stay out of messages.
    init(_ error: DatabaseError, path: String) {
        let code = error.extendedResultCode.rawValue
        let reason = "SQLite code \(code): \(error.message ?? "no reason given")"
        // A read-only check cannot take back what a power cut has left half done.
        if error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
            self = .unavailable(
                "\(path) waits for a change that a power cut has interrupted to be taken back "
                    + "(\(reason)): start the daemon once, which does it, and check again.")
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_FULL:
                .unavailable(
                    "The disk that holds \(path) is full (\(reason)): free space or enlarge it.")
            case .SQLITE_IOERR:
                .unavailable(
                    "The disk that holds \(path) answers errors (\(reason)): check its health and "
                        + "the kernel log, and copy the directory to another disk.")
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
                .unavailable(
                    "\(path) cannot be written (\(reason)): check the owner and mode of the file "
                        + "and its directory, and whether the disk is mounted read-only.")
            case .SQLITE_CANTOPEN:
                .unavailable(
                    "\(path) cannot be opened (\(reason)): check that its directory exists and "
                        + "that the daemon's user may write there.")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                .unavailable(
                    "Another program holds \(path) (\(reason)): end it; only gaswatchd may have "
                        + "this file open.")
            case .SQLITE_MISUSE:
                .closed
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                .corrupt(
                    "\(path) is damaged (\(reason)). It is never overwritten: the next start of "
                        + "the daemon sets it aside and takes over what can be read of it.")
            case .SQLITE_CONSTRAINT:
                .corrupt(
                    "\(path) already holds what should be new (\(reason)): another program has "
                        + "written to it; stop both, keep a copy and run gaswatchd db verify.")
            default:
                .unavailable("\(path) could not be used (\(reason)): see the daemon's log.")
            }
    }
}
