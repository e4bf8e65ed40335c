internal import LinuxPlatform
internal import SimulatedDistrict

/// The line that shows how many connections there are while they are being made.
struct ConnectProgress {
    private let wanted: Int
    private let begun: Int64
    private let isTerminal = Terminal.isTerminal(1)
    private var due: Int64

    init(wanted: Int, begun: Int64) {
        self.wanted = wanted
        self.begun = begun
        due = begun + 500
    }

    mutating func show(_ connected: Int, at now: Int64) {
        guard now >= due else { return }
        due = now + 500
        let line = "connecting: \(connected) of \(wanted)"
        if isTerminal {
            Console.write("\r\u{1B}[K" + line, to: 1)
        } else {
            Console.say(line)
        }
    }

    func end(_ connected: Int, at now: Int64) {
        if isTerminal { Console.write("\r\u{1B}[K", to: 1) }
        let seconds = Fixed.text(Double(now - begun) / 1_000, decimals: 1)
        Console.say("\(connected) connections after \(seconds) s")
    }
}
