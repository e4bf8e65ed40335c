public import ValveModel

/// The last level of a valve's topic.
public enum ValveChannel: UInt8, Sendable {
    case report, alarm, link, result
}

/// What a valve's topic says, without a copy of it.
public struct ValveTopic: Sendable {
    /// The area, `nil` when that level is not nine digits.
    public var area: Area?
    /// Where in the topic the area stands; used to answer on the topic as it was written.
    public var areaBounds: Range<Int>
    /// Where in the topic the valve's name stands.
    public var valveBounds: Range<Int>
    /// What kind of message comes by the topic.
    public var channel: ValveChannel
}

/// The topics of the valve side under one root.
public struct TopicScheme: Sendable {
    /// The root, such as `gas/v1`.
    public let root: String
    private let prefix: [UInt8]

    /// Topics under a root without a slash at its end.
    public init(root: String) {
        self.root = root
        prefix = Array((root + "/").utf8)
    }

    /// Takes a topic apart; `nil` when it is not `{root}/{area}/{valve}/{channel}`.
    public func parse(_ topic: Span<UInt8>) -> ValveTopic? {
        guard topic.count > prefix.count else { return nil }
        for index in 0..<prefix.count where topic[index] != prefix[index] { return nil }
        let areaStart = prefix.count
        guard let areaEnd = slash(topic, from: areaStart),
            let valveEnd = slash(topic, from: areaEnd + 1)
        else { return nil }
        // Words are compared padded with zeros, and MQTT has no zero byte in a topic.
        guard topic[topic.count - 1] != 0 else { return nil }
        let channel: ValveChannel
        switch PackedWords.key(topic, (valveEnd + 1)..<topic.count) {
        case PackedWords.report: channel = .report
        case PackedWords.result: channel = .result
        case PackedWords.alarm: channel = .alarm
        case PackedWords.link: channel = .link
        default: return nil
        }
        return ValveTopic(
            area: Area(topic.extracting(areaStart..<areaEnd)), areaBounds: areaStart..<areaEnd,
            valveBounds: (areaEnd + 1)..<valveEnd, channel: channel)
    }

    @inline(__always)
    private func slash(_ topic: Span<UInt8>, from start: Int) -> Int? {
        var at = start
        while at < topic.count {
            if topic[at] == 0x2F { return at }
            at += 1
        }
        return nil
    }

    /// Where the valve reads its receipts.
    ///
    /// - Parameter level: its area, as it writes it.
    public func receipt(level: String, valve: ValveID) -> String {
        "\(root)/\(level)/\(valve)/receipt"
    }

    /// Where the valve reads its commands.
    ///
    /// - Parameter level: its area, as it writes it.
    public func command(level: String, valve: ValveID) -> String {
        "\(root)/\(level)/\(valve)/command"
    }

    /// Subscription for the alarm lane.
    public var alarmFilter: String { "\(root)/+/+/alarm" }
    /// Subscription for reports.
    public var reportFilter: String { "\(root)/+/+/report" }
    /// Subscription for link messages and last wills.
    public var linkFilter: String { "\(root)/+/+/link" }
    /// Subscription for results of commands.
    public var resultFilter: String { "\(root)/+/+/result" }
}
