internal import CLinux
internal import Glibc
internal import LinuxPlatform
internal import Mosquitto
internal import Synchronization

/// How one link comes up, carries messages and goes down.
extension Worker {
    /// Begins connects until the window is full or nobody wants one.
    func connectSome() {
        while inFlight < inFlightMax && readyFrom < ready.count {
            let link = links[ready[readyFrom]]
            readyFrom += 1
            if link.phase == .wanting { connect(link) }
        }
        if readyFrom == ready.count && readyFrom > 0 {
            ready.removeAll(keepingCapacity: true)
            readyFrom = 0
        }
    }

    private func connect(_ link: Link) {
        let endpoint = endpoints[link.member.family.endpoint]
        link.phase = .connecting
        link.connectBegan = now
        inFlight += 1
        let outcome = link.connect(
            to: endpoint, from: SourceAddress.of(member: link.number, to: endpoint),
            keepAlive: Int.random(in: keepAliveSeconds))
        settle(link, outcome: outcome)
    }

    func serve(_ link: Link, readable: Bool, writable: Bool) {
        var outcome: Int32 = 0
        if writable { outcome = link.write() }
        if readable && outcome == 0 { outcome = link.read() }
        guard link.phase != .away else { return }
        settle(link, outcome: outcome)
    }

    /// Draws the conclusion from a library call: lost, complete, or waiting for the socket.
    func settle(_ link: Link, outcome: Int32) {
        let errorNumber = errno
        if outcome != 0 || link.socket < 0 {
            let words: String
            if let code = link.connack, code != 0 {
                words = LinkWords.connack(code)
            } else {
                words = LinkWords.library(outcome, errorNumber)
            }
            return lost(link, because: words)
        }
        if link.phase == .connecting && link.advance() {
            inFlight -= 1
            if link.refusedFilter { refused = LinkWords.filterRefused }
            link.failures = 0
            link.phase = .up
            inbox.mark(place: link.place, isUp: true)
            report(link, isUp: true, reason: "")
        }
        watch(link)
    }

    /// Tells the kernel what to watch the socket for, if that has changed.
    func watch(_ link: Link) {
        let wants = link.wantsWrite
        guard link.socket >= 0, !link.isWatched || wants != link.isWatchedForWriting else { return }
        let outcome = clinux_epoll_watch(
            epoll, link.socket, UInt32(link.place), wants ? 1 : 0, link.isWatched ? 1 : 0)
        guard outcome == 0 else {
            return lost(link, because: SystemFault.last("watch the socket").description)
        }
        link.isWatched = true
        link.isWatchedForWriting = wants
    }

    /// The link is down without anybody's wish: it comes back after a back-off.
    func lost(_ link: Link, because reason: String) {
        link.close()
        if link.phase == .connecting {
            inFlight -= 1
            refused = reason
        } else if link.phase == .up {
            inbox.mark(place: link.place, isUp: false)
            post.lost.add(1, ordering: .relaxed)
            report(link, isUp: false, reason: reason)
        }
        guard link.phase != .away else { return }
        link.phase = .wanting
        waiting.append((now + Worker.backOff(failures: link.failures), link.place))
        link.failures += 1
    }

    func report(_ link: Link, isUp: Bool, reason: String) {
        post.connected.add(isUp ? 1 : -1, ordering: .relaxed)
        changes.append(
            SwarmLinkChange(
                member: link.number, isUp: isUp, nanoseconds: BootClock.nanoseconds(),
                reason: reason))
    }

    /// The first retry within a second, so that a short outage stays short; then twice as long
    /// each time, at most 16 s, so that a broker that restarts is not buried under connects.
    private static func backOff(failures: Int) -> Int64 {
        let longest: Int64 = 1_000_000_000 << Int64(min(failures, 4))
        return Int64.random(in: longest / 4...longest)
    }

    func send(_ message: SwarmMessage, over link: Link) {
        // Between the order and now the link may have gone down; the message is lost with it, as
        // everything is that was in a device's modem.
        guard link.phase == .up else { return }
        let outcome = link.publish(message)
        if link.socket < 0 || LinkWords.isLoss(outcome) {
            settle(link, outcome: outcome)
        } else {
            // A topic or payload that MQTT forbids is the caller's fault, not the link's.
            if outcome != 0 { refused = LinkWords.library(outcome, errno) }
            watch(link)
        }
    }

    func cut(_ link: Link) {
        let before = link.phase
        link.phase = .away
        inbox.mark(place: link.place, isUp: false)
        if before == .connecting { inFlight -= 1 }
        link.close()
        if before == .up { report(link, isUp: false, reason: LinkWords.cut) }
    }

    func restore(_ link: Link, will: SwarmMessage?, birth: SwarmMessage?) {
        if link.phase != .away { cut(link) }
        do throws(SwarmFault) {
            let endpoint = endpoints[link.member.family.endpoint]
            try link.startAfresh(will: will, birth: birth, endpoint: endpoint)
        } catch {
            refused = error.description
            return
        }
        link.phase = .wanting
        ready.append(link.place)
    }
}
