internal import ControlRoom
internal import Rescue
internal import Synchronization

/// The gateway of short messages, and the second channel of the centres, as far as their queues.
final class SimulatedGateway: NoticeChannel, SecondChannel {
    /// A short message whose sender wants to know what became of it.
    struct Posted: Sendable {
        var notice: OutgoingNotice
        var report: @Sendable (NoticeReport.Outcome) -> Void
    }

    private let posted = Mutex<[Posted]>([])
    private let secondCount = Mutex(0)

    func post(
        _ notice: OutgoingNotice, report: @escaping @Sendable (NoticeReport.Outcome) -> Void
    ) {
        posted.withLock { $0.append(Posted(notice: notice, report: report)) }
    }

    func post(_ body: [UInt8], key: String, done: @escaping @Sendable (String?) -> Void) {
        secondCount.withLock { $0 += 1 }
        done(nil)
    }

    /// The short messages since the last call.
    func take() -> [Posted] {
        posted.withLock { posted in
            guard !posted.isEmpty else { return [] }
            var taken: [Posted] = []
            swap(&taken, &posted)
            return taken
        }
    }

    /// How many call-outs left by the second channel since the last call.
    func takeSecondCount() -> Int {
        secondCount.withLock { count in
            defer { count = 0 }
            return count
        }
    }
}
