package import ConsoleAPI
internal import Journal
internal import LinuxPlatform
internal import Synchronization

/// A copy of the journal for a replay beside the running daemon.
extension ControlRoom {
    /// One copy at a time: two would only make each other slower, and fill the disk.
    package func copyJournal() async throws(Problem) -> JournalCopyView {
        guard let copy = ports.copyJournal else {
            throw .unavailable("This journal is no file; there is nothing to copy.")
        }
        let wasCopying = isCopying.withLock { copying in
            defer { copying = true }
            return copying
        }
        guard !wasCopying else {
            throw .unavailable("Another copy of the journal is being written: wait for its end.")
        }
        defer { isCopying.withLock { $0 = false } }
        let now = clock.now()
        // It reads and writes for seconds: on a thread of its own no other answer waits for it.
        let outcome = await withCheckedContinuation { done in
            do throws(SystemFault) {
                _ = try DedicatedThread(name: "journal-copy") {
                    do throws(JournalError) {
                        done.resume(returning: CopyOutcome.written(try copy(now)))
                    } catch {
                        done.resume(returning: .failed(Self.unreadable(error)))
                    }
                }
            } catch {
                done.resume(returning: .failed(.unavailable("\(error)")))
            }
        }
        switch outcome {
        case .written(let (path, byteCount)):
            return JournalCopyView(path: path, bytes: byteCount, at: times.text(now))
        case .failed(let problem): throw problem
        }
    }

    private enum CopyOutcome: Sendable {
        case written((path: String, byteCount: Int))
        case failed(Problem)
    }
}
