internal import ValveModel

extension WatchEvent {
    /// Whether the valve's own alarm or flag is the ground, not a rule of ours.
    public var isDevices: Bool { ground == .alarm || ground == .flag }

    /// What was seen, for the person who must act: the quantity in its unit, how long, how fast.
    public var message: String {
        if ground == .alarm {
            let gas = reading.gas.isNaN ? "" : ", gas \(Self.text(reading.gas)) %LEL"
            let cause = reading.cause == .unknown ? "" : " (cause \(reading.cause.word))"
            return "the valve's alarm \(reading.alarm.word)\(cause)\(gas)\(forecast)"
        }
        return switch kind {
        case .leak: leakMessage
        case .heat: "temperature \(Self.text(reading.temperature)) °C"
        case .seepage:
            "gas at least \(Self.text(limit)) %LEL in every report for \(span), now "
                + Self.text(reading.gas)
        case .overtime: "flow in every report for \(span), now \(Self.text(reading.flow, 2)) m³/h"
        case .microflow:
            "a small flow in every report for \(span), now \(Self.text(reading.flow, 3)) m³/h"
        case .overflow: "flow \(Self.text(reading.flow, 2)) m³/h in two reports"
        case .overpressure, .underpressure, .supplyLoss:
            "pressure \(Self.text(reading.pressure, 2)) kPa in two reports"
        case .shutoffFailed:
            ground == .flow
                ? "flow \(Self.text(reading.flow, 2)) m³/h though it should be closed"
                : "position \(reading.position.word) though it should be closed"
        case .reopened: "open again after a leak"
        case .shutoff: "closed without saying why"
        case .suspect, .offline: linkMessage
        case .sensorFault, .lowBattery: healthMessage
        case .shock, .tamper, .powerLoss, .endOfLife: "flag \(kind.word)"
        case .areaEvent: "many valves together"
        }
    }

    private var leakMessage: String {
        let gas = Self.text(reading.gas)
        if reading.gas >= 100 { return "gas at the end of its scale, 100 %LEL or more" }
        return switch ground {
        case .twice: "gas \(gas) %LEL in the second report in a row\(forecast)"
        case .rise, .once: "gas \(gas) %LEL\(forecast)"
        default: "leak"
        }
    }

    /// How fast gas rises and when it will be at 20 %LEL, where it is on its way there.
    private var forecast: String {
        guard gasRate > 0, !reading.gas.isNaN else { return "" }
        let rise = ", rising \(Self.text(gasRate)) a minute"
        guard reading.gas < Self.dangerousGas else { return rise }
        let seconds = (Self.dangerousGas - reading.gas) / gasRate * 60
        return "\(rise): 20 %LEL in \(Self.text(Lapse.seconds(Int64(seconds))))"
    }

    private var linkMessage: String {
        switch ground {
        case .link: "its link is lost"
        case .unreadable: "an alarm that cannot be read"
        default: "silent for \(span)"
        }
    }

    private var healthMessage: String {
        switch ground {
        case .stuck: "gas stands at \(Self.text(reading.gas)) %LEL for \(span)"
        case .drift: "gas has not come back to rest for \(span)"
        case .steps: "gas makes steps that no room makes"
        case .warmUp: "the sensor has been warming up for \(span)"
        case .fall: "battery at \(reading.battery) % and soon empty"
        default: "flag \(kind.word)"
        }
    }

    /// The level by which a leak is dangerous whatever else is known (contract, section 4).
    static let dangerousGas: Float = 20

    private var span: String { Self.text(at - since) }

    static func text(_ lapse: Lapse) -> String {
        let seconds = lapse.milliseconds / 1_000
        if seconds < 120 { return "\(seconds) s" }
        return seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
    }

    /// A measurement with so many decimals; Foundation is not for the pure targets.
    static func text(_ value: Float, _ decimals: Int = 1) -> String {
        guard value.isFinite, abs(value) < 1e6 else { return "?" }
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let whole = Int64((Double(abs(value)) * Double(scale)).rounded())
        let digits = String(whole % scale)
        let sign = value < 0 && whole > 0 ? "-" : ""
        return "\(sign)\(whole / scale)."
            + String(repeating: "0", count: decimals - digits.count) + digits
    }
}
