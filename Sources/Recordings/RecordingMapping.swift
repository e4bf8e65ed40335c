/// Which column of a recording stands for which field, in which unit.
///
/// Options are `field=column`, `field=column:unit` (the unit follows the last colon),
/// `field:=value` for a value that every row shares, and `every=60s` for rows without a time.
/// A field that no option names is taken from the column of its own name, in the contract's unit.
public struct RecordingMapping: Equatable, Sendable {
    enum Origin: Equatable, Sendable {
        case column(String, RecordingUnit?)
        case constant(String)
    }

    /// Where the fields named by options come from.
    private(set) var origins: [RecordingField: Origin] = [:]
    /// Milliseconds from row to row when the rows have no time.
    private(set) var interval: Int64?

    /// The contract's own columns.
    public init() {}

    /// Reads the options, in any order.
    ///
    /// - Throws: everything that is wrong with them.
    public init(options: [String]) throws(MappingFaults) {
        var messages: [String] = []
        for option in options {
            do throws(OptionFault) {
                try read(option)
            } catch {
                messages.append("Mapping \(option): \(error.message)")
            }
        }
        if interval != nil, origins[.at] != nil {
            messages.append(
                "Mapping every: the rows have a time by at=…; leave one of the two out.")
        }
        guard messages.isEmpty else { throw MappingFaults(messages: messages) }
    }

    private struct OptionFault: Error {
        let message: String
    }

    private mutating func read(_ option: String) throws(OptionFault) {
        guard let sign = option.firstIndex(of: "=") else {
            throw OptionFault(
                message: "Write field=column, field=column:unit, field:=value or every=60s.")
        }
        var name = option[..<sign]
        let value = String(option[option.index(after: sign)...])
        let isConstant = name.last == ":"
        if isConstant { name.removeLast() }
        if name == "every", !isConstant {
            guard interval == nil else { throw OptionFault(message: "It is given twice.") }
            interval = try Self.milliseconds(value)
            return
        }
        guard let field = RecordingField(rawValue: String(name)) else {
            let possible = RecordingField.allCases.map(\.rawValue).joined(separator: ", ")
            throw OptionFault(message: "There is no field \(name); there are \(possible), every.")
        }
        guard origins[field] == nil else {
            throw OptionFault(message: "The field \(field.rawValue) is given twice.")
        }
        origins[field] =
            isConstant
            ? try Self.constant(value, for: field) : try Self.column(value, for: field)
    }

    private static func constant(
        _ value: String, for field: RecordingField
    ) throws(OptionFault) -> Origin {
        guard field.mayBeConstant else {
            throw OptionFault(
                message: "It differs from row to row; name a column: \(field)=COLUMN.")
        }
        guard !value.isEmpty else { throw OptionFault(message: "The value is missing.") }
        return .constant(value)
    }

    private static func column(
        _ value: String, for field: RecordingField
    ) throws(OptionFault) -> Origin {
        var name = value
        var unit = field.units.first
        // A field without units keeps its colons: they can only belong to the column's name.
        if !field.units.isEmpty, let colon = value.lastIndex(of: ":") {
            name = String(value[..<colon])
            let word = String(value[value.index(after: colon)...])
            guard let named = RecordingUnit(rawValue: word), field.units.contains(named) else {
                let possible = field.units.map(\.rawValue).joined(separator: ", ")
                throw OptionFault(
                    message: "\(field.rawValue) has no unit \(word); it can be \(possible).")
            }
            unit = named
        }
        guard !name.isEmpty else { throw OptionFault(message: "The column's name is missing.") }
        return .column(name, unit)
    }

    /// A day: recordings with fewer rows than that say nothing about a leak.
    private static let intervalMax: Int64 = 86_400_000

    private static func milliseconds(_ text: String) throws(OptionFault) -> Int64 {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let scale: [Substring: Int64] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000]
        if let count = Int64(digits), let unit = scale[text[digits.endIndex...]] {
            let (product, overflows) = count.multipliedReportingOverflow(by: unit)
            if !overflows, (1...intervalMax).contains(product) { return product }
        }
        throw OptionFault(
            message: "Write the time from row to row as 500ms, 60s, 5m or 1h, at most a day.")
    }
}
