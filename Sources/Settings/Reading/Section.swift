internal import Yams

/// One mapping of a file, read key by key.
///
/// Every key that is asked for counts as known, so `finish` can name the unknown ones without a
/// second list of keys. A variable of the environment stands above what the file says.
final class Section {
    let place: String
    let line: Int
    /// The keys that lead here, for the report and for the names of variables.
    let path: [String]
    let faults: FaultCollector
    private let mapping: Node.Mapping?
    private let environment: [String: String]
    private var asked: [String] = []
    private var children: [Section] = []

    init(
        place: String, line: Int, path: [String], mapping: Node.Mapping?,
        environment: [String: String], faults: FaultCollector
    ) {
        self.place = place
        self.line = line
        self.path = path
        self.mapping = mapping
        self.environment = environment
        self.faults = faults
    }

    /// The place of a key, or of the section where the key is not written.
    func origin(_ key: String) -> Origin {
        let name = Self.variable(path + [key])
        if environment[name] != nil { return Origin(place: name, line: nil, key: dotted(key)) }
        return Origin(place: place, line: node(key)?.mark?.line ?? line, key: dotted(key))
    }

    func add(_ key: String, _ message: String) { faults.add(origin(key).fault(message)) }

    /// The value of a key as text; `nil` when it is absent or null.
    func scalar(_ key: String) -> Scalar? {
        ask(key)
        let origin = origin(key)
        if let text = environment[Self.variable(path + [key])] {
            return Scalar(text: text, origin: origin)
        }
        guard let node = node(key) else { return nil }
        guard case .scalar(let scalar) = node else {
            faults.add(origin.fault("is a \(Self.kind(node)), write a single value"))
            return nil
        }
        if scalar.style == .plain, ["", "~", "null"].contains(scalar.string) { return nil }
        let isBare =
            scalar.style == .plain
            && (Self.decimal(scalar.string) != nil
                || ["true", "false"].contains(scalar.string.lowercased()))
        return Scalar(text: scalar.string, origin: origin, isBare: isBare)
    }

    /// The mapping below a key; an absent one is an empty section.
    func section(_ key: String) -> Section {
        ask(key)
        let variable = Self.variable(path + [key])
        if environment[variable] != nil {
            faults.add(
                SettingsFault(
                    place: variable,
                    message: "names a section and sets nothing, set its keys one by one"))
        }
        var mapping: Node.Mapping?
        if let node = node(key) {
            mapping = node.mapping
            if mapping == nil, !Self.isNull(node) {
                faults.add(
                    Origin(place: place, line: node.mark?.line, key: dotted(key)).fault(
                        "is a \(Self.kind(node)), write a mapping such as {key: value}"))
            }
        }
        return adopt(mapping, line: node(key)?.mark?.line ?? line, path: path + [key])
    }

    /// The elements of the list below a key; `nil` when the key is absent or null.
    func list(_ key: String) -> [Node]? {
        ask(key)
        guard let node = node(key), !Self.isNull(node) else { return nil }
        guard let sequence = node.sequence else {
            add(key, "is a \(Self.kind(node)), write a list such as [a, b]")
            return nil
        }
        return Array(sequence)
    }

    /// The mappings of the list below a key, each as a section; other elements are reported.
    func sections(_ key: String) -> [Section]? {
        list(key)?.enumerated().compactMap { offset, node in
            let path = path + ["\(key)[\(offset)]"]
            guard let mapping = node.mapping else {
                let origin = Origin(
                    place: place, line: node.mark?.line, key: path.joined(separator: "."))
                faults.add(
                    origin.fault("is a \(Self.kind(node)), write a mapping such as {id: value}"))
                return nil
            }
            return adopt(mapping, line: node.mark?.line ?? line, path: path)
        }
    }

    /// Whether a key of this section is written in the file or set by a variable.
    func has(_ key: String) -> Bool {
        environment[Self.variable(path + [key])] != nil
            || node(key).map { !Self.isNull($0) } == true
    }

    /// Reports every key nobody asked for, here and below.
    func finish() {
        for (key, _) in mapping ?? [:] where !asked.contains(key.string ?? "") {
            let name = key.string ?? "a key that is no text"
            let hint = Nearest.hint(for: name, among: asked)
            faults.add(
                SettingsFault(
                    place: place, line: key.mark?.line, key: dotted(name),
                    message: "is not a known key"
                        + (hint.isEmpty ? ", known here: \(asked.joined(separator: " "))" : hint)))
        }
        reportUnknownVariables()
        for child in children { child.finish() }
    }

    /// A variable that begins like this section and names none of its keys is a slip of the pen.
    /// At the root other programs' `GASWATCH_` variables may stand, so it is not judged.
    private func reportUnknownVariables() {
        guard !path.isEmpty, !environment.isEmpty else { return }
        let prefix = Self.variable(path) + "_"
        let known = asked.map { Self.variable(path + [$0]) }
        for name in environment.keys.sorted() where name.hasPrefix(prefix) {
            guard !known.contains(where: { name == $0 || name.hasPrefix($0 + "_") }) else {
                continue
            }
            let hint = Nearest.hint(for: name, among: known)
            faults.add(
                SettingsFault(
                    place: name,
                    message: "names no setting"
                        + (hint.isEmpty ? ", unset it" : hint)))
        }
    }

    private func adopt(_ mapping: Node.Mapping?, line: Int, path: [String]) -> Section {
        let child = Section(
            place: place, line: line, path: path, mapping: mapping, environment: environment,
            faults: faults)
        children.append(child)
        return child
    }

    private func ask(_ key: String) {
        if !asked.contains(key) { asked.append(key) }
    }

    private func node(_ key: String) -> Node? {
        mapping?.first { $0.key.string == key }?.value
    }

    private func dotted(_ key: String) -> String { (path + [key]).joined(separator: ".") }

    /// `GASWATCH_BROKER_PORT` for `broker.port`.
    static func variable(_ path: [String]) -> String {
        "GASWATCH_" + path.map { $0.uppercased() }.joined(separator: "_")
    }

    static func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    static func kind(_ node: Node) -> String {
        switch node {
        case .scalar: "single value"
        case .mapping: "mapping"
        case .sequence: "list"
        case .alias: "reference"
        }
    }
}
