/// Gathers faults while the files are read, so that all of them are reported together.
final class FaultCollector {
    private var faults: [SettingsFault] = []
    private var places: [String] = []

    /// Fixes where the faults of a file stand in the report: files in the order they are opened.
    func open(_ place: String) {
        if !places.contains(place) { places.append(place) }
    }

    func add(_ fault: SettingsFault) { faults.append(fault) }

    /// The report, or `nil` when nothing is wrong.
    var report: SettingsFaults? {
        guard !faults.isEmpty else { return nil }
        let ranked = faults.enumerated().map { offset, fault in
            let place = places.firstIndex(of: fault.place) ?? -1
            return (order: (place, fault.line ?? 0, offset), fault: fault)
        }
        return SettingsFaults(ranked.sorted { $0.order < $1.order }.map(\.fault))
    }
}
