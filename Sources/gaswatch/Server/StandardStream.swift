internal import Foundation
internal import LinuxPlatform

/// Standard output and standard error, unbuffered: a line is seen when it is written, in a pipe
/// too.
enum StandardStream {
    /// Writes to standard output. When the reader has gone (`| head`), the program is done; when
    /// there is no room for it, half an answer must not look like a whole one.
    static func out(_ bytes: [UInt8]) {
        do throws(SystemFault) {
            try LinuxPlatform.StandardStream.write(bytes, to: 1)
        } catch {
            if error.code == EPIPE { exit(0) }
            let language = Language(
                arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
            let reason = SystemFault.words(for: error.code)
            err("gaswatch: " + Phrase.cannotWriteOut(reason).text(language))
            err("  " + Phrase.makeRoom.text(language))
            exit(ExitStatus.tryAgain.rawValue)
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
