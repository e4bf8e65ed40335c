internal import Synchronization

/// One event of the stream: `id` grows by one an event inside a run and survives a restart.
package struct StreamEvent: Equatable, Sendable {
    package var id: UInt64
    /// `incident`, `team`, `centre`, `valve`, `status` or `reset`.
    package var name: String
    private let text: EventText

    package init(id: UInt64, name: String, text: EventText) {
        self.id = id
        self.name = name
        self.text = text
    }

    package init(id: UInt64, name: String, body: [UInt8]) {
        self.init(id: id, name: name, text: EventText(body))
    }

    /// A JSON document.
    package var body: [UInt8] { text.bytes }
    /// About how many bytes it has.
    package var weight: Int { text.weight }

    package static func == (left: StreamEvent, right: StreamEvent) -> Bool {
        left.id == right.id && left.name == right.name && left.body == right.body
    }
}

/// The JSON of an event, made by whoever reads it first: the thread that calls teams out writes none,
/// and where nobody listens none is written.
package final class EventText: Sendable {
    private enum State: Sendable {
        case toBeMade(@Sendable () -> [UInt8])
        case made([UInt8])
    }

    /// About how many bytes it has.
    let weight: Int
    private let state: Mutex<State>

    package init(_ bytes: [UInt8]) {
        weight = bytes.count
        state = Mutex(.made(bytes))
    }

    /// - Parameter make: Called once, on the reader's thread. What it shows is what it has captured.
    package init(weight: Int, _ make: @escaping @Sendable () -> [UInt8]) {
        self.weight = weight
        state = Mutex(.toBeMade(make))
    }

    var bytes: [UInt8] {
        state.withLock { state in
            switch state {
            case .made(let bytes): return bytes
            case .toBeMade(let make):
                let bytes = make()
                state = .made(bytes)
                return bytes
            }
        }
    }
}
