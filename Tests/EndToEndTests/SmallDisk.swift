import Foundation
import LinuxPlatform
import WatchTestKit

/// A real file system of a few mebibytes that a test can fill and freeze. Mounting needs root.
final class SmallDisk {
    enum Kind {
        /// In memory: for filling.
        case memory
        /// ext4 in a file, behind a loop device: for freezing.
        case file
    }

    let path: String
    private let workspace: BrokerWorkspace

    /// Whether this machine lets us mount each kind.
    static let canMountMemory = (try? SmallDisk(.memory)) != nil
    static let canMountFile = (try? SmallDisk(.file)) != nil

    init(_ kind: Kind) throws {
        workspace = try BrokerWorkspace()
        path = workspace.file("disk")
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        switch kind {
        case .memory: try run("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", path])
        case .file:
            let image = workspace.file("image")
            try run("truncate", ["-s", "16M", image])
            try run("mkfs.ext4", ["-q", "-F", image])
            try run("mount", ["-o", "loop,noatime", image, path])
        }
    }

    deinit { try? run("umount", [path]) }

    /// Leaves no room for a single page.
    func fill() throws {
        let filler = path + "/filler"
        try Data().write(to: URL(fileURLWithPath: filler))
        guard let file = FileHandle(forWritingAtPath: filler) else {
            throw DaemonFault(description: "\(filler) cannot be opened")
        }
        defer { try? file.close() }
        for size in [65_536, 4_096, 1] {
            let block = Data(repeating: 0x55, count: size)
            while (try? file.write(contentsOf: block)) != nil {}
        }
    }

    /// Gives the room back.
    func empty() throws { try FileManager.default.removeItem(atPath: path + "/filler") }

    /// From here on no write and no sync returns.
    func freeze() throws { try run("fsfreeze", ["-f", path]) }

    /// Everything goes on.
    func thaw() throws { try run("fsfreeze", ["-u", path]) }

    private func run(_ program: String, _ arguments: [String]) throws {
        // Some of these live where not everybody's path leads.
        let child = try ChildProgram(
            "env", ["PATH=/usr/sbin:/sbin:/usr/bin:/bin", program] + arguments,
            outputPath: workspace.file("log"))
        guard child.wait() == 0 else {
            throw DaemonFault(description: "\(program): " + workspace.text("log"))
        }
    }
}
