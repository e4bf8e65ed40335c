package import ConsoleAPI
package import Logging
internal import Synchronization
package import ValveModel

/// What is not as it should be, by a stable code.
package final class Health: Sendable {
    private struct Fault: Sendable {
        var message: String
        var since: Moment
    }

    private let faults = Mutex<[String: Fault]>([:])

    private let logger: Logger

    package init(_ logger: Logger) { self.logger = logger }

    /// Notes that `code` holds or does not; whether that is news.
    @discardableResult
    package func set(_ code: String, _ message: String?, at now: Moment) -> Bool {
        let isNews = faults.withLock { faults in
            guard let message else { return faults.removeValue(forKey: code) != nil }
            if faults[code]?.message == message { return false }
            let isNews = faults[code] == nil
            faults[code] = Fault(message: message, since: faults[code]?.since ?? now)
            return isNews
        }
        if isNews {
            if let message {
                logger.error("\(code): \(message)")
            } else {
                logger.info("\(code): over")
            }
        }
        return isNews
    }

    package func views(_ times: Timestamps) -> [StatusView.Fault] {
        faults.withLock { $0 }.sorted { $0.key < $1.key }.map {
            StatusView.Fault(
                code: $0.key, message: $0.value.message, since: times.text($0.value.since))
        }
    }

    package var isWell: Bool { faults.withLock { $0.isEmpty } }
}
