internal import ConsoleAPI
internal import PlainHTTP

/// A list that goes on: a screen for a person, one JSON document a line for a program.
struct LiveList<View: Watchable>: Sendable {
    var daemon: Daemon
    var path: String
    /// The name of the events that carry this kind of thing.
    var eventName: String
    var query: [(name: String, value: String)]
    var countMax: Int?
    var sheet: Sheet<View>
    var language: Language
    /// The only thing wanted, by id.
    var only: String?

    init(
        daemon: Daemon, path: String, eventName: String,
        query: [(name: String, value: String)], countMax: Int?, sheet: Sheet<View>,
        language: Language
    ) {
        self.daemon = daemon
        self.path = path
        self.eventName = eventName
        self.query = query
        self.countMax = countMax
        self.sheet = sheet
        self.language = language
    }

    func run(_ format: OutputFormat) async throws {
        let surroundings = Surroundings.standard(language)
        if surroundings.isTerminal, format == .table || format == .wide {
            try await LiveScreen(list: self, format: format).run()
        } else {
            if isOneValve { try await readings() } else { try await lines() }
        }
    }

    /// Plain readings are no events: 29,000 valves would drown the stream. Who follows one valve
    /// asks for it once a second.
    var isOneValve: Bool { path == "valves" && only != nil }
    static var lookEvery: Duration { .seconds(1) }

    /// Every new state of one valve, a line each.
    private func readings() async throws {
        var shown = NewestShown()
        var isLost = false
        while true {
            do {
                for entry in try await fetch().entries { show(entry, &shown) }
                if isLost { StandardStream.err(Phrase.streamBack.text(language)) }
                isLost = false
            } catch let fault as CLIFault
                where fault.status == .unreachable || fault.status == .tryAgain
            {
                if !isLost {
                    let reason = fault.what.text(language)
                    StandardStream.err(Phrase.streamLost(reason, nil).text(language))
                }
                isLost = true
            }
            try await Task.sleep(for: Self.lookEvery)
        }
    }

    func fetch(countMax: Int? = nil) async throws -> Daemon.Listed<View> {
        if let only {
            let answer: (entry: Entry<View>, now: Instant) = try await daemon.thing(
                "\(path)/\(Daemon.escaped(only))")
            return Daemon.Listed(entries: [answer.entry], now: answer.now)
        }
        if path == "teams" || path == "centres" {
            return try await daemon.wholeList(path + Daemon.text(of: query))
        }
        return try await daemon.list(path, query, countMax: countMax ?? self.countMax)
    }

    /// What belongs on a screen of so many rows: of incidents everything that is open, whatever has been
    /// closed since, and the newest of the rest where there is room.
    func forScreen(rowsMax: Int) async throws -> Daemon.Listed<View> {
        guard path == "incidents", only == nil, !query.contains(where: { $0.name == "state" })
        else {
            return try await fetch(countMax: max(rowsMax, Self.screenCountMax))
        }
        var listed: Daemon.Listed<View> = try await daemon.list(
            path, query + [(name: "state", value: "open")], countMax: Self.screenCountMax)
        guard listed.entries.count < rowsMax else { return listed }
        let known = Set(listed.entries.map { sheet.name($0.view) })
        let newest = try await fetch(countMax: rowsMax)
        listed.entries += newest.entries.filter { !known.contains(sheet.name($0.view)) }
            .prefix(rowsMax - listed.entries.count)
        return listed
    }

    /// Rows that are sorted for a screen: more than a storm over a tenth of the district opens.
    private static var screenCountMax: Int { 4_000 }

    /// All there is, and then every change. A thing that was shown stays followed when it no longer
    /// passes the filter: its leaving is a change too.
    private func lines() async throws {
        var shown = NewestShown()
        let filter = ListFilter { name in query.first { $0.name == name }?.value }
        for entry in try await fetch().entries { show(entry, &shown) }
        try await EventFeed(daemon: daemon, language: language).follow { event in
            // What changed between the list and the stream is in the list of now.
            if event.name == EventFeed.begun {
                for entry in try await fetch().entries { show(entry, &shown) }
            }
            if event.name == "reset" {
                StandardStream.err(Phrase.streamReset.text(language))
                for entry in try await fetch().entries { show(entry, &shown) }
            }
            guard event.name == eventName else { return }
            let json = Array(event.data.utf8)
            guard let entry = try? Entry<View>(JSONPieces.onOneLine(json[...])) else {
                // An event may say no more than that something has changed.
                for entry in try await fetch().entries { show(entry, &shown) }
                return
            }
            let name = sheet.name(entry.view)
            if let only, only != name { return }
            guard shown.knows(name) || entry.view.passes(filter) else { return }
            show(entry, &shown)
        }
    }

    private func show(_ entry: Entry<View>, _ shown: inout NewestShown) {
        let name = sheet.name(entry.view)
        if shown.admits(name, order: entry.view.watchOrder, entry.json) {
            StandardStream.out(entry.json + [0x0A])
        }
    }
}

/// The newest state shown of every thing: the stream begins with what the daemon still keeps, and
/// a state that is older than the list's, or the same, is not shown again.
struct NewestShown: Sendable {
    private var newest: [String: (order: String, json: [UInt8])] = [:]

    func knows(_ name: String) -> Bool { newest[name] != nil }

    mutating func admits(_ name: String, order: String, _ json: [UInt8]) -> Bool {
        if let known = newest[name], order < known.order || json == known.json { return false }
        newest[name] = (order, json)
        return true
    }
}
