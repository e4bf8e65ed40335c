// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target of the package: Swift 6, strict memory safety, warnings are errors.
let houseRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The arrows of the architecture. `Tests/TidyTests` holds the same table against the imports.
let package = Package(
    name: "gaswatch",
    products: [
        .executable(name: "gaswatchd", targets: ["gaswatchd"]),
        .executable(name: "gaswatch", targets: ["gaswatch"]),
        .library(name: "ValveModel", targets: ["ValveModel"]),
        .library(name: "ValveWire", targets: ["ValveWire"]),
        .library(name: "Mosquitto", targets: ["Mosquitto"]),
        .library(name: "LinuxPlatform", targets: ["LinuxPlatform"]),
        // For the simulator's own thousands of connections.
        .library(name: "CLinux", targets: ["CLinux"]),
        .library(name: "CMosquitto", targets: ["CMosquitto"]),
        // For the simulator, which plays what the offline tools judge.
        .library(name: "Recordings", targets: ["Recordings"]),
        .library(
            name: "HotPath", targets: ["FlatStore", "RingBuffer", "ValveWatch", "Rescue"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C shims: module maps and the few inline functions Swift cannot call itself.
        .systemLibrary(
            name: "CMosquitto", pkgConfig: "libmosquitto",
            providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(
            name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CProcessor"),

        // Pure vocabulary and rules.
        .target(name: "ValveModel", swiftSettings: houseRules),
        .target(
            name: "ValveWire", dependencies: ["FlatStore", "ValveModel"], swiftSettings: houseRules),
        .target(
            name: "ValveWatch", dependencies: ["FlatStore", "ValveModel"],
            swiftSettings: houseRules),
        .target(name: "Incidents", dependencies: ["ValveModel"], swiftSettings: houseRules),
        .target(
            name: "Rescue", dependencies: ["FlatStore", "Incidents", "ValveModel"],
            swiftSettings: houseRules),

        // The unsafe fence.
        .target(name: "FlatStore", dependencies: ["CProcessor"], swiftSettings: houseRules),
        .target(name: "RingBuffer", dependencies: ["FlatStore"], swiftSettings: houseRules),
        .target(
            name: "LinuxPlatform", dependencies: ["CLinux", "CSystemd"],
            swiftSettings: houseRules),
        .target(
            name: "Mosquitto", dependencies: ["CLinux", "CMosquitto", "LinuxPlatform"],
            swiftSettings: houseRules),

        // Ports and adapters.
        .target(
            name: "Journal", dependencies: ["Incidents", "Rescue", "ValveModel"],
            swiftSettings: houseRules),
        .target(
            name: "JournalSQLite",
            dependencies: ["Journal", "ValveModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: houseRules),
        .target(
            name: "ControlRoom",
            dependencies: [
                "ConsoleAPI", "FlatStore", "Incidents", "Journal", "LinuxPlatform", "Rescue",
                "RescueViews", "RingBuffer", "ValveModel", "ValveWatch", "ValveWire",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseRules),
        .target(name: "ConsoleAPI", swiftSettings: houseRules),
        .target(
            name: "RescueViews", dependencies: ["ConsoleAPI", "Rescue"], swiftSettings: houseRules),
        .target(
            name: "Console",
            dependencies: [
                "ConsoleAPI",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: houseRules),
        .target(
            name: "Settings",
            dependencies: [
                "FlatStore", "LinuxPlatform", "PlainHTTP", "Rescue", "ValveModel",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: houseRules),
        .target(
            name: "StreetMap", dependencies: ["LinuxPlatform", "Rescue", "ValveModel"],
            swiftSettings: houseRules),
        .target(
            name: "PlainHTTP",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseRules),

        // Recorded telemetry, and judging it without a daemon.
        .target(
            name: "Recordings", dependencies: ["LinuxPlatform", "ValveModel"],
            swiftSettings: houseRules),
        .target(
            name: "Backtest",
            dependencies: ["Incidents", "Recordings", "ValveModel", "ValveWatch"],
            swiftSettings: houseRules),

        // Programs.
        .executableTarget(
            name: "gaswatchd",
            dependencies: [
                "Console", "ControlRoom", "Journal", "JournalSQLite", "LinuxPlatform", "Mosquitto",
                "PlainHTTP", "Rescue", "Settings", "ValveModel", "ValveWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: houseRules),
        .executableTarget(
            name: "gaswatch",
            dependencies: [
                "Backtest", "ConsoleAPI", "Incidents", "Journal", "JournalSQLite", "LinuxPlatform",
                "PlainHTTP", "Recordings", "Rescue",
                "RescueViews", "Settings", "StreetMap", "ValveModel", "ValveWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: houseRules),
        .target(
            name: "WatchTestKit",
            dependencies: [
                "LinuxPlatform", "Mosquitto",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseRules),

        // Proof: kills, power cuts, and what they need. Never linked into the product.
        .target(name: "CPowerCut", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "Torture",
            dependencies: [
                "CPowerCut", "Journal", "JournalSQLite", "LinuxPlatform", "Mosquitto", "ValveModel",
                "WatchTestKit",
            ],
            swiftSettings: houseRules),
        .executableTarget(
            name: "gaswatch-torture",
            dependencies: [
                "LinuxPlatform", "Torture",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: houseRules),

        // The deterministic simulation of the whole control room; not installed.
        .target(
            name: "WatchSimulation",
            dependencies: [
                "ConsoleAPI", "ControlRoom", "FlatStore", "Incidents", "Journal", "Rescue",
                "RingBuffer", "ValveModel", "ValveWatch",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseRules),
        .executableTarget(
            name: "gaswatch-simulate", dependencies: ["LinuxPlatform", "WatchSimulation"],
            swiftSettings: houseRules),

        // Tests.
        .testTarget(name: "TidyTests", swiftSettings: houseRules),
        // What the fuzzer and the bounded run in the tests hold the readers against.
        .target(
            name: "ReaderChecks",
            dependencies: ["ControlRoom", "Rescue", "Settings", "ValveModel", "ValveWire"],
            path: "Tests/ReaderChecks", swiftSettings: houseRules),
        .testTarget(
            name: "FuzzTests", dependencies: ["ReaderChecks"], swiftSettings: houseRules),
        .testTarget(
            name: "ValveWireTests", dependencies: ["ValveModel", "ValveWire"],
            swiftSettings: houseRules),
        .testTarget(
            name: "ValveWatchTests", dependencies: ["ValveModel", "ValveWatch"],
            swiftSettings: houseRules),
        .testTarget(
            name: "IncidentsTests", dependencies: ["Incidents", "ValveModel"],
            swiftSettings: houseRules),
        .testTarget(
            name: "RescueTests",
            dependencies: ["FlatStore", "Incidents", "Rescue", "ValveModel", "WatchTestKit"],
            swiftSettings: houseRules),
        .testTarget(
            name: "FlatStoreTests", dependencies: ["FlatStore"], swiftSettings: houseRules),
        .testTarget(
            name: "RingBufferTests", dependencies: ["RingBuffer"], swiftSettings: houseRules),
        .testTarget(
            name: "LinuxPlatformTests", dependencies: ["LinuxPlatform"],
            swiftSettings: houseRules),
        .testTarget(
            name: "MosquittoTests", dependencies: ["LinuxPlatform", "Mosquitto", "WatchTestKit"],
            swiftSettings: houseRules),
        .testTarget(
            name: "JournalTests", dependencies: ["Journal", "ValveModel"],
            swiftSettings: houseRules),
        .testTarget(
            name: "ReplayTests",
            dependencies: [
                "ControlRoom", "Incidents", "Journal", "Rescue", "ValveModel", "WatchTestKit",
                "gaswatch",
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "JournalSQLiteTests",
            dependencies: [
                "Journal", "JournalSQLite", "ValveModel",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "PlainHTTPTests",
            dependencies: [
                "PlainHTTP", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "ConsoleAPI", "gaswatch", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Console", "ConsoleAPI", "Incidents", "PlainHTTP", "ValveModel",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "ControlRoomTests",
            dependencies: [
                "ConsoleAPI", "ControlRoom", "FlatStore", "Incidents", "Journal", "LinuxPlatform",
                "Rescue",
                "RingBuffer", "ValveModel", "ValveWatch", "ValveWire",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "WatchSimulationTests", dependencies: ["WatchSimulation", "WatchTestKit"],
            swiftSettings: houseRules),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "ConsoleAPI", "JournalSQLite", "LinuxPlatform", "Mosquitto", "PlainHTTP", "Rescue",
                "ValveModel", "WatchTestKit", "gaswatch", "gaswatchd",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "TortureTests",
            dependencies: [
                "ControlRoom", "Incidents", "Journal", "JournalSQLite", "LinuxPlatform", "Torture",
                "ValveModel", "WatchTestKit", "gaswatchd",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "RecordingsTests", dependencies: ["Recordings", "ValveModel"],
            swiftSettings: houseRules),
        .testTarget(
            name: "BacktestTests", dependencies: ["Backtest", "Recordings", "ValveModel"],
            swiftSettings: houseRules),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["LinuxPlatform", "PlainHTTP", "Rescue", "Settings", "ValveModel"],
            swiftSettings: houseRules),
        .testTarget(
            name: "StreetMapTests",
            dependencies: ["FlatStore", "Rescue", "StreetMap", "ValveModel"],
            swiftSettings: houseRules),
        .testTarget(
            name: "SystemdTests", dependencies: ["LinuxPlatform"], exclude: ["Boot"],
            swiftSettings: houseRules),
    ]
)

// The fuzzer's own program (`make fuzz`): libFuzzer brings `main`, so nobody else can link it.
if Context.environment["GASWATCH_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "gaswatch-fuzz", dependencies: ["ReaderChecks"], path: "Tests/Fuzz",
            exclude: ["Corpus"], swiftSettings: houseRules))
}
