internal import Foundation
internal import LinuxPlatform
internal import PlainHTTP
internal import Synchronization

/// A screen that is drawn anew every second, and fetched anew when something has changed.
struct LiveScreen<View: Watchable>: Sendable {
    var list: LiveList<View>
    var format: OutputFormat

    /// A person sees a change within half a second, and a storm of changes asks the daemon for one
    /// page twice a second.
    static var lookPause: Duration { .milliseconds(500) }
    /// Even without an event everything is fetched again that often: a screen never rests on the
    /// stream alone.
    static var ageMax: Int64 { 10_000 }
    /// One valve is followed by its readings, which are no events.
    private var ageMax: Int64 { list.isOneValve ? 1_000 : Self.ageMax }

    func run() async throws {
        let mark = StaleMark()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await EventFeed(daemon: list.daemon, language: list.language).follow { event in
                    if event.name == list.eventName || event.name == "reset" { mark.set() }
                }
            }
            group.addTask { try await draw(mark) }
            try await group.next()
            group.cancelAll()
        }
    }

    private func draw(_ mark: StaleMark) async throws {
        var listed = try await list.fetch(countMax: rowsMax)
        var fetchedAt = BootClock.milliseconds()
        var trouble: String?
        _ = mark.take()
        while true {
            let age = BootClock.milliseconds() - fetchedAt
            if mark.take() || age > ageMax {
                do {
                    listed = try await list.fetch(countMax: rowsMax)
                    fetchedAt = BootClock.milliseconds()
                    trouble = nil
                } catch let fault as CLIFault
                    where fault.status == .unreachable || fault.status == .tryAgain
                {
                    trouble = fault.what.text(list.language)
                }
            }
            show(listed, age: BootClock.milliseconds() - fetchedAt, trouble)
            try await Task.sleep(for: Self.lookPause)
        }
    }

    /// One line for the head, one for the headings, one for what is left out.
    private var rowsMax: Int {
        let lines = ProcessInfo.processInfo.environment["LINES"].flatMap { Int($0) } ?? 24
        return max(1, lines - 3)
    }

    private func show(_ listed: Daemon.Listed<View>, age: Int64, _ trouble: String?) {
        var surroundings = Surroundings.standard(list.language)
        surroundings.now = Instant(milliseconds: listed.now.milliseconds + age)
        let printer = Printer(format: format, surroundings: surroundings)
        let views = listed.entries.map(\.view).sorted { $0.screenOrder < $1.screenOrder }
        let time = Calendar.current.dateComponents([.hour, .minute, .second], from: Date())
        let clock = [time.hour, time.minute, time.second].map { part in
            let number = part ?? 0
            return number < 10 ? "0\(number)" : String(number)
        }.joined(separator: ":")
        var lines = [surroundings.say(.header(clock, views.count, age / 1_000))]
        if let trouble { lines[0] += "  ! " + trouble }
        lines += printer.tableLines(Array(views.prefix(rowsMax)), list.sheet).prefix(rowsMax + 1)
        let width = surroundings.columnsMax ?? .max
        lines[0] = DisplayWidth.cut(DisplayWidth.oneLine(lines[0]), to: width)
        // Home, every line cleared to its end, then the rest of the screen: nothing flickers.
        StandardStream.out(
            "\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }
}

/// Whether something has changed since it was last asked.
private final class StaleMark: Sendable {
    private let isSet = Mutex(false)

    func set() { isSet.withLock { $0 = true } }

    func take() -> Bool {
        isSet.withLock { isSet in
            defer { isSet = false }
            return isSet
        }
    }
}
