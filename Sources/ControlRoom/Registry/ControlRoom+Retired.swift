internal import Journal
internal import ValveModel

/// Which valves the registry once named. The journal keeps it, so that a valve that is missing from
/// the file is retired after a restart too, whether it was ever heard or not.
extension ControlRoom {
    private static let collection = "registry"

    /// Retires what an earlier edition named and the file no longer does; what of it the journal
    /// has to keep anew.
    func recallRetired(_ saved: JournalRestore) -> [DocumentRow] {
        let known = Self.body("known", saved)
        let retired = Self.body("retired", saved)
        guard known != nil || households.current.householdCount > 0 else { return [] }
        let present = row("known", households.current.registered)
        var gone: [Household] = []
        // Most starts find the file as it was: the text is compared, and not read again.
        if let known, known != present.body { gone += ports.readRegistry(known).households }
        if let retired { gone += ports.readRegistry(retired).households }
        if !gone.isEmpty { households.retire(gone) }
        // Who is retired is not registered: the present edition is what it was.
        return [present, retiredRow].filter { Self.body($0.key, saved) != $0.body }
    }

    /// The present edition and the valves that are no longer in it, as the journal keeps them.
    func registryDocuments() -> [DocumentRow] {
        [row("known", households.current.registered), retiredRow]
    }

    private var retiredRow: DocumentRow {
        let edition = households.current
        return row("retired", edition.retired.sorted().compactMap { edition.household($0) })
    }

    private func row(_ key: String, _ households: [Household]) -> DocumentRow {
        DocumentRow(
            collection: Self.collection, key: key, body: ports.writeRegistry(households, true))
    }

    private static func body(_ key: String, _ saved: JournalRestore) -> [UInt8]? {
        saved.documents.first { $0.collection == collection && $0.key == key }?.body
    }
}
