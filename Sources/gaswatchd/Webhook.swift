internal import ControlRoom
internal import PlainHTTP
internal import Synchronization

/// The webhook as the second channel: its answer is looked at, and a call-out it does not take is
/// tried again before it is given up.
final class Webhook: SecondChannel {
    typealias Done = @Sendable (String?) -> Void

    private struct State: Sendable {
        var book = WebhookBook()
        var dones: [String: Done] = [:]
        var running = 0

        mutating func start() -> Bool {
            guard running < PostQueue.runningMax else { return false }
            running += 1
            return true
        }
    }

    private let client: PlainHTTPClient
    private let state = Mutex(State())

    init(_ target: HTTPTarget) { client = PlainHTTPClient(target) }

    func post(_ body: [UInt8], key: String, done: @escaping Done) {
        let starts = state.withLock { state in
            state.dones[key] = done
            return state.book.post(body, key: key) && state.start()
        }
        if starts { Task { await work() } }
    }

    private func work() async {
        while let job = next() {
            let result = await PostQueue.send(
                job.body, [(name: "content-type", value: "application/json")], by: client)
            note(result, of: job)
        }
    }

    private func next() -> WebhookBook.Job? {
        state.withLock { state in
            let job = state.book.next()
            if job == nil { state.running -= 1 }
            return job
        }
    }

    private func note(_ result: Result<HTTPAnswer, HTTPFault>, of job: WebhookBook.Job) {
        let fault = PostQueue.fault(of: result)
        let (done, next) = state.withLock { state -> (Done?, WebhookBook.Next) in
            let done = state.dones[job.key]
            guard let fault else { return (done, state.book.taken(job)) }
            let (isGivenUp, next) = state.book.failed(job, mayPass: fault.mayPass)
            return (isGivenUp ? done : nil, next)
        }
        done?(fault?.words)
        switch next {
        case .nothing:
            state.withLock { state in
                if !state.book.has(job.key) { state.dones[job.key] = nil }
            }
        // This worker takes it up in its turn.
        case .go: break
        case .pause(let pause):
            Task {
                try? await Task.sleep(for: pause)
                let starts = state.withLock { $0.book.retry(job) && $0.start() }
                if starts { await work() }
            }
        }
    }
}
