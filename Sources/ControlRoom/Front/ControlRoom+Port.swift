package import ConsoleAPI

extension ControlRoom: ConsolePort {
    package func centres(_ filter: ListFilter) -> [CentreView] {
        centreViews().filter { centre in
            (filter.centre == nil || centre.id == filter.centre)
                && (filter.area.map { centre.areas.contains($0) } ?? true)
        }
    }

    package func registry(isWhole: Bool) -> [UInt8] {
        ports.writeRegistry(households.current.registered, isWhole)
    }

    package func rejects() -> [RejectView] { rejectBook.views(times) }

    package func events(after id: UInt64?) -> AsyncStream<StreamEvent> {
        eventHub.subscribe(after: id)
    }
}
