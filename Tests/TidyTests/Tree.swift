import Foundation

/// The repository as files, for tests that read it.
enum Tree {
    /// The top of the repository, found from this file.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// One source file.
    struct File: Sendable {
        /// Path from the top of the repository.
        var path: String
        var text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// The target the file belongs to: the folder under `Sources`.
        var target: String {
            let parts = path.split(separator: "/")
            return parts.count > 1 ? String(parts[1]) : ""
        }
    }

    /// Every Swift file under a folder, without what was built.
    static func swiftFiles(under folder: String) -> [File] {
        let base = root.appending(path: folder)
        guard
            let walk = FileManager.default.enumerator(
                at: base, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
        else { return [] }
        var files: [File] = []
        for case let url as URL in walk where url.pathExtension == "swift" {
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            let path = url.standardizedFileURL.path(percentEncoded: false)
                .replacingOccurrences(
                    of: root.standardizedFileURL.path(percentEncoded: false), with: "")
            files.append(File(path: path, text: text))
        }
        return files.sorted { $0.path < $1.path }
    }
}
