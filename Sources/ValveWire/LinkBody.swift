/// The body of a link message or last will.
public struct LinkBody: Equatable, Sendable {
    /// Whether the valve is there.
    public var online: Bool
    /// The boot it speaks of: a will of an older boot is void.
    public var boot: UInt32

    /// Reads `{"online":true,"boot":12}`.
    public static func decode(_ body: Span<UInt8>) -> Result<LinkBody, Refusal> {
        guard !body.isEmpty else { return .failure(.empty) }
        guard body.count <= ReadingDecoder.bodyCountMax else { return .failure(.tooLong) }
        var online: Bool?
        var boot: UInt32?
        var bootSeen = false
        let read = FlatObject.members(body) { key, body, at in
            switch key {
            case PackedWords.online:
                switch JSONScan.peek(body, at) {
                case 0x74:
                    online = true
                    return JSONScan.true(body, &at)
                case 0x66:
                    online = false
                    return JSONScan.false(body, &at)
                default:
                    online = nil
                    return JSONScan.skipValue(body, &at)
                }
            case PackedWords.boot:
                bootSeen = true
                boot = nil
                let byte = JSONScan.peek(body, at)
                guard byte == 0x2D || byte &- 0x30 <= 9 else {
                    return JSONScan.skipValue(body, &at)
                }
                guard let number = JSONNumber.scan(body, &at) else { return false }
                boot = number.integer.flatMap { UInt32(exactly: $0) }
                return true
            default: return JSONScan.skipValue(body, &at)
            }
        }
        if let refusal = read { return .failure(refusal) }
        guard let online else { return .failure(.onlineMissing) }
        guard let boot else { return .failure(bootSeen ? .bootInvalid : .bootMissing) }
        return .success(LinkBody(online: online, boot: boot))
    }
}

/// Walks the members of one flat object.
enum FlatObject {
    static func members(
        _ body: Span<UInt8>,
        _ member: (_ key: UInt64, _ body: Span<UInt8>, _ at: inout Int) -> Bool
    ) -> Refusal? {
        var at = 0
        JSONScan.skipSpace(body, &at)
        guard JSONScan.peek(body, at) == 0x7B else {
            guard JSONScan.skipValue(body, &at) else { return .notJSON }
            JSONScan.skipSpace(body, &at)
            return at == body.count ? .notAnObject : .notJSON
        }
        at += 1
        JSONScan.skipSpace(body, &at)
        if JSONScan.peek(body, at) == 0x7D {
            at += 1
        } else {
            while true {
                JSONScan.skipSpace(body, &at)
                var escaped = false
                guard let bounds = JSONScan.string(body, &at, hasEscape: &escaped) else {
                    return .notJSON
                }
                JSONScan.skipSpace(body, &at)
                guard JSONScan.peek(body, at) == 0x3A else { return .notJSON }
                at += 1
                JSONScan.skipSpace(body, &at)
                let key =
                    escaped
                    ? PackedWords.word(JSONScan.unescaped(body, bounds)).singleKey
                    : PackedWords.key(body, bounds)
                guard member(key, body, &at) else { return .notJSON }
                JSONScan.skipSpace(body, &at)
                let byte = JSONScan.peek(body, at)
                at += 1
                if byte == 0x7D { break }
                guard byte == 0x2C else { return .notJSON }
            }
        }
        JSONScan.skipSpace(body, &at)
        return at == body.count ? nil : .notJSON
    }
}
