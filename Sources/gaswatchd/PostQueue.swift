internal import LinuxPlatform
internal import PlainHTTP
internal import Synchronization

/// POSTs to one address that leave in the background, a bounded number at a time: in a storm a slow
/// gateway holds up its own queue, and neither the deciding, nor another gateway, nor the machine.
final class PostQueue: Sendable {
    struct Post: Sendable {
        /// Names the message. A newer try of it takes the place of one that still waits.
        var reference: String
        var headers: [(name: String, value: String)]
        var body: [UInt8]
        /// Called with the answer or with why there is none; not at all where a newer try takes its place.
        var done: @Sendable (Result<HTTPAnswer, HTTPFault>) -> Void
    }

    /// A gateway that takes a second a call still makes 32 a second: a storm's hundred households
    /// are told in seconds, and 32 sockets are nothing to either side.
    static let runningMax = 32
    /// A request without an answer after this long counts as failed; a third of the time after
    /// which a message nobody reported on is tried again.
    static let patience = Duration.seconds(10)

    private let client: PlainHTTPClient
    private let waiting = Mutex<[String: Post]>([:])
    private let references = JobLine<String>(runningMax: runningMax)

    init(_ client: PlainHTTPClient) { self.client = client }

    /// Queues a request; returns at once.
    func add(_ post: Post) {
        let isNew = waiting.withLock { $0.updateValue(post, forKey: post.reference) == nil }
        if isNew, references.add(post.reference) { Task { await work() } }
    }

    private func work() async {
        while let reference = references.next() {
            guard let post = waiting.withLock({ $0.removeValue(forKey: reference) }) else {
                continue
            }
            post.done(await Self.send(post.body, post.headers, by: client))
        }
    }

    /// One try.
    static func send(
        _ body: [UInt8], _ headers: [(name: String, value: String)], by client: PlainHTTPClient
    ) async -> Result<HTTPAnswer, HTTPFault> {
        do throws(HTTPFault) {
            return .success(
                try await client.send(
                    method: "POST", path: "", headers: headers, body: body, timeout: patience))
        } catch {
            return .failure(error)
        }
    }
}

extension PostQueue {
    /// Why a POST was not taken; `nil` when it was.
    static func fault(of result: Result<HTTPAnswer, HTTPFault>) -> (words: String, mayPass: Bool)? {
        switch result {
        case .success(let answer) where (200..<300).contains(answer.status): nil
        case .success(let answer):
            // A 4xx says that the same body will never be taken, but for these two.
            (
                "HTTP status \(answer.status)",
                answer.status >= 500 || answer.status == 408 || answer.status == 429
            )
        case .failure(let fault): (fault.brief, fault.isRetryable)
        }
    }
}

extension HTTPFault {
    /// In a few words, without the address: that may hold a key.
    var brief: String {
        switch self {
        case .unreachable: "it cannot be reached"
        case .timedOut: "no answer within \(PostQueue.patience.components.seconds) s"
        case .badAnswer: "its answer is not HTTP"
        case .badTarget: "its address is bad"
        case .notPermitted: "permission denied"
        case .cancelled: "cancelled"
        }
    }
}
