internal import LinuxPlatform
internal import Synchronization

/// What a worker is told to do with one of its links.
enum SwarmOrder: Sendable {
    case send(place: Int, SwarmMessage)
    case cut(place: Int)
    case restore(place: Int, will: SwarmMessage?, birth: SwarmMessage?)
    case stop
}

/// The orders for one worker, and which of its links are up: any thread may ask and append.
final class WorkerInbox: Sendable {
    private struct Contents {
        var orders: [SwarmOrder] = []
        var isUp: [Bool]
    }

    private let contents: Mutex<Contents>
    let event: WakeEvent

    init(links: Int) throws(SystemFault) {
        event = try WakeEvent()
        contents = Mutex(Contents(isUp: Array(repeating: false, count: links)))
    }

    /// - Returns: false when the link is down; nothing is kept then.
    func send(_ message: SwarmMessage, place: Int) -> Bool {
        let (accepted, isFirst) = contents.withLock { contents in
            guard contents.isUp[place] else { return (false, false) }
            contents.orders.append(.send(place: place, message))
            return (true, contents.orders.count == 1)
        }
        // The worker takes all orders at once, so only the first after that needs to wake it.
        if isFirst { event.ring() }
        return accepted
    }

    func cut(place: Int) {
        contents.withLock { $0.isUp[place] = false }
        append(.cut(place: place))
    }

    func append(_ order: SwarmOrder) {
        let isFirst = contents.withLock { contents in
            contents.orders.append(order)
            return contents.orders.count == 1
        }
        if isFirst { event.ring() }
    }

    func takeOrders() -> [SwarmOrder] {
        contents.withLock { contents in
            let taken = contents.orders
            contents.orders = []
            return taken
        }
    }

    func mark(place: Int, isUp: Bool) {
        contents.withLock { $0.isUp[place] = isUp }
    }

    func markAllDown() {
        contents.withLock { contents in
            contents.isUp = Array(repeating: false, count: contents.isUp.count)
        }
    }
}
