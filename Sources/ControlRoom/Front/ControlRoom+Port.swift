package import ConsoleAPI

extension ControlRoom: ConsolePort {
    package func centres() -> [CentreView] { centreViews() }

    package func registry(isWhole: Bool) -> [UInt8] {
        ports.writeRegistry(households.current.registered, isWhole)
    }

    package func rejects() -> [RejectView] { rejectBook.views(times) }

    package func events(after id: UInt64?) -> AsyncStream<StreamEvent> {
        eventHub.subscribe(after: id)
    }
}
