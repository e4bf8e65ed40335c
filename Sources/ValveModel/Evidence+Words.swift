/// The sentence of what was seen, for the person who must act: the quantity in its unit, how long,
/// how fast.
extension Evidence {
    /// The languages of sentences.
    public enum Language: Sendable { case chinese, english }

    /// What was seen, in one sentence without a full stop.
    public func sentence(_ language: Language) -> String {
        let (chinese, english) = words
        return language == .chinese ? chinese : english
    }

    /// The level by which a leak is dangerous whatever else is known (contract, section 4).
    private static let dangerousGas: Float = 20

    private typealias Words = (chinese: String, english: String)

    private var words: Words {
        if ground == .alarm { return alarmWords }
        if let standing = standingWords { return standing }
        return switch kind {
        case .leak: leakWords
        case .heat: heatWords
        case .seepage:
            (
                "每次上报燃气均不低于 \(text(limit)) %LEL，已持续\(span.chinese)，现为 \(text(value))",
                "gas at least \(text(limit)) %LEL in every report for \(span.english), now "
                    + text(value)
            )
        case .overtime:
            (
                "每次上报均有用气，已持续\(span.chinese)，现为 \(text(value, 2)) m³/h",
                "flow in every report for \(span.english), now \(text(value, 2)) m³/h"
            )
        case .microflow:
            (
                "每次上报均有微小流量，已持续\(span.chinese)，现为 \(text(value, 3)) m³/h",
                "a small flow in every report for \(span.english), now \(text(value, 3)) m³/h"
            )
        case .overflow: twice("流量", "flow", 2, "m³/h")
        case .overpressure, .underpressure, .supplyLoss: twice("压力", "pressure", 2, "kPa")
        case .shutoffFailed: notClosedWords
        case .reopened: ("泄漏后又打开", "open again after a leak")
        case .shutoff: ("关闭且未说明原因", "closed without saying why")
        case .suspect, .offline: linkWords
        case .sensorFault, .lowBattery: healthWords
        case .shock, .tamper, .powerLoss, .endOfLife: flagWords
        case .areaEvent: ("多个阀门同时出现", "many valves together")
        }
    }

    private var alarmWords: Words {
        let alarm = alarm ?? .none
        var chinese = "阀门自报“\(alarm.chinese)”"
        var english = "the valve's alarm \(alarm.word)"
        if let cause, cause != .unknown {
            chinese += "（原因：\(cause.chinese)）"
            english += " (cause \(cause.word))"
        }
        if let value, let named = Self.quantity(of: kind)?.named {
            chinese += "，\(named.chinese) \(text(value, named.decimals)) \(named.unit)"
            english += ", \(named.english) \(text(value, named.decimals)) \(named.unit)"
        }
        return (chinese + forecast.chinese, english + forecast.english)
    }

    /// Why an open leak has the priority it has now.
    private var standingWords: Words? {
        let gas = text(value ?? before)
        return switch ground {
        case .proven: ("已证实关闭，燃气 \(gas) %LEL", "proven closed, gas \(gas) %LEL")
        case .unproven: ("未证实关闭", "not proven closed")
        case .neighbour:
            ("10 分钟内同一立管或楼栋另有泄漏", "another leak on its riser or in its building within 10 min")
        case .unmeasured: ("关闭后未测到燃气值", "no gas measured since it was proven closed")
        case .level:
            (
                "已证实关闭，燃气仍有 \(gas) %LEL（不低于 \(text(limit))）",
                "proven closed, and gas \(gas) %LEL all the same, at least \(text(limit))"
            )
        case .link where kind == .leak, .silence where kind == .leak: linkWords
        default: nil
        }
    }

    private var leakWords: Words {
        if let value, value >= 100 {
            return (
                "燃气已到量程上限（100 %LEL 或更高）",
                "gas at the end of its scale, 100 %LEL or more"
            )
        }
        switch ground {
        case .twice:
            let both = twice("燃气", "gas", 1, "%LEL")
            return (both.chinese + forecast.chinese, both.english + forecast.english)
        case .rise:
            return (
                "燃气 \(then("升至", 1)) %LEL\(forecast.chinese)",
                "gas \(then("then", 1)) %LEL\(forecast.english)"
            )
        default:
            var chinese = "燃气 \(text(value)) %LEL"
            var english = "gas \(text(value)) %LEL"
            if let alarm, alarm != .none {
                chinese += "，同时自报“\(alarm.chinese)”"
                english += " with the alarm \(alarm.word)"
            }
            return (chinese + forecast.chinese, english + forecast.english)
        }
    }

    private var heatWords: Words {
        guard ground == .rise else {
            return ("温度 \(text(value)) °C", "temperature \(text(value)) °C")
        }
        return (
            "温度 \(text(value)) °C，已连续\(span.chinese)每分钟升高至少 \(text(limit)) °C",
            "temperature \(text(value)) °C, rising at least \(text(limit)) °C a minute for "
                + span.english
        )
    }

    private var notClosedWords: Words {
        guard ground == .flow else {
            let word = position ?? .unknown
            return (
                "应已关闭，阀位却为“\(word.chinese)”",
                "position \(word.word) though it should be closed"
            )
        }
        return (
            "应已关闭，却有流量 \(text(value, 2)) m³/h",
            "flow \(text(value, 2)) m³/h though it should be closed"
        )
    }

    private var linkWords: Words {
        switch ground {
        case .link: ("连接已断开", "its link is lost")
        case .unreadable: ("收到无法读懂的报警", "an alarm that cannot be read")
        case .unheard:
            ("监听 \(span.chinese)以来从未收到消息", "never heard in \(span.english) of listening")
        default: ("已 \(span.chinese)没有消息", "silent for \(span.english)")
        }
    }

    private var healthWords: Words {
        switch ground {
        case .stuck:
            (
                "燃气读数停在 \(text(value)) %LEL，已\(span.chinese)",
                "gas stands at \(text(value)) %LEL for \(span.english)"
            )
        case .drift:
            (
                "燃气读数已\(span.chinese)没有回零",
                "gas has not come back to rest for \(span.english)"
            )
        case .steps: ("燃气读数的跳变不是任何房间会有的", "gas makes steps that no room makes")
        case .warmUp:
            (
                "传感器预热已\(span.chinese)",
                "the sensor has been warming up for \(span.english)"
            )
        case .fall:
            (
                "电量 \(text(value, 0)) %，即将耗尽",
                "battery at \(text(value, 0)) % and soon empty"
            )
        default: flagWords
        }
    }

    private var flagWords: Words { ("阀门标志 \(kind.word)", "flag \(kind.word)") }

    private func twice(
        _ chinese: String, _ english: String, _ decimals: Int, _ unit: String
    ) -> Words {
        (
            "连续两次上报\(chinese) \(then("、", decimals)) \(unit)",
            "\(english) \(then("then", decimals)) \(unit) in two reports in a row"
        )
    }

    private func then(_ joint: String, _ decimals: Int) -> String {
        guard before != nil else { return text(value, decimals) }
        return "\(text(before, decimals)) \(joint) \(text(value, decimals))"
    }

    /// How fast gas rises and when it will be at 20 %LEL, where it is on its way there.
    private var forecast: Words {
        guard let rate, rate > 0, let value, Self.quantity(of: kind) == .gas else {
            return ("", "")
        }
        // Of two messages within a second more than that can come out, and says no more.
        let rise: Words =
            rate > Self.fastestRise
            ? ("，每分钟上升超过 100", ", rising by over 100 a minute")
            : ("，每分钟上升 \(text(rate))", ", rising \(text(rate)) a minute")
        guard value < Self.dangerousGas else { return rise }
        let seconds = Int64((Self.dangerousGas - value) / rate * 60)
        guard seconds >= Self.shortestForecast else {
            return (
                "\(rise.chinese)：数秒内达 20 %LEL", "\(rise.english): 20 %LEL within seconds"
            )
        }
        let left = Self.text(Lapse.seconds(seconds))
        return (
            "\(rise.chinese)：\(left.chinese)后达 20 %LEL",
            "\(rise.english): 20 %LEL in \(left.english)"
        )
    }

    /// %LEL a minute: the whole of a sensor's range.
    private static let fastestRise: Float = 100
    /// Seconds below which a forecast is over before it is read.
    private static let shortestForecast: Int64 = 10

    private var span: Words { Self.text(lapse ?? .zero) }

    private static func text(_ lapse: Lapse) -> Words {
        let seconds = lapse.milliseconds / 1_000
        if seconds < 120 { return ("\(seconds) 秒", "\(seconds) s") }
        if seconds < 7_200 { return ("\(seconds / 60) 分钟", "\(seconds / 60) min") }
        return ("\(seconds / 3_600) 小时", "\(seconds / 3_600) h")
    }

    /// A measurement with so many decimals; Foundation is not for the pure targets.
    private func text(_ value: Float?, _ decimals: Int = 1) -> String {
        guard let value, value.isFinite, abs(value) < 1e6 else { return "?" }
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let whole = Int64((Double(abs(value)) * Double(scale)).rounded())
        let sign = value < 0 && whole > 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(whole % scale)
        return "\(sign)\(whole / scale)."
            + String(repeating: "0", count: decimals - digits.count) + digits
    }
}

extension Evidence.Quantity {
    fileprivate var named: (chinese: String, english: String, unit: String, decimals: Int) {
        switch self {
        case .gas: ("燃气", "gas", "%LEL", 1)
        case .flow: ("流量", "flow", "m³/h", 2)
        case .pressure: ("压力", "pressure", "kPa", 2)
        case .temperature: ("温度", "temperature", "°C", 1)
        case .battery: ("电量", "battery", "%", 0)
        }
    }
}
