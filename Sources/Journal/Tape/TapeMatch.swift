import ValveModel

/// Steps through a value that was read off a tape while a record is put beside it, and says whether
/// both are the same. No second tree is made: nearly everything that a replay compares is equal.
final class TapeMatch: RecordOutput {
    private enum Level {
        case list([TapeValue], next: Int)
        case object([TapeValue.Field], next: Int)
    }

    let omitted: [String]
    private(set) var openCount = 0
    private(set) var isEqual = true
    private var whole: TapeValue?
    private var levels: [Level] = []

    private init(_ whole: TapeValue, omitting omitted: [String]) {
        self.whole = whole
        self.omitted = omitted
    }

    /// Whether a tape would give the value back as this tree.
    static func isEqual(
        _ journalled: TapeValue, _ value: some RecordWritable, omitting omitted: [String]
    ) -> Bool {
        let match = TapeMatch(journalled, omitting: omitted)
        value.write(to: match)
        return match.isEqual
    }

    func putNull() { expect(.null) }
    func put(_ isTrue: Bool) { expect(.bool(isTrue)) }
    func put(_ number: Int64) { expect(.integer(number)) }
    func put(_ number: Float) { expect(.float(number)) }
    func put(_ number: Double) { expect(.double(number)) }
    func put(_ text: String) { expect(.text(text)) }

    func putName(_ name: String) {
        guard isEqual, case .object(let fields, let next)? = levels.last, next < fields.count,
            fields[next].name == name
        else { return differ() }
    }

    func beginList() {
        openCount += 1
        guard case .list(let values)? = take() else { return differ() }
        levels.append(.list(values, next: 0))
    }

    func beginObject() {
        openCount += 1
        guard case .object(let fields)? = take() else { return differ() }
        levels.append(.object(fields, next: 0))
    }

    func end() {
        openCount -= 1
        guard isEqual else { return }
        switch levels.popLast() {
        case .list(let values, let next)? where next == values.count: return
        case .object(let fields, let next)? where next == fields.count: return
        default: differ()
        }
    }

    private func differ() { isEqual = false }

    private func expect(_ value: TapeValue) {
        if isEqual, take() != value { differ() }
    }

    /// The value that stands next on the tape.
    private func take() -> TapeValue? {
        guard isEqual else { return nil }
        switch levels.popLast() {
        case nil: return whole.take()
        case .list(let values, let next)?:
            guard next < values.count else { return nil }
            levels.append(.list(values, next: next + 1))
            return values[next]
        case .object(let fields, let next)?:
            guard next < fields.count else { return nil }
            levels.append(.object(fields, next: next + 1))
            return fields[next].value
        }
    }
}
