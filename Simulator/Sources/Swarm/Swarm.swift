internal import CLinux
internal import CMosquitto
internal import LinuxPlatform
internal import Mosquitto
internal import Synchronization

/// Thousands of MQTT connections, each its own client, served by a few worker threads.
///
/// One thread waits for arrivals and link changes; any thread may send, cut and restore.
package final class Swarm: Sendable {
    private enum Stage { case made, running, stopped }

    private let workers: [Worker]
    private let threads = Mutex<(stage: Stage, running: [DedicatedThread])>((.made, []))
    private let post: SwarmPost
    /// What had to be done to fit the limit of open files.
    package let plan: FileLimitPlan
    /// How many members there are.
    package let count: Int

    /// Longer than a worker allows its farewells.
    private static let stopMilliseconds: Int64 = 5_000

    /// The library's own set-up, which may run only once and on one thread.
    private static let libraryReady: Bool = {
        mosquitto_lib_init() == 0
    }()

    /// Makes all clients; nothing connects yet.
    ///
    /// For a moment the limit of open files is 3, which keeps the library from opening two sockets
    /// for each client: make the swarm before any thread runs that could open a file.
    package init(_ options: SwarmOptions) throws(SwarmFault) {
        try Swarm.check(options)
        precondition(Swarm.libraryReady, "libmosquitto could not be initialised.")
        let count = options.members.count
        self.count = count
        let (soft, hard) = try Swarm.openFiles()
        plan = FileLimitPlan(connections: count, soft: soft, hard: hard)
        let workerCount = max(1, min(options.workers ?? plan.workers, count))
        guard workerCount >= plan.workers else {
            throw .tooFewWorkers(given: workerCount, needed: plan.workers)
        }
        let inboxes: [WorkerInbox]
        let memberCount = count
        do {
            post = try SwarmPost()
            // Eventfds come first: a worker's own table of open files is a copy of this one.
            inboxes = try (0..<workerCount).map { worker throws(SystemFault) in
                try WorkerInbox(
                    links: Swarm.share(of: memberCount, worker: worker, of: workerCount))
            }
        } catch {
            throw .system(error)
        }
        let groups = try Swarm.makeLinks(
            options.members, workers: workerCount, softAfterwards: plan.raisesSoft ? hard : soft)
        let inFlight = max(1, options.connectsInFlightMax / workerCount)
        var made: [Worker] = []
        for (inbox, group) in zip(inboxes, groups) {
            for link in group.links {
                try link.configure(endpoint: options.endpoints[link.member.family.endpoint])
            }
            made.append(
                Worker(
                    inbox: inbox, post: post, options: options, inFlightMax: inFlight,
                    ownTable: plan.ownTables, arrivals: group.arrivals, links: group.links))
        }
        workers = made
    }

    private static func check(_ options: SwarmOptions) throws(SwarmFault) {
        guard !options.members.isEmpty else { throw .noMembers }
        guard options.keepAliveSeconds.lowerBound >= 5,
            options.keepAliveSeconds.upperBound <= 65_535
        else { throw .keepAlive(options.keepAliveSeconds) }
        guard (1...100).contains(options.connectsInFlightMax) else {
            throw .inFlight(options.connectsInFlightMax)
        }
        for endpoint in options.endpoints {
            do {
                try endpoint.check()
            } catch {
                throw .endpoint(error)
            }
        }
        for member in options.members {
            guard options.endpoints.indices.contains(member.family.endpoint) else {
                throw .unknownEndpoint(
                    clientID: member.clientID, endpoint: member.family.endpoint,
                    count: options.endpoints.count)
            }
            guard !member.clientID.isEmpty else {
                throw .badMember(clientID: "A member", what: "it has no client identifier.")
            }
        }
    }

    private static func openFiles() throws(SwarmFault) -> (soft: Int, hard: Int) {
        var soft: UInt64 = 0
        var hard: UInt64 = 0
        // Safety: both local variables outlive the call that fills them.
        guard unsafe clinux_open_files_limit(&soft, &hard) == 0 else {
            throw .system(SystemFault.last("read the limit of open files"))
        }
        // "No limit" is the largest number of all, which leaves no room for sums.
        return (Int(min(soft, 1 << 40)), Int(min(hard, 1 << 40)))
    }

    private static func share(of count: Int, worker: Int, of workers: Int) -> Int {
        (count - worker + workers - 1) / workers
    }

    private struct Group {
        let arrivals = Arrivals()
        var links: [Link] = []
    }

    /// Member m goes to worker m % workers, at place m / workers.
    private static func makeLinks(
        _ members: [SwarmMember], workers: Int, softAfterwards: Int
    ) throws(SwarmFault) -> [Group] {
        guard clinux_open_files_soft(3) == 0 else {
            throw .system(SystemFault.last("lower the limit of open files for a moment"))
        }
        var groups = (0..<workers).map { _ in Group() }
        var fault: SwarmFault?
        do throws(SwarmFault) {
            for (number, member) in members.enumerated() {
                let worker = number % workers
                let link = try Link(
                    number: number, place: number / workers, member: member,
                    arrivals: groups[worker].arrivals)
                groups[worker].links.append(link)
            }
        } catch {
            fault = error
        }
        guard clinux_open_files_soft(UInt64(softAfterwards)) == 0 else {
            throw .system(SystemFault.last("set the limit of open files to \(softAfterwards)"))
        }
        if let fault { throw fault }
        return groups
    }

    /// Starts the workers, which connect the members in their order.
    package func start() throws(SwarmFault) {
        let fault: SystemFault? = threads.withLock { threads in
            guard threads.stage == .made else { return nil }
            threads.stage = .running
            do throws(SystemFault) {
                for (index, worker) in workers.enumerated() {
                    threads.running.append(
                        try DedicatedThread(name: "swarm-\(index)") { worker.run() })
                }
                return nil
            } catch {
                return error
            }
        }
        if let fault { throw .system(fault) }
    }

    private func worker(of member: Int) -> (worker: Worker, place: Int) {
        (workers[member % workers.count], member / workers.count)
    }

    /// Sends a message from a member.
    ///
    /// - Returns: false when the member's link is down: the caller decides what becomes of it.
    ///   True means handed to the worker; a link that dies meanwhile takes it along.
    package func send(_ message: SwarmMessage, from member: Int) -> Bool {
        let (worker, place) = worker(of: member)
        return worker.inbox.send(message, place: place)
    }

    /// Ends a member's link at once without a goodbye, so that the broker publishes its will. The
    /// member stays away until it is restored.
    package func cut(_ member: Int) {
        let (worker, place) = worker(of: member)
        worker.inbox.cut(place: place)
    }

    /// A member comes back with a new will and a new birth, as a device does after a reboot. What
    /// it had sent and nobody acknowledged is forgotten.
    package func restore(_ member: Int, will: SwarmMessage?, birth: SwarmMessage?) {
        let (worker, place) = worker(of: member)
        worker.inbox.append(.restore(place: place, will: will, birth: birth))
    }

    /// All messages that came down since the last call, in the order of each member's link.
    package func takeArrivals() -> [SwarmArrival] { post.takeArrivals() }

    /// All links that came up or went down since the last call.
    package func takeLinkChanges() -> [SwarmLinkChange] { post.takeChanges() }

    /// Waits until there are arrivals or link changes; only one thread may wait.
    ///
    /// - Returns: false when the time passed first.
    @discardableResult
    package func wait(milliseconds: Int64) -> Bool { post.wait(milliseconds: milliseconds) }

    /// Ends the wait of the other thread.
    package func wake() { post.wake() }

    /// How many members are connected, subscribed and born.
    package var connectedCount: Int { post.connected.load(ordering: .relaxed) }
    /// How often a link was lost without being cut, since the start.
    package var lostCount: Int { post.lost.load(ordering: .relaxed) }
    /// How many arrivals were thrown away because nobody took them.
    package var droppedArrivalCount: Int { post.dropped }
    /// Why the latest connect that failed did so, in words; nil when none has.
    package var refusedReason: String? { post.refused }

    /// Says goodbye for all members, so that no will is published, and frees them. Bounded: a
    /// broker that does not read delays it by two seconds.
    package func stop() {
        let running = threads.withLock { threads in
            let running = threads.running
            threads = (.stopped, [])
            return running
        }
        guard !running.isEmpty else { return }
        for worker in workers { worker.inbox.append(.stop) }
        for thread in running { thread.join(timeoutMilliseconds: Swarm.stopMilliseconds) }
    }
}
