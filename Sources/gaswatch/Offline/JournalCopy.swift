internal import ConsoleAPI
internal import Foundation
internal import Journal
internal import JournalSQLite
internal import PlainHTTP
internal import Rescue
internal import Settings
internal import ValveModel

/// A journal read from a copy, so that nothing of the original can change: our own of a stopped
/// daemon's, and of a running one the copy that it writes itself.
struct JournalCopy {
    let journal: SQLiteJournal
    private let folder: URL

    /// - Parameters:
    ///   - path: a state directory, or a store's file.
    ///   - daemon: asked for a copy where it is running on that directory.
    ///   - scrap: told of the folder before anything is copied into it.
    init(
        of path: String, _ daemon: () throws(CLIFault) -> Daemon, _ scrap: Scrap
    ) async throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CLIFault(.badData, .noFile(path, "there is no such file"), .checkValues)
        }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let isFolder = attributes?[.type] as? FileAttributeType == .typeDirectory
        let store = isFolder ? path + "/" + SQLiteJournal.fileName : path
        if isFolder, !FileManager.default.isExecutableFile(atPath: path) {
            throw CLIFault(.notPermitted, .noFile(path, "it may not be read"), .chooseFile)
        }
        guard FileManager.default.fileExists(atPath: store) else {
            throw CLIFault(.badData, .noFile(store, "there is no journal"), .checkValues)
        }
        let directory = URL(fileURLWithPath: store).deletingLastPathComponent().path
        // The claim of a running daemon stands in the state directory: its store moves under us.
        if SQLiteJournal.isInUse(store: store) {
            folder = try await Self.written(for: directory, by: try daemon())
            scrap.hold(folder)
        } else {
            folder = try Self.copied(from: store, scrap)
        }
        do {
            journal = try SQLiteJournal.open(directory: folder.path)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw CLIFault(.badData, .noFile(store, error.words), .checkValues)
        }
    }

    private static func copied(from store: String, _ scrap: Scrap) throws(CLIFault) -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gaswatch-replay-\(UUID().uuidString)")
        scrap.hold(folder)
        do {
            // It names the people of every home.
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            for ending in ["", "-wal"]
            where FileManager.default.fileExists(atPath: store + ending) {
                try FileManager.default.copyItem(
                    at: URL(fileURLWithPath: store + ending),
                    to: folder.appendingPathComponent(SQLiteJournal.fileName + ending))
            }
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw CLIFault(
                .notPermitted, .cannotWrite(FileManager.default.temporaryDirectory.path),
                .chooseFile)
        }
        return folder
    }

    /// A year of a busy district is some GB, which a disk copies in a minute.
    private static let copyTimeout = Duration.seconds(300)

    private static func written(for directory: String, by daemon: Daemon) async throws -> URL {
        let answer: HTTPAnswer
        do {
            answer = try await daemon.ask("POST", "journal/copy", timeout: copyTimeout)
        } catch let fault as CLIFault where fault.status == .unreachable {
            throw CLIFault(.unreachable, .journalInUse(directory, fault.what), .nameDaemon)
        }
        let copy = try Entry<JournalCopyView>(JSONPieces.onOneLine(answer.body[...])).view
        let folder = URL(fileURLWithPath: copy.path).deletingLastPathComponent()
        // …/copies/TIME: another daemon's copy would be replayed as if it were this directory's.
        let home = folder.deletingLastPathComponent().deletingLastPathComponent()
        guard Self.isSame(home.path, directory) else {
            throw CLIFault(.unreachable, .otherJournal(home.path, directory), .nameDaemon)
        }
        guard FileManager.default.isWritableFile(atPath: folder.path) else {
            throw CLIFault(.notPermitted, .notPermitted(copy.path), .beDaemon)
        }
        return folder
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (
            URL(fileURLWithPath: left).resolvingSymlinksInPath().standardizedFileURL.path,
            URL(fileURLWithPath: right).resolvingSymlinksInPath().standardizedFileURL.path
        )
        return left == right
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

    /// Removes the copy.
    func remove() {
        journal.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
