internal import Incidents
internal import Synchronization

/// Which valves are out of service, for readers on any thread; the desk decides and keeps it.
package final class ServiceBook: Sendable {
    private let shelves = Mutex<[String: Shelf]>([:])

    /// Takes what is set aside under a name; names of alarms, which are no valves, are passed over.
    func note(_ name: String, _ shelf: Shelf?) {
        shelves.withLock { $0[name] = shelf.flatMap { $0.isService ? $0 : nil } }
    }

    /// Why and until when a valve is out of service; `nil` when it is not.
    func shelf(of valve: String) -> Shelf? { shelves.withLock { $0[valve] } }
}
