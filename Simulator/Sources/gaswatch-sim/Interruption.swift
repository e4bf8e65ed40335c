internal import Glibc
internal import Synchronization

/// Ctrl-C and SIGTERM ask the run to end; it ends with its summary.
enum Interruption {
    private static let asked = Atomic<Bool>(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    /// Installs the handlers. Reads the flag first, so that a handler never initialises it.
    static func listen() {
        asked.store(false, ordering: .relaxed)
        signal(SIGINT) { _ in Interruption.asked.store(true, ordering: .relaxed) }
        signal(SIGTERM) { _ in Interruption.asked.store(true, ordering: .relaxed) }
        signal(SIGPIPE, SIG_IGN)
    }
}
