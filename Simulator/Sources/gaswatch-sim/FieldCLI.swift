internal import Glibc
internal import LinuxPlatform
internal import Recordings
internal import SimulatedDistrict

/// Asks the control room as a field team does: with the CLI. The simulator stays a stranger to the
/// daemon's code this way, and the CLI is tried along with it.
struct FieldCLI {
    /// The `gaswatch` program.
    let program: String
    /// `http://HOST:PORT` of the daemon.
    let server: String
    /// A file for its answers.
    let answerPath: String

    /// The CLI's answer as JSON; nil when it ended with an error, which is then said.
    func ask(_ words: [String]) -> JSONValue? {
        unlink(file: answerPath)
        do {
            let child = try ChildProgram(
                program, ["--server", server] + words + ["-o", "json"], outputPath: answerPath)
            let status = child.wait()
            guard status == 0 else {
                Console.complain("gaswatch \(words.joined(separator: " ")) ended with \(status).")
                return nil
            }
            return JSONValue(try WholeFile.bytes(answerPath))
        } catch {
            Console.complain("\(program): \(error)")
            return nil
        }
    }

    /// Declares an inspection of a home.
    func declareTest(valve: String, minutes: Int) -> Bool {
        ask([
            "valve", "test", valve, "--minutes", String(minutes), "--by", "simulated inspector",
        ]) != nil
    }

    /// The daemon's own counters by name.
    func counters() -> [String: Int] {
        guard let status = ask(["status"]) else { return [:] }
        var counters: [String: Int] = [:]
        if case .object(let members)? = status["counters"] {
            for (name, value) in members { counters[name] = value.number.map { Int($0) } }
        }
        for entry in status["counters"]?.elements ?? [] {
            if let name = entry["name"]?.text, let count = entry["count"]?.number {
                counters[name] = Int(count)
            }
        }
        return counters
    }

    private func unlink(file path: String) {
        try? AtomicFile.replace(path: path, contents: [])
    }
}
