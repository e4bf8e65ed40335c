import Incidents
import ValveModel

/// Compares what an incident was journalled as with what it is now, field by field.
struct FaceComparison {
    /// The fields that both programs know.
    let fields: Set<String>

    struct Found {
        var field: String
        var journalled: String
        var rebuilt: String
    }

    func difference(_ journalled: TapeValue, _ incident: Incident) -> Found? {
        if TapeMatch.isEqual(journalled, incident, omitting: DeskTape.copiedFields) { return nil }
        let rebuilt = TapeValue(of: incident, omitting: DeskTape.copiedFields)
        let names = journalled.fields.map(\.name) + rebuilt.fields.map(\.name)
        var looked: Set<String> = []
        for name in names where fields.contains(name) && looked.insert(name).inserted {
            if let found = difference(name, journalled[name], rebuilt[name]) { return found }
        }
        return nil
    }

    private func difference(_ path: String, _ left: TapeValue?, _ right: TapeValue?) -> Found? {
        if left == right { return nil }
        switch (left, right) {
        case (.list(let left), .list(let right)):
            for place in 0..<max(left.count, right.count) {
                let ours = place < right.count ? right[place] : nil
                let theirs = place < left.count ? left[place] : nil
                if let found = difference("\(path)[\(place)]", theirs, ours) { return found }
            }
            return nil
        case (.object, .object):
            let names = (left?.fields ?? []).map(\.name) + (right?.fields ?? []).map(\.name)
            for name in names {
                if let found = difference("\(path).\(name)", left?[name], right?[name]) {
                    return found
                }
            }
            return nil
        default:
            return Found(field: path, journalled: Self.words(left), rebuilt: Self.words(right))
        }
    }

    private static func words(_ value: TapeValue?) -> String {
        value?.words ?? "nothing"
    }
}

extension TapeValue {
    /// A value as a tape would give it back.
    init(of value: some RecordWritable, omitting omitted: [String]) {
        let output = TapeOutput()
        output.omitted = omitted
        value.write(to: output)
        do {
            var reader = TapeReader(output.bytes, from: 0)
            self = try reader.value()
        } catch {
            preconditionFailure("A value did not survive the tape: \(error).")
        }
    }
}
