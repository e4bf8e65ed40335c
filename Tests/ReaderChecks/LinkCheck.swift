import ValveModel
import ValveWire

/// `LinkBody` against the strict parser's tree.
enum LinkCheck {
    static func judge(_ body: [UInt8]) -> String? {
        let read = LinkBody.decode(body.span)
        let expected = expected(body)
        if case .failure(.notJSON) = read, let text = StrictJSON(body),
            text.depth > ReadingCheck.depthMax
        {
            return nil
        }
        let isSame =
            switch (read, expected) {
            case (.failure(let left), .failure(let right)): left == right
            case (.success(let link), .success(let wanted)):
                link.online == wanted.isOnline && link.boot == wanted.boot
            default: false
            }
        return isSame ? nil : "\(read), expected \(expected)"
    }

    private struct Expected {
        var isOnline: Bool
        var boot: UInt32
    }

    /// The last `online` and the last `boot` stand.
    private static func expected(_ body: [UInt8]) -> Result<Expected, Refusal> {
        guard !body.isEmpty else { return .failure(.empty) }
        guard body.count <= ReadingDecoder.bodyCountMax else { return .failure(.tooLong) }
        guard let text = StrictJSON(body) else { return .failure(.notJSON) }
        guard text.members != nil else { return .failure(.notAnObject) }
        guard case .bool(let isOnline) = text["online"] else { return .failure(.onlineMissing) }
        guard let boot = text["boot"] else { return .failure(.bootMissing) }
        guard let number = boot.double.flatMap({ UInt32(exactly: $0) }) else {
            return .failure(.bootInvalid)
        }
        return .success(Expected(isOnline: isOnline, boot: number))
    }
}

/// `TopicScheme` against a topic split at its slashes.
enum TopicCheck {
    private static let schemes = ["gas/v1", "g", "a/b/c"].map { root in
        (TopicScheme(root: root), root.split(separator: "/").map { Array($0.utf8) })
    }
    private static let letters = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let channels: [([UInt8], ValveChannel)] = [
        (Array("report".utf8), .report), (Array("alarm".utf8), .alarm),
        (Array("link".utf8), .link), (Array("result".utf8), .result),
    ]

    static func judge(_ topic: [UInt8]) -> String? {
        for (scheme, rootLevels) in schemes {
            if let difference = judge(topic, scheme, rootLevels) { return difference }
        }
        return nil
    }

    private static func judge(
        _ topic: [UInt8], _ scheme: TopicScheme, _ rootLevels: [[UInt8]]
    ) -> String? {
        let parsed = scheme.parse(topic.span)
        let levels = topic.split(separator: 0x2F, omittingEmptySubsequences: false).map(Array.init)
        let channel = channels.first { $0.0 == levels.last }?.1
        guard levels.count == rootLevels.count + 3,
            Array(levels.prefix(rootLevels.count)) == rootLevels,
            let channel
        else { return parsed == nil ? nil : "takes \(levels) under \(scheme.root)" }
        guard let parsed else { return "refuses \(levels) under \(scheme.root)" }
        let (area, valve) = (levels[rootLevels.count], levels[rootLevels.count + 1])
        let isArea = area.count == 9 && area.allSatisfy { (0x30...0x39).contains($0) }
        let code = isArea ? UInt32(String(decoding: area, as: UTF8.self)) : nil
        guard parsed.channel == channel, Array(topic[parsed.valveBounds]) == valve,
            Array(topic[parsed.areaBounds]) == area, parsed.area?.code == code
        else { return "reads \(parsed) from \(levels)" }
        let isName = (1...32).contains(valve.count) && valve.allSatisfy(letters.contains)
        return (ValveID(valve.span) != nil) == isName ? nil : "takes or refuses the name \(valve)"
    }
}
