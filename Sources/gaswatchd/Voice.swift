internal import LinuxPlatform

/// Words on a standard stream. A stream that is closed has nobody to tell.
enum Voice {
    static func say(_ bytes: [UInt8], to stream: Int32) {
        try? StandardStream.write(bytes, to: stream)
    }
}
