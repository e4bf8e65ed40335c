internal import FoundationEssentials
internal import LinuxPlatform
internal import Yams

/// A YAML file with a mapping at its root.
enum SettingsDocument {
    /// Reads a file; what cannot be read is reported and gives `nil`.
    static func open(
        _ place: String, environment: [String: String], faults: FaultCollector
    ) -> Section? {
        faults.open(place)
        let text: String
        do {
            let bytes = try SmallFile.bytes(place)
            guard let decoded = String(validating: bytes, as: UTF8.self) else {
                faults.add(
                    SettingsFault(place: place, message: "is not UTF-8, save it as UTF-8"))
                return nil
            }
            text = decoded
        } catch {
            let reason = SystemFault.words(for: error.code)
            faults.add(
                SettingsFault(place: place, message: "cannot be read: \(reason), check the path"))
            return nil
        }
        return parse(text, place: place, environment: environment, faults: faults)
    }

    private static func parse(
        _ text: String, place: String, environment: [String: String], faults: FaultCollector
    ) -> Section? {
        do {
            let node = try Yams.compose(yaml: text)
            if let node, node.mapping == nil, !Section.isNull(node) {
                faults.add(
                    SettingsFault(
                        place: place, line: node.mark?.line,
                        message: "is a \(Section.kind(node)), write keys and values"))
                return nil
            }
            return Section(
                place: place, line: 1, path: [], mapping: node?.mapping,
                environment: environment, faults: faults)
        } catch {
            faults.add(fault(of: error, place: place))
            return nil
        }
    }

    /// The place and the words of a parser's complaint, without the excerpt of the file.
    private static func fault(of error: any Error, place: String) -> SettingsFault {
        guard let error = error as? YamlError else {
            return SettingsFault(place: place, message: "is not valid YAML")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return SettingsFault(
                place: place, line: mark.line, message: "is not valid YAML here: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let names = duplicates.map { $0.description }.joined(separator: ", ")
            return SettingsFault(
                place: place, line: context.mark.line,
                message: "begins a mapping with keys written twice: \(names), leave one of each")
        default:
            return SettingsFault(place: place, message: "is not valid YAML")
        }
    }
}

/// Paths as settings write them.
enum FilePlace {
    /// A path relative to the directory of the file it is written in; empty stays empty.
    static func resolve(_ path: String, besides place: String) -> String {
        guard !path.isEmpty, !path.hasPrefix("/") else { return path }
        guard let slash = place.lastIndex(of: "/") else { return path }
        return String(place[...slash]) + path
    }

    /// Whether something is there that is no directory.
    static func isFile(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
            && !isDirectory
    }

    /// Whether a file is there and may be read.
    static func isReadable(_ path: String) -> Bool {
        FileManager.default.isReadableFile(atPath: path)
    }
}
