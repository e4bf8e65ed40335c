/// Files in the form that certificates and keys are kept in (RFC 7468).
public enum PEMFile {
    /// Whether a file has a whole block whose label ends so, such as `CERTIFICATE` or `PRIVATE KEY`:
    /// its first and last line, and nothing but base64 or a key's headers in between. What the block
    /// means is known only to the TLS library.
    ///
    /// - Throws: a fault when the file cannot be read.
    public static func holds(_ label: String, in path: String) throws(SystemFault) -> Bool {
        let lines = try SmallFile.text(path).split(whereSeparator: \.isNewline)
        let isEdge = { (line: Substring, word: String) in
            line.hasPrefix("-----\(word) ") && line.hasSuffix("\(label)-----")
        }
        guard let first = lines.firstIndex(where: { isEdge($0, "BEGIN") }),
            let last = lines[first...].firstIndex(where: { isEdge($0, "END") })
        else { return false }
        let body = lines[(first + 1)..<last].filter { !$0.contains(":") }
        return !body.isEmpty && body.allSatisfy { $0.utf8.allSatisfy(isBase64) }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x3D, 0x20, 0x0D: true
        default: false
        }
    }
}
