internal import Journal
internal import Rescue

/// Where a road graph was read from, as the journal keeps it beside the graph's identity: what was
/// decided on a graph can only be decided again on the same one.
struct RoadFileRecord: Codable, Equatable, Sendable {
    /// The file's path when the daemon read it.
    var path: String

    static let collection = "road_file"

    static func row(_ network: RoadNetwork?, _ path: String?) -> DocumentRow? {
        guard let network, let path else { return nil }
        return DocumentRow(
            collection: collection, key: network.identity,
            body: JournalJSON.of(RoadFileRecord(path: path)))
    }
}

extension ControlRoom {
    /// The graph of this start, where the journal does not know its file.
    func roadsDocument(_ saved: JournalRestore) -> [DocumentRow] {
        guard let row = RoadFileRecord.row(options.roads, options.roadsPath),
            !saved.documents.contains(row)
        else { return [] }
        return [row]
    }

    /// The time zone, so that a replay tells times as the daemon does.
    func zoneDocument(_ saved: JournalRestore) -> [DocumentRow] {
        let row = DocumentRow(
            collection: "replay", key: "zone", body: Array(options.timeZoneName.utf8))
        return saved.documents.contains(row) ? [] : [row]
    }
}
