internal import LinuxPlatform
internal import Mosquitto
internal import SimulatedDistrict
internal import Synchronization
internal import ValveModel

/// A few connections for the whole fleet, one for each centre, and two that listen.
final class SharedConnections: FleetTransport {
    private let valveCount: Int
    private let valveSenders: [Sender]
    private let centreSenders: [Sender]
    private let lanes: [Lane<Inbox>]
    private let inbox: Inbox
    private let broker: String
    private let root: String
    private let places: [ValvePlace]
    private let boots: Mutex<[UInt32]>

    init(
        endpoint: BrokerEndpoint, broker: String, connections: Int, places: [ValvePlace],
        centres: [CentreSetup], settings: FleetSettings
    ) throws(TransportFault) {
        self.places = places
        valveCount = places.count
        root = settings.root
        boots = Mutex(Array(repeating: settings.boot, count: places.count))
        self.broker = broker
        do {
            let inbox = try Inbox()
            self.inbox = inbox
            // The boot counter tells the runs apart, so that two runs never share a client name.
            let name = "gaswatch-sim-\(settings.boot)"
            var valveSenders: [Sender] = []
            for number in 0..<connections {
                let options = SenderOptions(
                    endpoint: endpoint, clientID: "\(name)-valves-\(number)",
                    seed: settings.seed &+ UInt64(number))
                valveSenders.append(
                    try Sender(options) { change in Self.note(change, in: inbox) })
            }
            self.valveSenders = valveSenders
            var centreSenders: [Sender] = []
            for centre in centres {
                let topic = "\(settings.rescueRoot)/\(centre.id)/link"
                let options = SenderOptions(
                    endpoint: endpoint, clientID: "\(name)-centre-\(centre.id)",
                    will: OutboundMessage(
                        topic: topic, payload: Array("{\"online\":false}".utf8), retained: true),
                    birth: OutboundMessage(
                        topic: topic, payload: Array("{\"online\":true}".utf8), retained: true),
                    seed: settings.seed)
                centreSenders.append(
                    try Sender(options) { change in Self.note(change, in: inbox) })
            }
            self.centreSenders = centreSenders
            let filters = [
                [
                    TopicFilter("\(settings.root)/+/+/receipt", quality: 1),
                    TopicFilter("\(settings.root)/+/+/command", quality: 1),
                ], [TopicFilter("\(settings.rescueRoot)/+/callout", quality: 1)],
            ]
            var lanes: [Lane<Inbox>] = []
            for (number, filters) in filters.enumerated() {
                let options = LaneOptions(
                    endpoint: endpoint, clientID: "\(name)-ear-\(number)", filters: filters,
                    seed: settings.seed)
                lanes.append(try Lane(options, sink: inbox))
            }
            self.lanes = lanes
        } catch {
            throw .endpoint("\(error)")
        }
    }

    private static func note(_ change: LinkChange, in inbox: Inbox) {
        inbox.linkChanged(change)
    }

    func open(timeoutSeconds: Int64) throws(TransportFault) {
        do {
            for lane in lanes { try lane.start() }
            for sender in valveSenders + centreSenders { try sender.start() }
        } catch {
            throw .endpoint("\(error)")
        }
        let wanted = lanes.count + valveSenders.count + centreSenders.count
        do throws(TransportFault) {
            try inbox.await(wanted, broker: broker, timeoutSeconds: timeoutSeconds)
        } catch {
            close()
            throw error
        }
        inbox.noteOpen()
    }

    func send(_ publish: Publish) -> Bool {
        // A link state or an answer has to arrive whenever the link is back; a report is stale by
        // then, and an alarm is repeated by the valve itself.
        let keeps = publish.quality == 1 && !publish.topic.hasSuffix("/alarm")
        let message = OutboundMessage(
            topic: publish.topic, payload: publish.payload, quality: publish.quality,
            retained: publish.retained, whenDisconnected: keeps ? .keep : .refuse)
        switch publish.origin {
        case .centre(let index): return centreSenders[index].send(message)
        case .stranger: return valveSenders[0].send(message)
        case .valve(let number):
            // Neighbours in the reporting order share a connection, so that one wake-up of its
            // thread serves several of them.
            return valveSenders[number * valveSenders.count / valveCount].send(message)
        }
    }

    /// Nobody's connection breaks here, because many valves share it: what the broker would
    /// publish as the last will is said instead.
    func cut(_ origin: Publish.Origin) {
        guard case .valve(let valve) = origin else { return }
        sayLink(valve, online: false)
    }

    func restore(_ origin: Publish.Origin, boot: UInt32) {
        guard case .valve(let valve) = origin else { return }
        boots.withLock { $0[valve] = boot }
        sayLink(valve, online: true)
    }

    private func sayLink(_ valve: Int, online: Bool) {
        let place = places[valve]
        let boot = boots.withLock { $0[valve] }
        _ = send(
            Publish(
                origin: .valve(valve), topic: "\(root)/\(place.area)/\(place.valve)/link",
                payload: Array("{\"online\":\(online),\"boot\":\(boot)}".utf8), quality: 1,
                retained: true, planned: .start))
    }

    func takeArrivals() -> [Arrival] { inbox.take() }

    func wait(milliseconds: Int64) { inbox.wait(milliseconds: milliseconds) }

    var linksLost: Int { inbox.links.lost }

    func close() {
        for sender in valveSenders + centreSenders { sender.stop(flushMilliseconds: 500) }
        for lane in lanes { lane.stop(waitMilliseconds: 2000) }
    }
}
