internal import Foundation
internal import Incidents

extension IncidentRow {
    /// Whether a record holds an incident that a start can go on with.
    package static func isReadable(_ record: [UInt8]) -> Bool {
        (try? JSONDecoder().decode(Incident.self, from: Data(record))) != nil
    }
}
