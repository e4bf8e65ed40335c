import Testing

/// The arrows of the architecture: what each target may import of ours. `Package.swift` says the
/// same to the compiler; this table says it to people, and holds even where a manifest is loosened.
private let arrows: [String: Set<String>] = [
    "ValveModel": [],
    "ValveWire": ["FlatStore", "ValveModel"],
    "FlatStore": ["CProcessor"],
    "RingBuffer": ["FlatStore"],
    "LinuxPlatform": ["CLinux", "CSystemd"],
    "Mosquitto": ["CLinux", "CMosquitto", "LinuxPlatform"],
    "ValveWatch": ["FlatStore", "ValveModel"],
    "Incidents": ["ValveModel"],
    "Rescue": ["FlatStore", "Incidents", "ValveModel"],
    "Journal": ["Incidents", "Rescue", "ValveModel"],
    "JournalSQLite": ["Journal", "ValveModel"],
    "ControlRoom": [
        "ConsoleAPI", "FlatStore", "Incidents", "Journal", "LinuxPlatform", "Rescue", "RescueViews",
        "RingBuffer", "ValveModel", "ValveWatch", "ValveWire",
    ],
    "ConsoleAPI": [],
    "RescueViews": ["ConsoleAPI", "Rescue"],
    "Console": ["ConsoleAPI"],
    "Settings": ["FlatStore", "LinuxPlatform", "PlainHTTP", "Rescue", "ValveModel"],
    "PlainHTTP": [],
    "Recordings": ["LinuxPlatform", "ValveModel"],
    "Backtest": ["Incidents", "Recordings", "ValveModel", "ValveWatch"],
    "gaswatchd": [
        "Console", "ControlRoom", "Journal", "JournalSQLite", "LinuxPlatform", "Mosquitto",
        "PlainHTTP", "Rescue", "Settings", "ValveModel", "ValveWire",
    ],
    "Torture": [
        "CPowerCut", "Journal", "JournalSQLite", "LinuxPlatform", "Mosquitto", "ValveModel",
        "WatchTestKit",
    ],
    "gaswatch-torture": ["LinuxPlatform", "Torture"],
    "StreetMap": ["LinuxPlatform", "Rescue", "ValveModel"],
    "gaswatch": [
        "Backtest", "ConsoleAPI", "Incidents", "Journal", "JournalSQLite", "LinuxPlatform",
        "PlainHTTP", "Recordings", "Rescue", "RescueViews", "Settings", "StreetMap", "ValveModel",
        "ValveWire",
    ],
    "WatchSimulation": [
        "ConsoleAPI", "ControlRoom", "FlatStore", "Incidents", "Journal", "Rescue", "RingBuffer",
        "ValveModel", "ValveWatch",
    ],
    "gaswatch-simulate": ["LinuxPlatform", "WatchSimulation"],
    "WatchTestKit": ["LinuxPlatform", "Mosquitto"],
]

/// Targets in which every decision is made: no clock, no input or output, no concurrency.
private let pure: Set<String> = ["ValveModel", "ValveWire", "ValveWatch", "Incidents", "Rescue"]

private let ours = Set(arrows.keys).union([
    "CLinux", "CMosquitto", "CPowerCut", "CProcessor", "CSystemd",
])

private func imports(of file: Tree.File) -> [String] {
    file.lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
            !line.hasPrefix("//")
        else { return nil }
        return String(words[place + 1])
    }
}

@Suite("Arrows")
struct ArrowTests {
    @Test("Every target imports only what the architecture lets it see")
    func arrowsHold() {
        let files = Tree.swiftFiles(under: "Sources")
        #expect(files.count > 100)
        for file in files {
            guard let allowed = arrows[file.target] else {
                Issue.record("\(file.path): target \(file.target) is not in the table of arrows")
                continue
            }
            for name in imports(of: file) where ours.contains(name) && name != file.target {
                #expect(allowed.contains(name), "\(file.path) imports \(name)")
            }
        }
    }

    @Test("No arrow stands in the table for nothing")
    func arrowsAreUsed() {
        var unused = arrows
        for file in Tree.swiftFiles(under: "Sources") {
            unused[file.target]?.subtract(imports(of: file))
        }
        for (target, names) in unused.sorted(by: { $0.key < $1.key }) {
            #expect(names.isEmpty, "\(target) imports none of \(names.sorted())")
        }
    }

    @Test("Pure targets see no Foundation, no dispatch and no logging")
    func pureTargetsStayPure() {
        let banned: Set<String> = ["Foundation", "FoundationEssentials", "Dispatch", "Logging"]
        for file in Tree.swiftFiles(under: "Sources") where pure.contains(file.target) {
            for name in imports(of: file) {
                #expect(!banned.contains(name), "\(file.path) imports \(name)")
            }
            #expect(!file.text.contains(" async "), "\(file.path) is asynchronous")
        }
    }

    @Test("The simulator never imports the detector")
    func simulatorIsIndependent() {
        let banned: Set<String> = ["ValveWatch", "Incidents", "Rescue", "ControlRoom", "FlatStore"]
        for file in Tree.swiftFiles(under: "Simulator/Sources") {
            for name in imports(of: file) {
                #expect(!banned.contains(name), "\(file.path) imports \(name)")
            }
        }
    }
}
