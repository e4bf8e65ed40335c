/// What waits for the webhook: of each call-out its newest body, and whom nobody has tried to tell yet
/// first. Pure.
///
/// The desk says a call-out anew every 5 s. A webhook that is slow or away would gather a body a repeat,
/// and tell a new leak behind an hour of old news when it is back.
package struct WebhookBook: Sendable {
    /// Tries of a call-out before it is given up: with the pauses half a minute.
    package static let pauses: [Duration] = [1, 2, 4, 8, 16].map { .seconds($0) }

    /// A body to be posted now.
    package struct Job: Equatable, Sendable {
        package var key: String
        package var body: [UInt8]
        /// Which of the call-out's bodies it is.
        package var number: Int
    }

    /// What is to be done after an answer.
    package enum Next: Equatable, Sendable {
        /// The call-out is over, or a newer body of it waits already.
        case nothing
        /// Look for the next job.
        case go
        /// Call `retry` with the same job after so long.
        case pause(Duration)
    }

    private struct Callout: Sendable {
        var body: [UInt8]
        var number = 0
        var tries = 0
        var isWaiting = true
        var isRunning = false
    }

    private var callouts: [String: Callout] = [:]
    private var fresh = Line()
    private var again = Line()

    package init() {}

    /// Call-outs that are not told yet.
    package var count: Int { callouts.count }

    /// Whether the call-out is not told yet.
    package func has(_ key: String) -> Bool { callouts[key] != nil }

    /// Takes a body; whether there is a job for it now.
    package mutating func post(_ body: [UInt8], key: String) -> Bool {
        guard var callout = callouts[key] else {
            callouts[key] = Callout(body: body)
            fresh.append(key)
            return true
        }
        callout.body = body
        callout.number += 1
        let isIdle = !callout.isWaiting && !callout.isRunning
        if isIdle {
            callout.isWaiting = true
            again.append(key)
        }
        callouts[key] = callout
        return isIdle
    }

    /// The next body to post.
    package mutating func next() -> Job? {
        guard let key = fresh.next() ?? again.next(), var callout = callouts[key] else {
            return nil
        }
        callout.isWaiting = false
        callout.isRunning = true
        callouts[key] = callout
        return Job(key: key, body: callout.body, number: callout.number)
    }

    /// The webhook has taken it.
    package mutating func taken(_ job: Job) -> Next {
        guard var callout = callouts[job.key] else { return .nothing }
        guard callout.number != job.number else {
            callouts[job.key] = nil
            return .nothing
        }
        callout.tries = 0
        return line(up: callout, job.key)
    }

    /// The webhook has not taken it.
    ///
    /// - Parameter mayPass: whether the same body might be taken later.
    /// - Returns: whether it is given up, and what is next.
    package mutating func failed(_ job: Job, mayPass: Bool) -> (isGivenUp: Bool, next: Next) {
        guard var callout = callouts[job.key] else { return (false, .nothing) }
        callout.tries += 1
        let isGivenUp = !mayPass || callout.tries > Self.pauses.count
        if isGivenUp { callout.tries = 0 }
        if callout.number != job.number { return (isGivenUp, line(up: callout, job.key)) }
        if isGivenUp {
            callouts[job.key] = nil
            return (true, .nothing)
        }
        callout.isRunning = false
        callouts[job.key] = callout
        return (false, .pause(Self.pauses[callout.tries - 1]))
    }

    /// The pause is over; whether there is a job now. Not where a newer body was quicker.
    package mutating func retry(_ job: Job) -> Bool {
        guard let callout = callouts[job.key], callout.number == job.number, !callout.isWaiting,
            !callout.isRunning
        else { return false }
        _ = line(up: callout, job.key)
        return true
    }

    private mutating func line(up callout: Callout, _ key: String) -> Next {
        var callout = callout
        callout.isRunning = false
        callout.isWaiting = true
        callouts[key] = callout
        again.append(key)
        return .go
    }

    /// First come, first served.
    private struct Line: Sendable {
        private var keys: [String] = []
        private var head = 0

        mutating func append(_ key: String) { keys.append(key) }

        /// A line that never runs empty must not remember who has left it.
        private mutating func shorten() {
            keys.removeFirst(head)
            head = 0
        }

        mutating func next() -> String? {
            guard head < keys.count else {
                keys.removeAll(keepingCapacity: true)
                head = 0
                return nil
            }
            head += 1
            defer { if head >= 1_024 { shorten() } }
            return keys[head - 1]
        }
    }
}
