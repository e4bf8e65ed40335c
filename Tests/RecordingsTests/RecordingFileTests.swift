import FoundationEssentials
import Recordings
import Testing

@Suite("Recordings on disk")
struct RecordingFileTests {
    /// A directory of this test alone, removed with it.
    private func inDirectory(_ body: (URL) throws -> Void) throws {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "recordings-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? files.removeItem(at: folder) }
        try body(folder)
    }

    @Test("A plain file is read to its end, over many chunks")
    func readsPlainFile() throws {
        try inDirectory { folder in
            let path = folder.appending(path: "long.csv").path
            var text = "valve,at,gas\n"
            for at in 0..<20_000 { text += "SN-1,\(at),1.25\n" }
            try Data(text.utf8).write(to: URL(filePath: path))
            var reader = try RecordingFile.open(path, mapping: RecordingMapping())
            var sum = 0.0
            while let row = try reader.next() { sum += row.gas ?? 0 }
            #expect(reader.rowCount == 20_000)
            #expect(sum == 25_000)
        }
    }

    @Test(
        "A file that cannot be opened is named, with what to do",
        arguments: [
            ("absent.csv", nil, "The file cannot be read."),
            ("absent.csv.gz", nil, "The file cannot be read."),
            ("broken.csv.gz", "valve,at\n", "gzip could not unpack it"),
            ("sheet.xlsx", "valve,at\n", "The name must end in .csv"),
        ])
    func namesFile(name: String, contents: String?, words: String) throws {
        try inDirectory { folder in
            let path = folder.appending(path: name).path
            if let contents { try Data(contents.utf8).write(to: URL(filePath: path)) }
            let fault = try #require(throws: RecordingFault.self) {
                try RecordingFile.open(path, mapping: RecordingMapping())
            }
            #expect(fault.description.hasPrefix("\(path): \(words)"))
        }
    }
}
