internal import CLinux
internal import Glibc

/// An eventfd: any thread rings it, one thread waits for it, alone or together with a socket.
public final class WakeEvent: Sendable {
    /// The descriptor to poll; readable while the event has been rung and not cleared.
    public let descriptor: Int32

    /// Opens the descriptor.
    ///
    /// - Throws: a fault when the limit of open files has been reached.
    public init() throws(SystemFault) {
        descriptor = clinux_eventfd()
        guard descriptor >= 0 else { throw SystemFault.last("create a wake-up event") }
    }

    deinit {
        close(descriptor)
    }

    /// Makes the descriptor readable. Costs one system call.
    public func ring() {
        var one: UInt64 = 1
        // Safety: eight bytes of a local variable are read, the size an eventfd demands.
        let written = unsafe write(descriptor, &one, 8)
        // EAGAIN means the counter is full: the event has long been rung.
        precondition(written == 8 || errno == EAGAIN, "An open wake-up event refused a ring.")
    }

    /// Makes the descriptor unreadable until the next ring.
    public func clear() {
        var rings: UInt64 = 0
        // Safety: eight bytes of a local variable are written, the size an eventfd demands.
        _ = unsafe read(descriptor, &rings, 8)
    }

    /// Which of two descriptors a wait ended for.
    public struct Readiness: Sendable {
        /// The event was rung; it has been cleared.
        public let rung: Bool
        /// The socket can be read, written (if that was asked for), or has failed.
        public let socketReady: Bool
    }

    /// Waits until the event rings, the socket is ready, or the time has passed.
    ///
    /// - Parameters:
    ///   - socket: a second descriptor to wait for, or -1 for none.
    ///   - writable: whether the socket is also ready when it can be written.
    ///   - milliseconds: how long to wait at most; nil waits for ever.
    public func wait(
        socket: Int32 = -1, writable: Bool = false, milliseconds: Int64?
    ) -> Readiness {
        let events = Int16(POLLIN) | (writable ? Int16(POLLOUT) : 0)
        var pair: [2 of pollfd] = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: events, revents: 0),
        ]
        let timeout = milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
        var span = pair.mutableSpan
        // Safety: the pointer covers exactly the two entries it says and does not leave the call;
        // a negative descriptor is skipped by poll.
        let ready = unsafe span.withUnsafeMutableBufferPointer { entries in
            var outcome: Int32
            // A signal starts the wait afresh: every caller bears a wait that is a little longer.
            repeat {
                outcome = unsafe poll(entries.baseAddress, 2, timeout)
            } while outcome < 0 && errno == EINTR
            return outcome
        }
        guard ready > 0 else { return Readiness(rung: false, socketReady: false) }
        let rung = pair[0].revents != 0
        if rung { clear() }
        return Readiness(rung: rung, socketReady: pair[1].revents != 0)
    }
}
