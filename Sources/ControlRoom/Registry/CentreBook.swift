package import Rescue
internal import Synchronization
package import ValveModel

/// Which centre is home to which area, for readers on any thread; replaced whole at a reload.
package final class CentreBook: Sendable {
    private let centres: Mutex<[Area: String]>

    package init(_ rules: RescueRules) { centres = Mutex(Self.map(rules)) }

    package func replace(_ rules: RescueRules) { centres.withLock { $0 = Self.map(rules) } }

    /// The areas that a centre names.
    var areas: [Area] { centres.withLock { Array($0.keys) } }

    package func centre(of area: Area) -> String? { centres.withLock { $0[area] } }

    private static func map(_ rules: RescueRules) -> [Area: String] {
        var centres: [Area: String] = [:]
        for centre in rules.centres {
            for area in centre.areas { centres[area] = centre.id }
        }
        return centres
    }
}
