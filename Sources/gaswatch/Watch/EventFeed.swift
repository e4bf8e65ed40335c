internal import PlainHTTP

/// The daemon's event stream, for as long as the program runs: a lost connection is said on
/// standard error and taken up again after the last event seen.
struct EventFeed: Sendable {
    var daemon: Daemon
    var language: Language

    /// A restart of the daemon takes about a second; somebody who waits for a leak should not wait
    /// five seconds longer than that.
    static let pauseMin = Duration.milliseconds(500)
    static let pauseMax = Duration.seconds(5)

    /// The name of the event with which a stream begins that takes up no other.
    static let begun = "begun"
    /// Before every id: the daemon answers with `reset` at once, and from then on nothing is missed.
    private static let beforeAll = "0"

    /// - Throws: `CLIFault` when the daemon refuses the stream, and what `take` throws.
    func follow(_ take: (ServerEvent) async throws -> Void) async throws {
        var lastID: String?
        var pause = Self.pauseMin
        var isLost = false
        while true {
            var reason = language == .chinese ? "对方结束" : "ended by the daemon"
            do {
                let headers = [(name: "Last-Event-ID", value: lastID ?? Self.beforeAll)]
                for try await event in daemon.client.lines(path: "/api/v1/events", headers: headers)
                {
                    var event = event
                    if lastID == nil, event.name == "reset" { event.name = Self.begun }
                    if isLost { StandardStream.err(Phrase.streamBack.text(language)) }
                    isLost = false
                    pause = Self.pauseMin
                    lastID = event.id ?? lastID
                    try await take(event)
                }
            } catch let fault as HTTPFault where fault.isRetryable {
                reason = fault.description
            } catch let fault as HTTPFault {
                throw CLIFault(fault, isChange: false)
            } catch let refusal as EventRefusal {
                let fault = CLIFault(answer: refusal.answer, path: "/api/v1/events")
                guard fault.status == .tryAgain else { throw fault }
                reason = fault.what.text(language)
            } catch let fault as CLIFault
                where fault.status == .tryAgain || fault.status == .unreachable
            {
                // A list that could not be read now is asked for with the stream's next beginning.
                lastID = nil
                reason = fault.what.text(language)
            }
            if !isLost { StandardStream.err(Phrase.streamLost(reason, lastID).text(language)) }
            isLost = true
            try await Task.sleep(for: pause)
            pause = min(pause * 2, Self.pauseMax)
        }
    }
}
