package import PlainHTTP
package import Rescue
package import ValveModel

/// Everything `gaswatch.yaml` and the two files it names say, checked as a whole.
package struct DaemonSettings: Equatable, Sendable {
    /// The daemon's name in topics and health reports.
    package var node: String
    /// The directory of the store; created by the daemon when absent.
    package var state: String
    /// A name of the time-zone database; decides the offset of shown times and the date in ids.
    package var timezone: String
    /// The valves' broker.
    package var broker: BrokerSettings
    /// The rescue side.
    package var rescue: RescueSettings
    /// The registry's CSV; `nil` when none is named. It may be absent until the first import.
    package var registry: String?
    /// The valve profiles; the first is always the one called `default`.
    package var profiles: [Profile]
    package var store: StoreSettings
    /// How long findings, alarms, call-outs and closed incidents are kept: `history.days`.
    package var historyKept: Lapse
    package var console: ConsoleSettings
    package var log: LogSettings
    /// The files that were read, the main one first.
    package var files: [String]

    /// The profile of a name; an empty or unknown name is the default profile.
    package func profile(named name: String) -> Profile {
        profiles.first { $0.name == name } ?? profiles[0]
    }
}

/// How to reach one MQTT broker.
package struct BrokerSettings: Equatable, Sendable {
    package var host: String
    /// 1 … 65535.
    package var port: Int
    /// Path of the broker's unix socket; where it is set, host and port are not used.
    package var socket: String?
    /// First levels of every topic on this side.
    package var root: String
    package var username: String?
    package var password: Secret?
    /// PEM files; `ca` turns TLS on.
    package var ca: String?
    package var cert: String?
    package var key: String?
    /// Connections that share the reports, 1 … 16.
    package var reportLanes: Int
}

/// A password that does not show in logs or dumps.
package struct Secret: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The password itself.
    package let revealed: String

    package init(_ text: String) { revealed = text }

    package var description: String { "(hidden)" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

/// The rescue side: topics, broker, centres, roads, second channel.
package struct RescueSettings: Equatable, Sendable {
    package var root: String
    /// Where call-outs leave; the valves' broker unless the file names another.
    package var broker: BrokerSettings
    /// Whether call-outs leave over the valves' broker.
    package var usesValveBroker: Bool
    /// `centres.yaml` as read.
    package var rules: RescueRules
    /// The compact road graph, where one is named.
    package var roads: String?
    /// The second channel for P1 call-outs.
    package var webhook: HTTPTarget?
    /// Who else is told.
    package var parties: PartySettings
}

/// `parties.yaml` as read: who else is told, and the ways that are not MQTT.
package struct PartySettings: Equatable, Sendable {
    /// The parties and when each is told.
    package var rules = PartyRules()
    /// The gateway for short messages.
    package var smsGateway: HTTPTarget?
    /// The gateway for calls.
    package var voiceGateway: HTTPTarget?
    /// What the gateways ask for as `Authorization: Bearer`.
    package var gatewayToken: Secret?
    /// Addresses of parties with a webhook of their own, by id.
    package var webhooks: [String: HTTPTarget] = [:]
    /// What is not wrong and yet leaves somebody untold, for the person who sets it up.
    package var notes: [String] = []

    /// Nobody.
    package init() {}
}

package struct StoreSettings: Equatable, Sendable {
    package enum Kind: String, Sendable { case sqlite }
    package var kind: Kind
}

/// Where the API is served: a loopback port, a unix socket, or both.
package struct ConsoleSettings: Equatable, Sendable {
    /// `nil` when `listen` is empty.
    package var listen: ListenAddress?
    package var socket: String?
}

/// A loopback address and a port; port 0 lets the kernel choose.
package struct ListenAddress: Equatable, Sendable, CustomStringConvertible {
    package var host: String
    package var port: Int

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

package struct LogSettings: Equatable, Sendable {
    /// The words of swift-log's levels.
    package enum Level: String, CaseIterable, Sendable {
        case trace, debug, info, notice, warning, error, critical
    }
    package var level: Level
}
