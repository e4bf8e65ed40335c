import Foundation

/// The built `gaswatch`, run as people run it.
enum BuiltCLI {
    struct Outcome: Sendable {
        var status: Int32
        var out: String
        var err: String
    }

    /// It stands beside the test bundle.
    static func executable() throws -> URL {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folders = [
            URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent(),
            URL(fileURLWithPath: own).deletingLastPathComponent(),
        ]
        for folder in folders {
            let candidate = folder.appendingPathComponent("gaswatch")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
        }
        throw CocoaError(.fileNoSuchFile)
    }

    static func start(
        _ arguments: [String], _ environment: [String: String] = [:], to path: String? = nil
    ) throws -> (program: Process, out: FileHandle, err: FileHandle) {
        let program = Process()
        program.executableURL = try executable()
        program.arguments = arguments
        var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "USER": "tester"]
        variables.merge(environment) { $1 }
        program.environment = variables
        let out = Pipe()
        let err = Pipe()
        program.standardInput = FileHandle.nullDevice
        program.standardOutput = path.flatMap { FileHandle(forWritingAtPath: $0) } ?? out
        program.standardError = err
        try program.run()
        if path != nil { try out.fileHandleForWriting.close() }
        return (program, out.fileHandleForReading, err.fileHandleForReading)
    }

    /// Runs to the end. What the CLI writes to standard error fits a pipe's 64 KiB.
    ///
    /// - Parameter path: where its standard output goes; nil brings it back.
    static func run(
        _ arguments: [String], _ environment: [String: String] = [:], to path: String? = nil
    ) throws -> Outcome {
        let (program, out, err) = try start(arguments, environment, to: path)
        let outText = String(decoding: out.readDataToEndOfFile(), as: UTF8.self)
        let errText = String(decoding: err.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        return Outcome(status: program.terminationStatus, out: outText, err: errText)
    }
}
