/// One server-sent event.
package struct ServerEvent: Equatable, Sendable {
    /// The newest id the stream has named; it goes back as `Last-Event-ID`.
    package var id: String?
    /// The event's name; `message` when the stream names none.
    package var name: String
    /// The lines of `data`, joined by a line feed.
    package var data: String

    package init(id: String?, name: String, data: String) {
        self.id = id
        self.name = name
        self.data = data
    }
}

/// Cuts a byte stream into server-sent events, wherever the network has cut it before.
package struct ServerEventParser: Sendable {
    /// An event of ours is one JSON document of a few kilobytes; a stream that sends a megabyte
    /// without an end of line is not an event stream.
    package static let lineBytesMax = 1 << 20

    /// Whether the stream broke that limit; nothing is read from then on.
    package private(set) var isOverlong = false

    private var line: [UInt8] = []
    private var endedByCarriageReturn = false
    private var isFirstLine = true
    private var id: String?
    private var name = ""
    private var data: [String] = []
    private var dataByteCount = 0

    package init() {}

    /// - Returns: the events that `bytes` completes, in order.
    package mutating func consume(_ bytes: some Sequence<UInt8>) -> [ServerEvent] {
        var events: [ServerEvent] = []
        for byte in bytes where !isOverlong {
            switch byte {
            case 0x0A where endedByCarriageReturn:
                endedByCarriageReturn = false
            case 0x0A, 0x0D:
                endedByCarriageReturn = byte == 0x0D
                if let event = endLine() { events.append(event) }
            default:
                endedByCarriageReturn = false
                line.append(byte)
                isOverlong = line.count + dataByteCount > Self.lineBytesMax
            }
        }
        return events
    }

    private mutating func endLine() -> ServerEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
        var value = colon < line.endIndex ? line[(colon + 1)...] : []
        if value.first == 0x20 { value.removeFirst() }
        let text = String(decoding: value, as: UTF8.self)
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "id" where !value.contains(0): id = text.isEmpty ? nil : text
        case "event": name = text
        case "data":
            data.append(text)
            dataByteCount += value.count + 1
        default: break
        }
        return nil
    }

    /// An event without data is none: so says the format, and heartbeats rest on it.
    private mutating func endEvent() -> ServerEvent? {
        defer {
            name = ""
            data.removeAll(keepingCapacity: true)
            dataByteCount = 0
        }
        guard !data.isEmpty else { return nil }
        return ServerEvent(
            id: id, name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"))
    }
}
