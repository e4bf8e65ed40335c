internal import CLinux
internal import Glibc
internal import LinuxPlatform
internal import Mosquitto

/// One thread that serves its share of the links with an epoll of its own.
///
/// Safety: everything here belongs to the worker's thread from `run` on; other threads reach it
/// through the inbox and the post, which lock. Before `run` only the swarm's maker touches it.
final class Worker: @unchecked Sendable {
    let inbox: WorkerInbox
    let post: SwarmPost
    let endpoints: [BrokerEndpoint]
    let keepAliveSeconds: ClosedRange<Int>
    let inFlightMax: Int
    let ownTable: Bool
    let arrivals: Arrivals
    let links: [Link]

    var changes: [SwarmLinkChange] = []
    var refused: String?
    var epoll: Int32 = -1
    /// Links that want to connect now, and from where on the list has not been worked off.
    var ready: [Int] = []
    var readyFrom = 0
    /// Links that want to connect later.
    var waiting: [(due: Int64, place: Int)] = []
    var inFlight = 0
    var now: Int64 = 0
    private var sliceDue: Int64 = 0
    private var sliceFrom = 0

    /// Every link is looked after once a second, in twenty slices: 1,450 of 29,000 links at a
    /// time, which takes 0.1 ms and delays no message noticeably.
    private static let slicesPerSecond = 20
    private static let sliceNanoseconds: Int64 = 1_000_000_000 / Int64(slicesPerSecond)
    /// A broker answers within milliseconds; lost SYNs are sent again after 1, 3 and 7 s.
    private static let connectLimitNanoseconds: Int64 = 15_000_000_000
    /// How long the goodbyes of all links together may take; 15,000 take 0.2 s.
    private static let farewellNanoseconds: Int64 = 2_000_000_000
    /// The tag of the wake-up event; links have their place as tag.
    private static let eventTag = UInt32.max
    /// As many as one wait of the C function returns.
    private static let readyMax = 256

    init(
        inbox: WorkerInbox, post: SwarmPost, options: SwarmOptions, inFlightMax: Int,
        ownTable: Bool, arrivals: Arrivals, links: [Link]
    ) {
        self.inbox = inbox
        self.post = post
        self.endpoints = options.endpoints
        self.keepAliveSeconds = options.keepAliveSeconds
        self.inFlightMax = inFlightMax
        self.ownTable = ownTable
        self.arrivals = arrivals
        self.links = links
        ready = Array(links.indices)
    }

    /// The life of the thread.
    func run() {
        if ownTable && clinux_files_unshare() != 0 {
            return giveUp(SystemFault.last("get a table of open files for a worker"))
        }
        epoll = clinux_epoll_open()
        guard epoll >= 0 else { return giveUp(SystemFault.last("open an epoll for a worker")) }
        guard clinux_epoll_watch(epoll, inbox.event.descriptor, Worker.eventTag, 0, 0) == 0 else {
            return giveUp(SystemFault.last("watch the wake-up event of a worker"))
        }
        now = BootClock.nanoseconds()
        sliceDue = now + Worker.sliceNanoseconds
        while obey() {
            connectSome()
            deliver()
            serveReady(until: sliceDue)
            if now >= sliceDue { lookAfterSlice() }
        }
        farewell()
        deliver()
        close(epoll)
    }

    private func giveUp(_ fault: SystemFault) {
        refused = fault.description
        deliver()
        links.forEach { $0.destroy() }
    }

    /// - Returns: false when the worker is to stop.
    private func obey() -> Bool {
        for order in inbox.takeOrders() {
            switch order {
            case .send(let place, let message): send(message, over: links[place])
            case .cut(let place): cut(links[place])
            case .restore(let place, let will, let birth):
                restore(links[place], will: will, birth: birth)
            case .stop: return false
            }
        }
        return true
    }

    private func deliver() {
        post.deliver(arrivals.messages, changes, refused: refused)
        arrivals.messages.removeAll(keepingCapacity: true)
        changes.removeAll(keepingCapacity: true)
        refused = nil
    }

    /// Serves what is ready, or waits until something is or the moment has come.
    private func serveReady(until moment: Int64) {
        // Rounded up, or the last millisecond would be spent in a busy loop.
        let pause = Int32(clamping: max(0, (moment - now + 999_999) / 1_000_000))
        // Safety: the array of the C structure lives for the call and has the count passed.
        unsafe withUnsafeTemporaryAllocation(
            of: clinux_ready.self, capacity: Worker.readyMax
        ) { buffer in
            let found = unsafe clinux_epoll_wait(
                epoll, buffer.baseAddress, Int32(Worker.readyMax), pause)
            now = BootClock.nanoseconds()
            for index in 0..<Int(max(0, found)) {
                let entry = unsafe buffer[index]
                if entry.tag == Worker.eventTag {
                    inbox.event.clear()
                } else {
                    serve(
                        links[Int(entry.tag)], readable: entry.readable != 0,
                        writable: entry.writable != 0)
                }
            }
        }
    }

    /// Pings where a keepalive is due, ends connects that hang, and ends back-offs.
    private func lookAfterSlice() {
        sliceDue = max(sliceDue + Worker.sliceNanoseconds, now)
        let size = links.count / Worker.slicesPerSecond + 1
        for _ in 0..<min(size, links.count) {
            let link = links[sliceFrom]
            sliceFrom = (sliceFrom + 1) % links.count
            switch link.phase {
            case .up:
                // A dead link is found by its closed socket, whatever the call returns.
                _ = link.keepAlive()
                settle(link, outcome: 0)
            case .connecting where now - link.connectBegan > Worker.connectLimitNanoseconds:
                lost(link, because: LinkWords.noAnswer)
            default: break
            }
        }
        guard !waiting.isEmpty else { return }
        ready.append(contentsOf: waiting.lazy.filter { $0.due <= self.now }.map(\.place))
        waiting.removeAll { $0.due <= now }
    }

    /// Goodbyes for all links that are up, within a bounded time; then every client is freed, here,
    /// where the sockets are.
    private func farewell() {
        inbox.markAllDown()
        for link in links where link.phase == .up {
            link.leave()
            if link.socket >= 0 { watch(link) }
        }
        let limit = BootClock.nanoseconds() + Worker.farewellNanoseconds
        now = BootClock.nanoseconds()
        while now < limit && links.contains(where: { $0.phase == .up && $0.socket >= 0 }) {
            serveReady(until: min(limit, now + Worker.sliceNanoseconds))
        }
        for link in links {
            if link.phase == .up { report(link, isUp: false, reason: "stopped") }
            link.phase = .away
            link.destroy()
        }
    }
}
