internal import ConsoleAPI
internal import LinuxPlatform
internal import Rescue
internal import RescueViews
internal import Synchronization
internal import ValveModel

/// Who reaches whom with the teams as they are now, worked out anew on a thread of its own whenever
/// a team, a road, the rules or the registry change.
final class LiveCoverage: Sendable {
    /// What a coverage stands on.
    struct Basis: Sendable {
        var teams: [CoverageTeam]
        var model: TravelModel
        var centres: [CentrePlan]
        var edition: RegistryEdition
        /// Changes with the roads.
        var roadsEdition: Int
    }

    /// A structure, because a mutex wraps a bare closure anew at every look.
    private struct Source: Sendable {
        var look: @Sendable () -> Basis?
    }

    private let source = Mutex(Source(look: { nil }))
    private let parker: Parker
    private let isStale = Atomic<Bool>(true)
    private let isEnding = Atomic<Bool>(false)
    private let newest = Mutex<CoverageView?>(nil)

    /// In a storm teams change many times a second: one answer a second is as new as people read.
    private static let restMilliseconds: Int64 = 1_000

    init() throws(SystemFault) { parker = try Parker() }

    /// Says what it is to stand on; nothing is worked out before.
    func stand(on basis: @escaping @Sendable () -> Basis?) {
        source.withLock { $0 = Source(look: basis) }
    }

    /// What a coverage stands on at this moment.
    func present() -> Basis? { source.withLock { $0 }.look() }

    /// The newest answer; nil before the first.
    var view: CoverageView? { newest.withLock { $0 } }

    /// Something has changed.
    func ask() {
        isStale.store(true, ordering: .releasing)
        parker.unpark()
    }

    func end() {
        isEnding.store(true, ordering: .releasing)
        parker.unpark()
    }

    /// Runs on its own thread until `end`.
    func run() {
        var ground: Ground?
        while !isEnding.load(ordering: .acquiring) {
            guard isStale.exchange(false, ordering: .acquiringAndReleasing) else {
                _ = parker.park(timeoutMilliseconds: nil) { isStale.load(ordering: .acquiring) }
                continue
            }
            work(&ground)
            // Asked again meanwhile, it waits out the second all the same.
            let due = BootClock.milliseconds() + Self.restMilliseconds
            while !isEnding.load(ordering: .acquiring) {
                let left = due - BootClock.milliseconds()
                guard left > 0 else { break }
                _ = parker.park(timeoutMilliseconds: left)
            }
        }
    }

    /// The households found on the roads, kept while the registry and the centres stay.
    struct Ground {
        var edition: RegistryEdition
        var roadsEdition: Int
        var centres: [CentrePlan]
        var households: [Household]
        var ground: CoverageGround
    }

    private func work(_ kept: inout Ground?) {
        guard let basis = present() else { return }
        if kept?.edition !== basis.edition || kept?.centres != basis.centres
            || kept?.roadsEdition != basis.roadsEdition
        {
            kept = Self.ground(basis)
        }
        guard let kept else { return }
        let coverage = kept.ground.coverage(
            by: basis.teams, basis.model, circle: RescueDesk.circleSeconds)
        let report = kept.ground.report(
            coverage, by: basis.teams, centres: basis.centres.map(\.id))
        let view = CoverageView(report) { kept.households[$0].valve.description }
        newest.withLock { $0 = view }
    }

    static func ground(_ basis: Basis) -> Ground {
        let households = basis.edition.registered.filter(\.location.isValid)
        var home: [Area: String] = [:]
        for centre in basis.centres {
            for area in centre.areas { home[area] = centre.id }
        }
        return Ground(
            edition: basis.edition, roadsEdition: basis.roadsEdition, centres: basis.centres,
            households: households,
            ground: CoverageGround(
                households.map {
                    CoverageHome(place: $0.location, floor: $0.floor, centre: home[$0.area])
                }, basis.model))
    }
}
