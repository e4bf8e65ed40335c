/// A consistent copy of the journal that the daemon has written for whoever asked.
package struct JournalCopyView: Decodable, Equatable, Sendable, JSONWritable {
    /// The copy's store file on the daemon's machine; whoever asked for it removes its directory.
    package var path: String
    package var bytes: Int
    package var at: String

    package init(path: String, bytes: Int, at: String) {
        self.path = path
        self.bytes = bytes
        self.at = at
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("path", path)
            object.field("bytes", bytes)
            object.field("at", at)
        }
    }
}
