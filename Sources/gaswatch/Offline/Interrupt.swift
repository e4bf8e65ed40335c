internal import Dispatch
internal import Foundation
internal import Synchronization

/// What is to be tidied up when somebody breaks the program off: a copy of a journal names people.
final class Interrupt {
    private let sources: [any DispatchSourceSignal]

    /// - Parameter tidy: called once, on another thread, before the program ends.
    init(_ tidy: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                tidy()
                // As a shell names a program that a signal has ended.
                exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
    }
}

/// A folder that must not outlive the program, known before it is filled. It goes with the program in
/// whatever way that ends: `| head` ends it in the middle of a line.
final class Scrap: Sendable {
    private let folder = Mutex<URL?>(nil)
    private static let atEnd = Mutex<[URL]>([])
    private static let isRegistered: Bool = {
        atexit {
            for folder in Scrap.atEnd.withLock({ $0 }) {
                try? FileManager.default.removeItem(at: folder)
            }
        }
        return true
    }()

    func hold(_ url: URL) {
        folder.withLock { $0 = url }
        if Self.isRegistered { Self.atEnd.withLock { $0.append(url) } }
    }

    func remove() {
        if let folder = folder.withLock({ $0 }) { try? FileManager.default.removeItem(at: folder) }
    }
}
