public import ValveModel

extension WatchEvent {
    /// Whether the valve's own alarm or flag is the ground, not a rule of ours.
    public var isDevices: Bool { ground == .alarm || ground == .flag }

    /// Whether the valve has closed without saying why, which was seen before it was raised.
    public var isPlainClosing: Bool { kind == .shutoff && ground == .position && since < at }

    /// Why it was raised, in numbers.
    public var evidence: Evidence {
        var evidence = Evidence(kind, ground)
        evidence.value = Evidence.quantity(of: kind).flatMap(measured)
        evidence.before = before.isNaN ? nil : before
        evidence.limit = limit.isNaN ? nil : limit
        evidence.rate = gasRate > 0 ? gasRate : nil
        evidence.lapse = since < at ? at - since : nil
        if ground == .position { evidence.position = reading.position }
        if reading.alarm != .none { evidence.alarm = reading.alarm }
        if reading.cause != .unknown { evidence.cause = reading.cause }
        return evidence
    }

    /// What the message says of a quantity.
    private func measured(_ quantity: Evidence.Quantity) -> Float? {
        let value =
            switch quantity {
            case .gas: reading.gas
            case .flow: reading.flow
            case .pressure: reading.pressure
            case .temperature: reading.temperature
            case .battery:
                reading.battery == Reading.byteAbsent ? .nan : Float(reading.battery)
            }
        return value.isNaN ? nil : value
    }
}
