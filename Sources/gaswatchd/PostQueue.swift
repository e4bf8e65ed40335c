internal import LinuxPlatform
internal import PlainHTTP

/// POSTs that leave in the background, a bounded number at a time: in a storm a slow gateway holds
/// up its own queue, and neither the deciding nor the machine.
final class PostQueue: Sendable {
    struct Post: Sendable {
        var client: PlainHTTPClient
        var headers: [(name: String, value: String)]
        var body: [UInt8]
        /// Called once, with the answer or with why there is none.
        var done: @Sendable (Result<HTTPAnswer, HTTPFault>) -> Void
    }

    /// A gateway that takes a second a call still makes 32 a second: a storm's hundred households
    /// are told in seconds, and 32 sockets are nothing to either side.
    static let runningMax = 32
    /// A request without an answer after this long counts as failed; a third of the time after
    /// which a message nobody reported on is tried again.
    static let patience = Duration.seconds(10)

    private let posts = JobLine<Post>(runningMax: runningMax)

    /// Queues a request; returns at once.
    func add(_ post: Post) {
        if posts.add(post) { Task { await work() } }
    }

    private func work() async {
        while let post = posts.next() {
            post.done(await Self.send(post.body, post.headers, by: post.client))
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
