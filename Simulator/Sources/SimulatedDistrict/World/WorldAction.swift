/// What the district does to the world outside: messages, links that break, and what a scenario
/// does to the installation it is tried on.
package enum WorldAction: Equatable, Sendable {
    case publish(Publish)
    /// A link breaks without a goodbye, so that the broker publishes its last will.
    case cut(Publish.Origin)
    /// A link that was cut may come back; a valve says which boot it lives in now.
    case restore(Publish.Origin, boot: UInt32)
    case stopBroker(isKilled: Bool)
    case startBroker
    case killDaemon
    /// Somebody declares an inspection of a home with the control room.
    case declareTest(valve: String, minutes: Int)
}
