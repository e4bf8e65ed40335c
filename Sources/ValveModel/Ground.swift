/// The clause of a kind's rule that was met: why a finding was raised.
///
/// Journals hold the words for 400 days: none is ever given another meaning.
public enum Ground: String, Codable, Sendable, BitwiseCopyable {
    /// The message itself shows it, in a field that is no measurement.
    case message
    /// The valve's own alarm.
    case alarm
    /// A flag of the message.
    case flag
    /// One reading was enough.
    case once
    /// Two readings in a row.
    case twice
    /// It rose fast enough.
    case rise
    /// Every reading since showed it.
    case run
    /// Nothing was heard.
    case silence
    /// Nothing was ever heard, since somebody has listened.
    case unheard
    /// The link topic or the last will.
    case link
    /// An alarm that could not be read.
    case unreadable
    /// Gas flows though the valve should be closed.
    case flow
    /// The valve says it is not closed though it should be.
    case position
    /// The gas value never changes.
    case stuck
    /// The gas value never comes back to rest.
    case drift
    /// The gas value makes steps that no room makes.
    case steps
    /// The sensor never finishes warming up.
    case warmUp
    /// The battery falls so fast that it will soon be empty.
    case fall
    /// A leak's valve is proven closed and nothing speaks against it: P2.
    case proven
    /// A leak's valve is not proven closed, or not any more.
    case unproven
    /// Another leak on the riser, or in the building where no riser is known.
    case neighbour
    /// Proven closed, and no gas was measured since.
    case unmeasured
    /// Proven closed, and there is too much gas all the same.
    case level

    /// Whether one or two messages make it, so that a further alarm shows it anew; what a trend
    /// shows goes on and is not told again.
    public var isOfOneMessage: Bool {
        switch self {
        case .message, .alarm, .flag, .once, .twice, .rise, .flow, .position, .unreadable: true
        case .run, .silence, .unheard, .link, .stuck, .drift, .steps, .warmUp, .fall: false
        case .proven, .unproven, .neighbour, .unmeasured, .level: false
        }
    }
}
