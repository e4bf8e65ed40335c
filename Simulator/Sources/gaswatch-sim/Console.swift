internal import LinuxPlatform

/// Lines for the person who started the program.
enum Console {
    /// A line of the result.
    static func say(_ line: String) { write(line + "\n", to: 1) }

    /// A line about what is wrong.
    static func complain(_ line: String) { write("gaswatch-sim: " + line + "\n", to: 2) }

    /// Text as it is, for a line that is drawn again and again.
    static func write(_ text: String, to descriptor: Int32) {
        // A reader that has gone away does not end the run.
        try? StandardStream.write(Array(text.utf8), to: descriptor)
    }
}
