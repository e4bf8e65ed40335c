internal import ControlRoom
internal import PlainHTTP

/// The webhook as the second channel: its answer is looked at, and a call-out it does not take is
/// tried again before it is given up.
struct Webhook: SecondChannel {
    /// Pauses before the tries after the first: half a minute in all. The desk repeats the call-out
    /// itself every 5 s until its window ends, so that a longer memory would only send old news.
    static let pauses: [Duration] = [1, 2, 4, 8, 16].map { .seconds($0) }

    let client: PlainHTTPClient
    let queue: PostQueue

    init?(_ url: String?, _ queue: PostQueue) {
        guard let url, let target = try? HTTPTarget(parsing: url) else { return nil }
        client = PlainHTTPClient(target)
        self.queue = queue
    }

    func post(_ body: [UInt8], done: @escaping @Sendable (String?) -> Void) {
        attempt(body, 0, done)
    }

    private func attempt(
        _ body: [UInt8], _ number: Int, _ done: @escaping @Sendable (String?) -> Void
    ) {
        queue.add(
            PostQueue.Post(
                client: client, headers: [(name: "content-type", value: "application/json")],
                body: body
            ) { result in
                guard let fault = Self.fault(of: result) else { return done(nil) }
                guard fault.mayPass, number < Self.pauses.count else { return done(fault.words) }
                Task {
                    try? await Task.sleep(for: Self.pauses[number])
                    attempt(body, number + 1, done)
                }
            })
    }

    /// Why it was not taken; `nil` when it was.
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
