import ValveModel

@testable import ValveWire

/// One decoded body with everything the decoder said about it.
struct Decoded {
    var reading: Reading
    var refusal: Refusal?
    var reasons: [String]
    var unnamed: [String]
    var boot: UInt32?
    var sequence: UInt32?

    init(_ body: [UInt8], needsAlarm: Bool = false) {
        var decoder = ReadingDecoder()
        reading = Reading(
            valve: ValveIndex(0), area: .unknown, origin: .report, receivedAt: .distantPast)
        refusal = decoder.decode(body.span, needsAlarm: needsAlarm, into: &reading)
        reasons = decoder.faults.reasons
        unnamed = decoder.unnamedFlags
        boot = decoder.boot
        sequence = decoder.sequence
    }

    init(_ text: String, needsAlarm: Bool = false) {
        self.init(Array(text.utf8), needsAlarm: needsAlarm)
    }

    /// A body with boot, seq and the members given.
    static func with(_ members: String) -> Decoded {
        Decoded("{\"boot\":12,\"seq\":3401,\(members)}")
    }
}

let contractBody = """
    {"boot":12,"seq":3401,"ts":1763884800123,"gas":1.2,"flow":0.18,"pressure":2.05,"temp":21.5,
     "battery":87,"rssi":-71,"position":"open","alarm":"leak","cause":"leak","flags":["tamper"],"test":false}
    """
