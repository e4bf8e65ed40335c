package import ValveModel

extension Profile {
    /// Reads a `profiles.yaml` on its own, for the tools that need no daemon.
    ///
    /// - Returns: what the file describes, in its order.
    /// - Throws: every fault of the file at once.
    package static func load(path: String) throws(SettingsFaults) -> [Profile] {
        let faults = FaultCollector()
        let written = Sourced(
            value: path, origin: Origin(place: path, line: nil, key: ""), isWritten: true)
        let profiles = ProfilesFile.described(written, faults: faults)
        if let report = faults.report { throw report }
        return profiles
    }
}
