/// Reads the ids of centres and teams out of a `centres.yaml`, in flow or block style.
///
/// It is no YAML reader: it looks for the keys `id` and `teams` inside `centres`. The daemon checks
/// the whole file; the simulator only has to know who may be called.
package struct CentreFile {
    private enum Place {
        case centre
        /// Inside `teams: […]`, with the depth of brackets.
        case teamsInBrackets(Int)
        /// Inside a block list under `teams:`, with that key's column.
        case teamsInBlock(Int)
    }

    private var centres: [CentreSetup] = []
    private var place = Place.centre

    /// The centres of a file; empty when it names none.
    package static func read(_ text: String) -> [CentreSetup] {
        var file = CentreFile()
        var inside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let content = Array(withoutComment(line).utf8)
            guard let first = content.firstIndex(where: { $0 != 0x20 }) else { continue }
            // A list may stand at the key's own column, so that only another key ends it.
            if first == 0 && content[0] != 0x2D {
                inside = content.starts(with: "centres:".utf8)
                continue
            }
            if inside { file.read(line: content, column: first) }
        }
        return file.centres
    }

    private static func withoutComment(_ line: Substring) -> Substring {
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#" && previous == " " { return line[..<index] }
            previous = line[index]
        }
        return line
    }

    private mutating func read(line: [UInt8], column: Int) {
        if case .teamsInBlock(let key) = place {
            let isElement = column == key && line[column] == 0x2D
            if column <= key && !isElement { place = .centre }
        }
        var position = column
        while position < line.count {
            if case .teamsInBrackets(let depth) = place {
                let change = line[position] == 0x5B ? 1 : line[position] == 0x5D ? -1 : 0
                place = depth + change == 0 ? .centre : .teamsInBrackets(depth + change)
            }
            if isKey("id:", in: line, at: position) {
                note(Self.value(in: line, from: position + 3))
                position += 3
            } else if isKey("teams:", in: line, at: position) {
                position += 6
                let rest = line[position...].drop { $0 == 0x20 }
                if rest.first == 0x5B {
                    place = .teamsInBrackets(1)
                    position = rest.startIndex + 1
                } else {
                    place = .teamsInBlock(position - 6)
                }
            } else {
                position += 1
            }
        }
    }

    private func isKey(_ key: String, in line: [UInt8], at position: Int) -> Bool {
        let before: UInt8 = position == 0 ? 0x20 : line[position - 1]
        return [0x20, 0x7B, 0x2C].contains(before) && line[position...].starts(with: key.utf8)
    }

    private static func value(in line: [UInt8], from start: Int) -> String {
        let ends: [UInt8] = [0x2C, 0x7D, 0x5D]
        let value = line[start...].prefix { !ends.contains($0) }
        let padding: [UInt8] = [0x20, 0x22, 0x27, 0x0D]
        let front = value.drop { padding.contains($0) }
        let count = front.lastIndex { !padding.contains($0) }.map { $0 + 1 } ?? front.startIndex
        return String(decoding: front[..<count], as: UTF8.self)
    }

    private mutating func note(_ id: String) {
        switch place {
        case .centre: centres.append(CentreSetup(id: id, teams: []))
        case .teamsInBrackets, .teamsInBlock:
            if !centres.isEmpty { centres[centres.count - 1].teams.append(id) }
        }
    }

    /// Reads `east:E-1,E-2` from the command line; nil when it is not of that form.
    package static func setup(argument: String) -> CentreSetup? {
        let halves = argument.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty else { return nil }
        let teams = halves[1].split(separator: ",").map(String.init)
        return teams.isEmpty ? nil : CentreSetup(id: String(halves[0]), teams: teams)
    }
}
