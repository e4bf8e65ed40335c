package import Rescue

extension RescueRules {
    /// Reads a `centres.yaml` on its own, for the tools that need no daemon.
    ///
    /// - Throws: every fault of the file at once.
    package static func load(centres path: String) throws(SettingsFaults) -> RescueRules {
        let faults = FaultCollector()
        let written = Sourced(
            value: path, origin: Origin(place: path, line: nil, key: ""), isWritten: true)
        let rules = CentresFile.read(written, faults: faults)
        if let report = faults.report { throw report }
        return rules
    }
}
