internal import CLinux

/// Conversion of text that Windows programs write.
public enum TextEncoding {
    /// The same text in UTF-8.
    ///
    /// - Parameter bytes: text in GB18030, which includes GBK and GB 2312.
    /// - Returns: nil when the bytes are not valid GB18030.
    public static func utf8(fromGB18030 bytes: [UInt8]) -> [UInt8]? {
        // Two bytes of GB18030 become at most three of UTF-8 and four at most four; one byte of
        // GB18030 is ASCII. Twice the length is enough for all of them.
        let capacity = max(1, bytes.count * 2)
        var converted = true
        // Safety: source and target have exactly the sizes passed and live for the call; only the
        // bytes that were written are counted as initialised.
        let text = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
            let written = unsafe clinux_utf8_from_gb18030(
                bytes, bytes.count, target.baseAddress, capacity)
            converted = written >= 0
            count = max(0, written)
        }
        return converted ? text : nil
    }
}
