internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue

/// The journal's form of an incident: the incident's own members, and `notices` beside them where
/// somebody else was told. Either can be read without the other.
struct IncidentRecord: Encodable {
    var incident: Incident
    var notices: [Notice]

    private enum CodingKeys: String, CodingKey { case notices }

    private struct Notices: Decodable { var notices: [Notice]? }

    func encode(to encoder: any Encoder) throws {
        try incident.encode(to: encoder)
        guard !notices.isEmpty else { return }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(notices, forKey: .notices)
    }

    /// What the parties were told of the incident in a row. A row that cannot be read as an incident
    /// is reported where the incident is read.
    static func notices(of row: IncidentRow) -> [Notice] {
        let record = try? JSONDecoder().decode(Notices.self, from: Data(row.record))
        return record?.notices ?? []
    }
}
