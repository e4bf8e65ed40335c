/// Whole JSON texts, judged without being kept.
///
/// The readers of results and of the rescue side build values with Foundation, whose parser takes
/// more than RFC 8259 knows (a comma before a closing bracket, UTF-16): they ask here first.
public enum JSONText {
    /// Whether the bytes are one object and nothing else, by RFC 8259 and in UTF-8.
    public static func isObject(_ body: Span<UInt8>) -> Bool {
        FlatObject.members(body) { _, body, at in JSONScan.skipValue(body, &at) } == nil
    }
}
