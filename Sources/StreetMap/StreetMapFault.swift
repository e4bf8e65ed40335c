/// Why an extract of OpenStreetMap was not read.
package enum StreetMapFault: Error, Equatable, Sendable {
    /// The file cannot be read: the system's words.
    case unreadable(String)
    /// It is no extract that this program reads.
    case foreign
    /// It ends too early or is not well-formed: line and the parser's words.
    case broken(line: Int, String)
    /// A compressed file does not unpack: the program's words.
    case packed(String)
    /// The program that unpacks it is not installed: its name, and the Debian package.
    case missingProgram(String, package: String)

    /// What is wrong, for the person who named the file.
    package var words: String {
        switch self {
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .foreign: "is no OpenStreetMap extract: .osm, .osm.gz and .osm.pbf are read"
        case .broken(let line, let reason): "is broken in line \(line): \(reason)"
        case .packed(let reason): "does not unpack: \(reason)"
        case .missingProgram(let program, let package):
            "needs \(program), which is not installed: apt-get install \(package)"
        }
    }
}
