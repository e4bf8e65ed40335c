// swift-tools-version: 6.2
import PackageDescription

/// The same rules as the root package.
let houseRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The simulator takes the vocabulary, the broker client and the platform from Gaswatch and never
/// the detector: it is the independent witness of which leaks there were.
let package = Package(
    name: "gaswatch-simulator",
    products: [
        .executable(name: "gaswatch-sim", targets: ["gaswatch-sim"])
    ],
    dependencies: [
        .package(name: "gaswatch", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(
            name: "SimulatedDistrict",
            dependencies: [
                .product(name: "Recordings", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        // The unsafe fence of this package: one MQTT connection a valve.
        .target(
            name: "Swarm",
            dependencies: [
                .product(name: "CLinux", package: "gaswatch"),
                .product(name: "CMosquitto", package: "gaswatch"),
                .product(name: "LinuxPlatform", package: "gaswatch"),
                .product(name: "Mosquitto", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        .target(
            name: "ScenarioFiles",
            dependencies: [
                "SimulatedDistrict",
                .product(name: "ValveModel", package: "gaswatch"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: houseRules),
        .target(
            name: "Replays",
            dependencies: [
                "SimulatedDistrict",
                .product(name: "Recordings", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        .executableTarget(
            name: "gaswatch-sim",
            dependencies: [
                "Replays",
                "ScenarioFiles",
                "SimulatedDistrict",
                "Swarm",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "LinuxPlatform", package: "gaswatch"),
                .product(name: "Mosquitto", package: "gaswatch"),
                .product(name: "Recordings", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "ScenarioFilesTests",
            dependencies: [
                "ScenarioFiles",
                "SimulatedDistrict",
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "ReplaysTests",
            dependencies: [
                "Replays",
                "SimulatedDistrict",
                .product(name: "Recordings", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "SwarmTests",
            dependencies: [
                "Swarm",
                .product(name: "LinuxPlatform", package: "gaswatch"),
                .product(name: "Mosquitto", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
        .testTarget(
            name: "SimulatedDistrictTests",
            dependencies: [
                "SimulatedDistrict",
                .product(name: "Recordings", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: houseRules),
    ]
)
