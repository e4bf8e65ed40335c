/// One valve as the contract describes valves: it repeats an alarm until it has the receipt, says
/// when it is there, and closes when it is told to, unless it is stuck.
struct SimulatedValve {
    enum Position: String { case open, closed, stuck }
    enum Clock { case right, at1970, ahead }

    /// An alarm without a receipt.
    struct Pending {
        var boot: UInt32
        var sequence: UInt32
        var body: [UInt8]
        var spoken: Parcel.Spoken
        var attempt = 0
    }

    /// What the room has been given of it since its start, as far as a plain reading of the contract
    /// tells what must be known then. `nil` where chance made it ambiguous, as for a cloned identity.
    struct Given {
        var boot: UInt32
        var sequence: UInt32
        var gas: Int?
    }

    let index: Int
    let area: String
    let reportTopic: [UInt8]
    let alarmTopic: [UInt8]
    let linkTopic: [UInt8]
    let resultTopic: [UInt8]

    var boot: UInt32 = 1
    var sequence: UInt32 = 0
    /// Tenths of %LEL.
    var gas = 0
    /// Hundredths of m³/h and of kPa, whole °C.
    var flow = 10
    var pressure = 205
    var temperature = 21
    var position = Position.open
    var clock = Clock.right
    var isConnected = true
    var isSilent = false
    var isTesting = false
    /// Tenths of %LEL by which gas rises from report to report; 0 where nothing leaks.
    var leakRate = 0
    /// Whether gas comes from before the valve, so that closing it does not help.
    var isUpstream = false
    var ignoresCommands = false
    var closesItself = true
    var pending: [Pending] = []
    var ticks: UInt32 = 0
    var reportTurn: UInt32 = 0
    /// Nothing it sends reaches the broker before what it sent earlier.
    var arrivalAt: Int64 = 0
    /// When its newest report reached the broker.
    var reportedAt: Int64 = 0
    var given: Given?
    /// Chance made its identities ambiguous: what the room must know of it is not certain.
    var isAmbiguous = false
    var commandSeen = ""

    init(index: Int, area: String, name: String) {
        self.index = index
        self.area = area
        func topic(_ channel: String) -> [UInt8] {
            Array("\(SimulatedValve.root)/\(area)/\(name)/\(channel)".utf8)
        }
        reportTopic = topic("report")
        alarmTopic = topic("alarm")
        linkTopic = topic("link")
        resultTopic = topic("result")
    }

    static let root = "gas/v1"

    /// Whether it is in trouble and reports every ten seconds.
    var isInTrouble: Bool { leakRate > 0 || gas >= 30 || !pending.isEmpty || temperature > 40 }

    /// The next reading, with a new sequence number.
    mutating func reading(
        alarm: String? = nil, cause: String? = nil, flags: String? = nil, at now: Int64
    ) -> (body: [UInt8], spoken: Parcel.Spoken) {
        sequence &+= 1
        var body: [UInt8] = []
        body.reserveCapacity(192)
        body.append(contentsOf: "{\"boot\":".utf8)
        Self.append(Int(boot), to: &body)
        body.append(contentsOf: ",\"seq\":".utf8)
        Self.append(Int(sequence), to: &body)
        body.append(contentsOf: ",\"ts\":".utf8)
        Self.append(Int(ownClock(now)), to: &body)
        body.append(contentsOf: ",\"gas\":".utf8)
        Self.append(tenths: gas, to: &body)
        body.append(contentsOf: ",\"flow\":".utf8)
        Self.append(hundredths: flow, to: &body)
        body.append(contentsOf: ",\"pressure\":".utf8)
        Self.append(hundredths: pressure, to: &body)
        body.append(contentsOf: ",\"temp\":".utf8)
        Self.append(temperature, to: &body)
        body.append(contentsOf: ",\"battery\":87,\"rssi\":-71,\"position\":\"".utf8)
        body.append(contentsOf: position.rawValue.utf8)
        body.append(0x22)
        if let alarm { body.append(contentsOf: ",\"alarm\":\"\(alarm)\"".utf8) }
        if let cause { body.append(contentsOf: ",\"cause\":\"\(cause)\"".utf8) }
        if let flags { body.append(contentsOf: ",\"flags\":[\"\(flags)\"]".utf8) }
        if isTesting { body.append(contentsOf: ",\"test\":true".utf8) }
        body.append(0x7D)
        let isLeak =
            alarm == "leak" || (alarm == "shutoff" && cause == "leak")
            || (alarm != nil && gas >= 100)
        return (
            body,
            Parcel.Spoken(
                valve: index, boot: boot, sequence: sequence, isAlarm: alarm != nil,
                isLeak: isLeak, isTest: isTesting, isClosed: position == .closed && flow == 0,
                gas: gas, saidAt: now)
        )
    }

    private func ownClock(_ now: Int64) -> Int64 {
        switch clock {
        case .right: VirtualTime.wallAtStart + now
        case .at1970: now
        case .ahead: VirtualTime.wallAtStart + now + 86_400_000
        }
    }

    private static func append(_ number: Int, to body: inout [UInt8]) {
        if number < 0 { body.append(0x2D) }
        var digits: [UInt8] = []
        var rest = abs(number)
        repeat {
            digits.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        body.append(contentsOf: digits.reversed())
    }

    private static func append(tenths: Int, to body: inout [UInt8]) {
        append(tenths / 10, to: &body)
        body.append(0x2E)
        body.append(0x30 + UInt8(tenths % 10))
    }

    private static func append(hundredths: Int, to body: inout [UInt8]) {
        append(hundredths / 100, to: &body)
        body.append(0x2E)
        body.append(0x30 + UInt8(hundredths / 10 % 10))
        body.append(0x30 + UInt8(hundredths % 10))
    }
}
