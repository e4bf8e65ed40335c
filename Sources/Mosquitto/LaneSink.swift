/// What becomes of the acknowledgements of a batch.
public enum BatchVerdict: Sendable {
    /// Everything in the batch is durable: let the acknowledgements go.
    case release
    /// It is not: drop the link, so that the broker sends the batch again.
    case abandon
}

/// Receives what a lane reads. Every function is called on the lane's own thread.
public protocol LaneSink: AnyObject, Sendable {
    /// One message. Topic and payload lie in the library's memory and end with the call.
    ///
    /// - Parameters:
    ///   - topic: the UTF-8 bytes of the topic.
    ///   - payload: its bytes, possibly none.
    ///   - quality: the quality of service it arrived with, 0 or 1.
    ///   - retained: whether the broker had kept it, rather than relaying it just now.
    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool)

    /// The messages since the last call are all that is there for now, or as many as one batch
    /// may hold. Their acknowledgements leave only after `.release`; until this returns the lane
    /// reads nothing. It may block, but no longer than one and a half keepalives, at which the
    /// broker gives the client up (and sends the batch again).
    func batchEnded(count: Int) -> BatchVerdict

    /// The link came up or went down. With a session, messages may arrive before `.connected`.
    func linkChanged(_ link: LaneLink)
}
