internal import Foundation
internal import Journal
internal import JournalSQLite
internal import Rescue
internal import Settings
internal import ValveModel

/// A journal of a stopped daemon, read from a copy, so that nothing of the original can change.
struct JournalCopy {
    let journal: SQLiteJournal
    private let folder: URL

    /// - Parameter path: a state directory, or a store's file.
    init(of path: String) throws(CLIFault) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CLIFault(.badData, .noFile(path, "there is no such file"), .checkValues)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let isFolder = attributes?[.type] as? FileAttributeType == .typeDirectory
        let store = isFolder ? path + "/" + SQLiteJournal.fileName : path
        guard FileManager.default.fileExists(atPath: store) else {
            throw CLIFault(.badData, .noFile(store, "there is no journal"), .checkValues)
        }
        // The claim of a running daemon stands in the state directory: its store moves under us.
        if isFolder { try Self.refuseRunning(path) }
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gaswatch-replay-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for ending in ["", "-wal"]
            where FileManager.default.fileExists(atPath: store + ending) {
                try FileManager.default.copyItem(
                    at: URL(fileURLWithPath: store + ending),
                    to: folder.appendingPathComponent(SQLiteJournal.fileName + ending))
            }
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw CLIFault(
                .cannotWrite, .cannotWrite(FileManager.default.temporaryDirectory.path),
                .chooseFile)
        }
        do {
            journal = try SQLiteJournal.open(directory: folder.path)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw CLIFault(.badData, .noFile(store, error.words), .checkValues)
        }
    }

    /// The road graphs that the journal names, of those whose files still are what they were.
    func roads() -> [RoadNetwork] {
        documents("road_file").compactMap { row in
            guard let body = row.body,
                let path = try? JSONDecoder().decode([String: String].self, from: Data(body))[
                    "path"],
                let network = try? RoadGraphFile.network(path), network.identity == row.key
            else { return nil }
            return network
        }
    }

    /// The zone in which the daemon tells times; the contract's default where it is not known.
    var timeZone: TimeZone {
        let name = documents("replay").first { $0.key == "zone" }?.body
            .map { String(decoding: $0, as: UTF8.self) }
        return TimeZone(identifier: name ?? "Asia/Shanghai") ?? .current
    }

    private func documents(_ collection: String) -> [DocumentRow] {
        let saved = try? journal.restore(alarmsSince: .distantFuture, closedCountMax: 1)
        return (saved?.documents ?? []).filter { $0.collection == collection }
    }

    private static func refuseRunning(_ directory: String) throws(CLIFault) {
        guard SQLiteJournal.isClaimed(directory: directory) else { return }
        throw CLIFault(.tryAgain, .journalInUse(directory), .copyJournal)
    }

    /// Removes the copy.
    func remove() {
        journal.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
