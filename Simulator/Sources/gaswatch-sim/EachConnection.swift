internal import LinuxPlatform
internal import Mosquitto
internal import SimulatedDistrict
internal import Swarm
internal import Synchronization
internal import ValveModel

/// One connection for every valve and every centre, as in life: with a last will, a birth and
/// subscriptions of its own, so that a link can really break.
final class EachConnection: FleetTransport {
    private let swarm: Swarm
    /// The members whose links are cut.
    private let cutOff = Mutex<Set<Int>>([])
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
        var endpoints = endpoints
        var members = Self.valves(
            places, settings, client: name + "-", endpoints: endpoints.count, tls: tls)
        if let secured = tls.endpoint { endpoints.append(secured) }
        let family = SwarmFamily(
            clientStem: name + "-centre-", topicStem: "\(settings.rescueRoot)/",
            filters: ["callout"], will: Self.link(online: false, boot: nil),
            birth: Self.link(online: true, boot: nil))
        members += centres.map { SwarmMember($0.id, of: family) }
        members.append(SwarmMember("stranger", of: SwarmFamily(clientStem: name + "-")))
        do {
            swarm = try Swarm(SwarmOptions(endpoints: endpoints, members: members))
        } catch {
            throw .endpoint("\(error)")
        }
    }

    /// The valves of an area at one broker differ in their names alone, so that all that they say
    /// and hear is kept once.
    private static func valves(
        _ places: [ValvePlace], _ settings: FleetSettings, client: String, endpoints: Int,
        tls: TLSSample
    ) -> [SwarmMember] {
        let lost = link(online: false, boot: settings.boot)
        let alive = link(online: true, boot: settings.boot)
        func family(_ area: Area, at endpoint: Int, _ identity: SwarmIdentity?) -> SwarmFamily {
            SwarmFamily(
                clientStem: client, topicStem: "\(settings.root)/\(area)/", endpoint: endpoint,
                filters: ["receipt", "command"], will: lost, birth: alive, identity: identity)
        }
        var known = Array(repeating: [Area: SwarmFamily](), count: endpoints)
        return places.enumerated().map { number, place in
            let name = place.valve.description
            if let identity = tls.identity(of: place.valve, number: number) {
                return SwarmMember(name, of: family(place.area, at: endpoints, identity))
            }
            let endpoint = number * endpoints / places.count
            let shared = known[endpoint][place.area] ?? family(place.area, at: endpoint, nil)
            known[endpoint][place.area] = shared
            return SwarmMember(name, of: shared)
        }
    }

    /// What a link says of itself, or the broker of one that is lost.
    private static func link(online: Bool, boot: UInt32?) -> SwarmMessage {
        let suffix = boot.map { ",\"boot\":\($0)" } ?? ""
        return SwarmMessage(
            topic: "link", payload: Array("{\"online\":\(online)\(suffix)}".utf8), quality: 1,
            retained: true)
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
        _ = cutOff.withLock { $0.insert(member) }
        swarm.cut(member)
    }

    func restore(_ origin: Publish.Origin, boot: UInt32) {
        let member = member(origin)
        // The first birth was said when the connection was made.
        guard cutOff.withLock({ $0.remove(member) }) != nil else { return }
        let said: UInt32? = member < valveCount ? boot : nil
        swarm.restore(
            member, will: Self.link(online: false, boot: said),
            birth: Self.link(online: true, boot: said))
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
