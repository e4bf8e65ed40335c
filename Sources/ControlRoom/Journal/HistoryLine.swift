internal import ConsoleAPI
internal import Foundation
internal import ValveModel

extension ReasonView {
    /// The sentences of a finding's evidence.
    init?(_ evidence: Evidence?) {
        guard let evidence else { return nil }
        self.init(en: evidence.sentence(.english), zh: evidence.sentence(.chinese))
    }
}

/// The journal's form of a line of the history: who and what in words, and the numbers behind a
/// finding. The sentence about them is made when it is read, in the reader's language.
struct HistoryLine: Decodable, Equatable {
    var by: String?
    var text: String
    var evidence: Evidence?

    /// `nil` for a body of another form, such as a tape's.
    init?(_ body: [UInt8]) {
        guard let line = try? JSONDecoder().decode(Self.self, from: Data(body)) else { return nil }
        self = line
    }

    init(by: String?, text: String, evidence: Evidence?) {
        (self.by, self.text, self.evidence) = (by, text, evidence)
    }

    /// Written piece by piece: a storm writes tens of thousands of them in a second.
    var json: [UInt8] {
        var writer = JSONWriter(reserving: 256)
        writer.object { object in
            object.field("by", by)
            object.field("text", text)
            guard let evidence else { return }
            object.object("evidence") { Self.write(evidence, into: &$0) }
        }
        return writer.bytes
    }

    /// The members by which `Evidence` reads itself; one that is `nil` is left out.
    private static func write(_ evidence: Evidence, into object: inout JSONWriter) {
        object.field("kind", Int(evidence.kind.rawValue))
        object.field("ground", evidence.ground.rawValue)
        func number(_ name: StaticString, _ value: Float?, _ object: inout JSONWriter) {
            guard let value, value.isFinite else { return }
            object.field(name, Double(value))
        }
        number("value", evidence.value, &object)
        number("before", evidence.before, &object)
        number("limit", evidence.limit, &object)
        number("rate", evidence.rate, &object)
        if let lapse = evidence.lapse { object.field("lapse", Int(lapse.milliseconds)) }
        if let position = evidence.position { object.field("position", Int(position.rawValue)) }
        if let alarm = evidence.alarm { object.field("alarm", Int(alarm.rawValue)) }
        if let cause = evidence.cause { object.field("cause", Int(cause.rawValue)) }
    }
}
