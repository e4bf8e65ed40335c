internal import Foundation
internal import LinuxPlatform
package import Rescue

/// An extract of OpenStreetMap: XML, gzipped XML, or PBF.
package enum StreetMapFile {
    /// Reads an extract. Its form is told by its first bytes, not by its name.
    ///
    /// Gzip is unpacked by `gzip` and PBF by osmium-tool, both of Debian, into a file of the
    /// temporary directory that is gone afterwards: about ten times the size of a PBF.
    package static func survey(_ path: String) throws(StreetMapFault) -> RoadSurvey {
        let head: [UInt8]
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            head = Array(try file.read(upToCount: 64) ?? Data())
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw .unreadable(exists ? "it may not be read" : "there is no such file")
        }
        if head.starts(with: [0x1F, 0x8B]) {
            return try unpacked { (plain, _) throws(StreetMapFault) in
                try run("gzip", ["-dc", "--", path], notes: plain, package: "gzip")
            }
        }
        // A PBF begins with the length of its first header (four bytes, big-endian, below 64 KiB)
        // and in that header with the word OSMHeader.
        let word = Array("OSMHeader".utf8)
        if head.count > 16, head[0] == 0, head[1] == 0,
            (4..<(head.count - word.count)).contains(where: { head[$0...].starts(with: word) })
        {
            return try unpacked { (plain, notes) throws(StreetMapFault) in
                try run(
                    "osmium",
                    ["cat", "--overwrite", "-F", "pbf", "-f", "osm", "-o", plain, path],
                    notes: notes, package: "osmium-tool")
            }
        }
        guard head.contains(UInt8(ascii: "<")) else { throw .foreign }
        return try StreetMapReader.survey(path)
    }

    private static func unpacked(
        _ unpack: (_ plain: String, _ notes: String) throws(StreetMapFault) -> Void
    ) throws(StreetMapFault) -> RoadSurvey {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("gaswatch-roads-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unreadable("no directory could be made in \(folder.path)")
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let plain = folder.appendingPathComponent("plain.osm").path
        try unpack(plain, folder.appendingPathComponent("notes").path)
        return try StreetMapReader.survey(plain)
    }

    private static func run(
        _ program: String, _ arguments: [String], notes: String, package: String
    ) throws(StreetMapFault) {
        let status: Int32
        do {
            status = try ChildProgram(program, arguments, outputPath: notes).wait()
        } catch {
            throw .missingProgram(program, package: package)
        }
        // A shell's word for a program that is not there, where the spawn itself succeeded.
        if status == 127 { throw .missingProgram(program, package: package) }
        guard status == 0 else {
            // The last line says why; what stands before it may be the map itself.
            let text = (try? Data(contentsOf: URL(fileURLWithPath: notes))).map { $0.suffix(400) }
            let line =
                String(decoding: text ?? Data(), as: UTF8.self)
                .split(separator: "\n").last.map(String.init) ?? "exit \(status)"
            throw .packed(line)
        }
    }
}
