// Appended to a copy of the manifest by `make mutants`: keeps what the simulation is built of, so
// that a planted bug costs seconds to build.
do {
    var kept: Set<String> = []
    var wanted = ["gaswatch-simulate"]
    while let name = wanted.popLast() {
        guard kept.insert(name).inserted,
            let target = package.targets.first(where: { $0.name == name })
        else { continue }
        for dependency in target.dependencies {
            switch dependency {
            case .targetItem(let name, _), .byNameItem(let name, _): wanted.append(name)
            default: break
            }
        }
    }
    package.targets = package.targets.filter { kept.contains($0.name) }
    package.products = []
    package.dependencies = package.dependencies.filter {
        guard case .sourceControl(_, let location, _) = $0.kind else { return false }
        return location.hasSuffix("/swift-log")
    }
}
