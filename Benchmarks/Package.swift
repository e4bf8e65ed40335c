// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "gaswatch-benchmarks",
    dependencies: [.package(name: "gaswatch", path: "..")],
    targets: [
        // The peers the project is measured against, and the threads and counters both sides use.
        .target(name: "BenchPeers", cxxSettings: [.unsafeFlags(["-O2", "-march=x86-64-v2"])]),
        .target(name: "BenchNumbers", swiftSettings: [.swiftLanguageMode(.v6)]),
        // At its best: it chooses its instructions when it is compiled.
        .target(
            name: "BenchSimdjson",
            cxxSettings: [.unsafeFlags(["-O2", "-march=x86-64-v3", "-mpclmul"])],
            linkerSettings: [.linkedLibrary("simdjson")]),
        .executableTarget(
            name: "gaswatch-bench",
            dependencies: [
                "BenchNumbers", "BenchPeers", "BenchSimdjson",
                .product(name: "HotPath", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
                .product(name: "ValveWire", package: "gaswatch"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "gaswatch-dispatch",
            dependencies: [
                "BenchNumbers",
                .product(name: "HotPath", package: "gaswatch"),
                .product(name: "ValveModel", package: "gaswatch"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ],
    cxxLanguageStandard: .cxx20
)
