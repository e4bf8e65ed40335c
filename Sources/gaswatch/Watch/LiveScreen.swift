internal import ConsoleAPI
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
        let offset = await daemonsOffset()
        // What cannot be reached at first is an error, and later a line on the screen.
        let newest = Newest(Fetched(listed: try await list.forScreen(rowsMax: rowsMax)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await EventFeed(daemon: list.daemon, language: list.language).follow { event in
                    let names = [list.eventName, "reset", EventFeed.begun]
                    if names.contains(event.name) { mark.set() }
                }
            }
            group.addTask { try await fetch(mark, into: newest) }
            // Drawn whether or not the daemon answers: the age of what is shown goes on.
            group.addTask {
                while true {
                    show(newest.value, offset)
                    try await Task.sleep(for: Self.lookPause)
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func fetch(_ mark: StaleMark, into newest: Newest<Fetched>) async throws {
        while true {
            try await Task.sleep(for: Self.lookPause)
            guard mark.take() || newest.value.age > ageMax else { continue }
            do {
                newest.value = Fetched(listed: try await list.forScreen(rowsMax: rowsMax))
            } catch let fault as CLIFault
                where fault.status == .unreachable || fault.status == .tryAgain
            {
                newest.value.trouble = fault.what.text(list.language)
            }
        }
    }

    /// What was fetched last, and what has gone wrong since.
    private struct Fetched: Sendable {
        var listed: Daemon.Listed<View>
        var at = BootClock.milliseconds()
        var trouble: String?

        var age: Int64 { BootClock.milliseconds() - at }
    }

    /// From this age on, in milliseconds, what is shown is called old: half a second after the daemon
    /// should have answered a look that comes every ten seconds at the latest.
    private static var oldAge: Int64 { 11_000 }

    /// One line for the head, one for the headings, one for what is left out.
    private var rowsMax: Int {
        let asked = ProcessInfo.processInfo.environment["LINES"].flatMap { Int($0) }
        let rows = asked.flatMap { (1...10_000).contains($0) ? $0 : nil }
        return max(1, (rows ?? Terminal.rows(1) ?? 24) - 3)
    }

    /// Milliseconds by which the daemon's time zone is ahead of UTC: rows show its digits.
    private func daemonsOffset() async -> Int64 {
        let status: (entry: Entry<StatusView>, now: Instant)? =
            try? await list.daemon.thing("status")
        return status.flatMap { Instant.offset(rfc3339: $0.entry.view.now) } ?? 0
    }

    private func show(_ fetched: Fetched, _ offset: Int64) {
        let (listed, age) = (fetched.listed, fetched.age)
        var surroundings = Surroundings.standard(list.language)
        surroundings.now = Instant(milliseconds: listed.now.milliseconds + age)
        let printer = Printer(format: format, surroundings: surroundings)
        let views = listed.entries.map(\.view).sorted { $0.screenOrder < $1.screenOrder }
        let clock = Clockwork.timeOfDay(surroundings.now, offset)
        var lines = [surroundings.say(.header(clock, views.count, age / 1_000))]
        if let trouble = fetched.trouble {
            lines[0] += "  ! " + trouble
        } else if age > Self.oldAge {
            lines[0] += "  ! " + Phrase.slowAnswer.text(list.language)
        }
        let rows = printer.tableLines(Array(views.prefix(rowsMax)), list.sheet)
        lines += rows.prefix(rowsMax + 1)
        // A narrow terminal shows cards of several lines: as many things are told as their lines fit.
        let fitting = rows.count <= rowsMax + 1 ? rowsMax : rowsMax * rowsMax / rows.count
        if views.count > fitting { lines.append(surroundings.say(.more(views.count - fitting))) }
        let width = surroundings.columnsMax ?? .max
        lines[0] = DisplayWidth.cut(DisplayWidth.oneLine(lines[0]), to: width)
        // Home, every line cleared to its end, then the rest of the screen: nothing flickers.
        StandardStream.out(
            "\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }
}

/// A value that one task sets and another reads.
private final class Newest<Value: Sendable>: Sendable {
    private let kept: Mutex<Value>

    init(_ value: Value) { kept = Mutex(value) }

    var value: Value {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
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
