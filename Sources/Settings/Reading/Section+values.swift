internal import ValveModel

/// Values of the types the settings know. A wrong one is reported and its default stands in, so
/// that reading goes on and finds the next fault.
extension Section {
    /// Text; absent, null and empty are the default.
    func text(_ key: String, _ standard: String) -> Sourced<String> {
        guard let scalar = scalar(key) else {
            return Sourced(value: standard, origin: origin(key), isWritten: false)
        }
        return Sourced(value: scalar.text, origin: scalar.origin, isWritten: true)
    }

    /// Text that is a name, a topic or a path: a bare number or truth value is a slip of the pen.
    func name(_ key: String, _ standard: String) -> Sourced<String> {
        guard let scalar = scalar(key) else {
            return Sourced(value: standard, origin: origin(key), isWritten: false)
        }
        if scalar.isBare {
            faults.add(
                scalar.origin.fault(
                    "\(quoted(scalar.text)) is no text, write a name or put it in quotes"))
            return Sourced(value: standard, origin: scalar.origin, isWritten: false)
        }
        return Sourced(value: scalar.text, origin: scalar.origin, isWritten: true)
    }

    /// Text that has to be written.
    func requiredText(_ key: String) -> String? {
        guard let scalar = scalar(key), !scalar.text.isEmpty else {
            if !has(key) || scalar(key)?.text.isEmpty == true { add(key, "is missing, write it") }
            return nil
        }
        return scalar.text
    }

    /// A whole number within a range.
    func integer(_ key: String, _ standard: Int, in range: ClosedRange<Int>) -> Int {
        guard let scalar = scalar(key) else { return standard }
        guard let value = Int(scalar.text), range.contains(value) else {
            let what = Int(scalar.text) == nil ? "is not a whole number" : "is out of range"
            faults.add(
                scalar.origin.fault(
                    "\(quoted(scalar.text)) \(what), "
                        + "write one from \(range.lowerBound) to \(range.upperBound)"))
            return standard
        }
        return value
    }

    /// A number within a range; `nil` when it is absent or wrong.
    func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let scalar = scalar(key) else { return nil }
        guard let value = Self.decimal(scalar.text), range.contains(value) else {
            let what = Self.decimal(scalar.text) == nil ? "is not a number" : "is out of range"
            faults.add(
                scalar.origin.fault(
                    "\(quoted(scalar.text)) \(what), write one from "
                        + "\(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"))
            return nil
        }
        return value
    }

    /// Seconds, which may have up to three decimals, as a lapse.
    func seconds(_ key: String, _ standard: Lapse, in range: ClosedRange<Double>) -> Lapse {
        guard let value = number(key, in: range) else { return standard }
        return .milliseconds(Int64((value * 1_000).rounded()))
    }

    /// `true` or `false`.
    func boolean(_ key: String, _ standard: Bool) -> Bool {
        guard let scalar = scalar(key) else { return standard }
        switch scalar.text.lowercased() {
        case "true": return true
        case "false": return false
        default:
            faults.add(scalar.origin.fault("\(quoted(scalar.text)) is neither true nor false"))
            return standard
        }
    }

    /// One of a few words.
    func word(_ key: String, _ standard: String, of known: [String]) -> Sourced<String> {
        let written = text(key, standard)
        guard !known.contains(written.value) else { return written }
        let hint = Nearest.hint(for: written.value, among: known)
        faults.add(
            written.origin.fault(
                "\(quoted(written.value)) is none of \(known.joined(separator: ", "))\(hint)"))
        return Sourced(value: standard, origin: written.origin, isWritten: false)
    }

    /// A path, made relative to the file it is written in; empty stays empty.
    func path(_ key: String, _ standard: String) -> Sourced<String> {
        let written = name(key, standard)
        let path = FilePlace.resolve(written.value, besides: place)
        return Sourced(value: path, origin: written.origin, isWritten: written.isWritten)
    }

    func quoted(_ text: String) -> String {
        // A secret or a whole file pasted by mistake shall not fill the report.
        text.count <= 40 ? "\"\(text)\"" : "\"\(text.prefix(37))...\""
    }

    /// Decimal notation only: no hexadecimal, infinity or NaN, which `Double` would take as well.
    static func decimal(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
            default: false
            }
        }
        guard allowed, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
