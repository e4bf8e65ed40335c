internal import Mosquitto
internal import Synchronization

/// Hears the receipts of a storm's valves and the call-outs, at full rate.
final class ReceiptEar: LaneSink {
    private let storm: AlarmStorm
    private let callouts = Atomic<Int>(0)
    private let connected = Atomic<Bool>(false)

    private static let valveMark = Array("/K".utf8)
    private static let sequenceMark = Array("\"seq\":".utf8)
    private static let wordMark = Array("\"receipt\":\"".utf8)

    init(_ storm: AlarmStorm) { self.storm = storm }

    var calloutCount: Int { callouts.load(ordering: .relaxed) }
    var isConnected: Bool { connected.load(ordering: .acquiring) }

    func arrived(topic: Span<UInt8>, payload: Span<UInt8>, quality: Int32, retained: Bool) {
        guard topic.count > 0, topic[topic.count - 1] == UInt8(ascii: "t"),
            let valve = Self.number(in: topic, after: Self.valveMark),
            let sequence = Self.number(in: payload, after: Self.sequenceMark),
            let place = Self.place(in: payload, after: Self.wordMark), place < payload.count
        else {
            callouts.wrappingAdd(1, ordering: .relaxed)
            return
        }
        storm.note(valve: valve, sequence: sequence, word: payload[place])
    }

    func batchEnded(count: Int) -> BatchVerdict { .release }

    func linkChanged(_ link: LaneLink) {
        if case .connected = link { connected.store(true, ordering: .releasing) }
    }

    /// Where the text goes on after the first `mark`.
    private static func place(in text: Span<UInt8>, after mark: [UInt8]) -> Int? {
        guard text.count >= mark.count else { return nil }
        for start in 0...(text.count - mark.count)
        where mark.indices.allSatisfy({ text[start + $0] == mark[$0] }) {
            return start + mark.count
        }
        return nil
    }

    private static func number(in text: Span<UInt8>, after mark: [UInt8]) -> Int? {
        guard var place = place(in: text, after: mark) else { return nil }
        var value: Int?
        while place < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) {
            value = (value ?? 0) * 10 + Int(text[place] - UInt8(ascii: "0"))
            place += 1
        }
        return value
    }
}
