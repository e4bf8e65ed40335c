/// How the rows of a recording are written.
public enum RecordingLayout: String, CaseIterable, Sendable {
    /// Cells with commas between them under a header.
    case csv
    /// One JSON object a line.
    case ndjson
    /// The attribute-relation files of machine learning.
    case arff

    /// The layout that a file's name tells, with or without `.gz` behind it.
    public init?(path: String) {
        var name = path[...]
        if name.hasSuffix(".gz") { name = name.dropLast(3) }
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        self.init(rawValue: ending == "jsonl" ? "ndjson" : ending)
    }
}
