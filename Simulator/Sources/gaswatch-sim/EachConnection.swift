internal import LinuxPlatform
internal import Mosquitto
internal import SimulatedDistrict
internal import Swarm
internal import Synchronization
internal import ValveModel

/// One connection for every valve and every centre, as in life: with a last will, a birth and
/// subscriptions of its own, so that a link can really break.
final class EachConnection: FleetTransport {
    private struct Way {
        let topic: String
        var isUp: Bool
        var boot: UInt32
    }

    private let swarm: Swarm
    private let ways: Mutex<[Way]>
    private let valveCount: Int
    private let centreCount: Int
    private let broker: String

    /// - Parameters:
    ///   - endpoints: the brokers among which the valves are shared out evenly; centres and
    ///     strangers take the first.
    ///   - tls: the valves that come by TLS.
    init(
        endpoints: [BrokerEndpoint], broker: String, places: [ValvePlace], centres: [CentreSetup],
        settings: FleetSettings, tls: TLSSample
    ) throws(TransportFault) {
        valveCount = places.count
        centreCount = centres.count
        self.broker = broker
        let name = "gaswatch-sim-\(settings.boot)"
        // 29,000 homes differ in their topics alone: what they say and hear is kept once.
        let alive = Self.words(online: true, boot: settings.boot)
        let lost = Self.words(online: false, boot: settings.boot)
        let leaves = ["receipt", "command"]
        var ways: [Way] = []
        ways.reserveCapacity(places.count + centres.count)
        var members: [SwarmMember] = []
        members.reserveCapacity(places.count + centres.count + 1)
        var endpoints = endpoints
        let plainCount = endpoints.count
        if let secured = tls.endpoint { endpoints.append(secured) }
        for (number, place) in places.enumerated() {
            let identity = tls.identity(of: place.valve, number: number)
            let stem = "\(settings.root)/\(place.area)/\(place.valve)/"
            let topic = stem + "link"
            ways.append(Way(topic: topic, isUp: true, boot: settings.boot))
            members.append(
                SwarmMember(
                    clientID: "\(name)-\(place.valve)",
                    endpoint: identity == nil
                        ? number * plainCount / places.count : plainCount,
                    stem: stem, filters: leaves,
                    will: Self.link(topic, lost), birth: Self.link(topic, alive),
                    identity: identity))
        }
        for centre in centres {
            let topic = "\(settings.rescueRoot)/\(centre.id)/link"
            ways.append(Way(topic: topic, isUp: true, boot: 0))
            members.append(
                SwarmMember(
                    clientID: "\(name)-centre-\(centre.id)", endpoint: 0,
                    filters: ["\(settings.rescueRoot)/\(centre.id)/callout"],
                    will: Self.link(topic, Self.words(online: false, boot: nil)),
                    birth: Self.link(topic, Self.words(online: true, boot: nil))))
        }
        members.append(
            SwarmMember(
                clientID: "\(name)-stranger", endpoint: 0, filters: [], will: nil, birth: nil))
        do {
            swarm = try Swarm(SwarmOptions(endpoints: endpoints, members: members))
        } catch {
            throw .endpoint("\(error)")
        }
        self.ways = Mutex(ways)
    }

    private static func words(online: Bool, boot: UInt32?) -> [UInt8] {
        let suffix = boot.map { ",\"boot\":\($0)" } ?? ""
        return Array("{\"online\":\(online)\(suffix)}".utf8)
    }

    private static func link(_ topic: String, _ words: [UInt8]) -> SwarmMessage {
        SwarmMessage(topic: topic, payload: words, quality: 1, retained: true)
    }

    private func member(_ origin: Publish.Origin) -> Int {
        switch origin {
        case .valve(let valve): valve
        case .centre(let centre): valveCount + centre
        case .stranger: valveCount + centreCount
        }
    }

    func open(timeoutSeconds: Int64) throws(TransportFault) {
        let wanted = valveCount + centreCount + 1
        for sentence in swarm.plan.sentences { Console.say(sentence) }
        do {
            try swarm.start()
        } catch {
            throw .endpoint("\(error)")
        }
        let begun = BootClock.milliseconds()
        let deadline = begun + timeoutSeconds * 1_000
        var progress = ConnectProgress(wanted: wanted, begun: begun)
        while swarm.connectedCount < wanted {
            let now = BootClock.milliseconds()
            guard now < deadline, !Interruption.isAsked else {
                let reason = swarm.refusedReason ?? ""
                swarm.stop()
                throw .unreachable(
                    "Could not connect to the broker at \(broker) within \(timeoutSeconds) s "
                        + "(\(swarm.connectedCount) of \(wanted) connections): "
                        + (reason.isEmpty ? "no answer" : reason) + ". Is it running there?")
            }
            progress.show(swarm.connectedCount, at: now)
            swarm.wait(milliseconds: 100)
            // Link changes are what wakes us; here only their number counts.
            _ = swarm.takeLinkChanges()
        }
        progress.end(swarm.connectedCount, at: BootClock.milliseconds())
    }

    func send(_ publish: Publish) -> Bool {
        swarm.send(
            SwarmMessage(
                topic: publish.topic, payload: publish.payload, quality: publish.quality,
                retained: publish.retained), from: member(publish.origin))
    }

    func cut(_ origin: Publish.Origin) {
        let member = member(origin)
        ways.withLock { $0[member].isUp = false }
        swarm.cut(member)
    }

    func restore(_ origin: Publish.Origin, boot: UInt32) {
        let member = member(origin)
        let way = ways.withLock { ways -> Way? in
            // The first birth was said when the connection was made.
            guard !ways[member].isUp else { return nil }
            ways[member].isUp = true
            ways[member].boot = boot
            return ways[member]
        }
        guard let way else { return }
        let said: UInt32? = member < valveCount ? boot : nil
        swarm.restore(
            member, will: Self.link(way.topic, Self.words(online: false, boot: said)),
            birth: Self.link(way.topic, Self.words(online: true, boot: said)))
    }

    func takeArrivals() -> [Arrival] {
        _ = swarm.takeLinkChanges()
        return swarm.takeArrivals().map {
            Arrival(topic: $0.topic, payload: $0.payload, nanoseconds: $0.nanoseconds)
        }
    }

    func wait(milliseconds: Int64) { swarm.wait(milliseconds: milliseconds) }

    var linksLost: Int { swarm.lostCount }

    func close() { swarm.stop() }
}
