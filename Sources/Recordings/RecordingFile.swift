internal import FoundationEssentials
internal import LinuxPlatform

/// A recording on disk, plain or compressed with gzip.
public enum RecordingFile {
    /// Large enough that the calls cost nothing, small beside everything else in memory.
    private static let chunkBytes = 1 << 16

    /// Opens a recording; the file's name tells its layout.
    ///
    /// - Throws: when the file cannot be read, or its columns do not fit the mapping.
    public static func open(
        _ path: String, mapping: RecordingMapping
    ) throws(RecordingFault) -> RecordingReader {
        guard let layout = RecordingLayout(path: path) else {
            throw RecordingFault(
                place: path,
                message: "The name must end in .csv, .ndjson, .jsonl or .arff, each also with .gz.")
        }
        let contents = path.hasSuffix(".gz") ? try unpacked(path) : try mapped(path, as: path)
        var position = contents.startIndex
        return try RecordingReader(layout, mapping: mapping, place: path) {
            () throws(RecordingFault) -> [UInt8] in
            let end = min(position + chunkBytes, contents.endIndex)
            defer { position = end }
            return [UInt8](contents[position..<end])
        }
    }

    /// The file's pages, read by the kernel as they are come to and given up as it likes.
    private static func mapped(_ path: String, as place: String) throws(RecordingFault) -> Data {
        do {
            return try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
        } catch {
            throw RecordingFault(
                place: place,
                message: "The file cannot be read. Check that it exists and who may read it.")
        }
    }

    /// Unpacks into a directory that nobody else can look into, and removes it as soon as the
    /// pages are mapped: the kernel keeps them until the reader is gone.
    private static func unpacked(_ path: String) throws(RecordingFault) -> Data {
        let files = FileManager.default
        guard files.isReadableFile(atPath: path) else {
            return try mapped(path, as: path)
        }
        let directory = files.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        do {
            try files.createDirectory(
                at: directory, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw RecordingFault(
                place: path,
                message: "No directory can be made in \(files.temporaryDirectory.path) to unpack "
                    + "it into. Make room, or set TMPDIR.")
        }
        defer { try? files.removeItem(at: directory) }
        let plain = directory.appending(path: "plain").path
        do {
            let program = try ChildProgram("gzip", ["-dc", "--", path], outputPath: plain)
            guard program.wait() == 0 else {
                throw RecordingFault(
                    place: path,
                    message: "gzip could not unpack it: the file is damaged or the disk is full.")
            }
        } catch let fault as RecordingFault {
            throw fault
        } catch {
            throw RecordingFault(
                place: path, message: "\(error) Unpack the file and name it without .gz.")
        }
        return try mapped(plain, as: path)
    }
}
