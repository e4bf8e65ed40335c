internal import Foundation
internal import Incidents
internal import Journal
internal import Rescue
internal import ValveModel

/// The journal's form of an incident: the incident's own members, and `notices` beside them where
/// somebody else was told. Either can be read without the other.
struct IncidentRecord: RecordWritable {
    var incident: Incident
    var notices: [Notice]

    private struct Notices: Decodable { var notices: [Notice]? }

    func writeFields(to output: any RecordOutput) {
        incident.writeFields(to: output)
        guard !notices.isEmpty else { return }
        output.list("notices") { for notice in notices { notice.write(to: output) } }
    }

    /// What the parties were told of the incident in a row. A row that cannot be read as an incident
    /// is reported where the incident is read.
    static func notices(of row: IncidentRow) -> [Notice] {
        let record = try? JSONDecoder().decode(Notices.self, from: Data(row.record))
        return record?.notices ?? []
    }
}
