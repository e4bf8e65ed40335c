internal import Foundation
internal import Journal
internal import JournalSQLite
internal import ValveModel
internal import WatchTestKit

/// What a store holds, read from a copy: the daemon must meet the files as the kill left them.
struct StoreWitness {
    /// Alarms as (valve, seq); boot is always 1.
    var alarms: [(valve: Int, sequence: Int)] = []
    /// Open incidents by valve and kind.
    var open: [String: Int] = [:]
    var faults: [String] = []

    /// Reads the store of a daemon that is down.
    ///
    /// - Parameter since: only alarms received from here on, in milliseconds since 1970.
    init(directory: String, since: Int64) throws {
        let workspace = try BrokerWorkspace()
        for ending in ["", "-wal"] {
            let file = "/" + SQLiteJournal.fileName + ending
            guard FileManager.default.fileExists(atPath: directory + file) else { continue }
            try FileManager.default.copyItem(
                atPath: directory + file, toPath: workspace.path + file)
        }
        let journal = try SQLiteJournal.open(directory: workspace.path)
        defer { journal.close() }
        let restored = try journal.restore(
            alarmsSince: Moment(milliseconds: since), closedCountMax: 0)
        for row in restored.alarms {
            guard row.boot == 1, let valve = Int(row.valve.description.dropFirst()) else {
                faults.append("an alarm of \(row.valve) that nobody sent")
                continue
            }
            alarms.append((valve, Int(row.sequence)))
        }
        for row in restored.openIncidents { open["\(row.valve) \(row.kind)", default: 0] += 1 }
    }
}
