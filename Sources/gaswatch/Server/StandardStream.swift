internal import Foundation

/// Standard output and standard error, unbuffered: a line is seen when it is written, in a pipe
/// too.
enum StandardStream {
    /// Writes to standard output. When the reader has gone (`| head`), the program is done.
    static func out(_ bytes: [UInt8]) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            exit(0)
        }
    }

    static func out(_ text: String) { out(Array(text.utf8)) }

    /// Writes a line to standard error. Nobody can be told when that is closed.
    static func err(_ line: String) {
        try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
    }

    /// A closed pipe is an error of `write` from now on and no longer the end of the program.
    static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}
