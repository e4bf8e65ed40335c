import Settings
import ValveModel

/// `RegistryFile`: what is read can be written and read again, no row is lost or invented, and every
/// complaint names a line that is there.
enum RegistryCheck {
    static func judge(_ bytes: [UInt8]) -> String? {
        let reading = RegistryFile.read(bytes)
        let lineCount = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
        if let fault = reading.faults.first(where: { !(1...lineCount).contains($0.line) }) {
            return "a fault in line \(fault.line) of \(lineCount)"
        }
        // Every row begins on a line of its own.
        let rowCount = lineCount - 1
        guard reading.households.count + Set(reading.faults.map(\.line)).count <= rowCount + 1
        else {
            return "\(reading.households.count) households from \(rowCount) rows"
        }
        if reading.households.isEmpty {
            return reading.faults.isEmpty && rowCount == 0 && !bytes.isEmpty && bytes.count < 16
                ? "silence about a file without rows" : nil
        }
        let names = Set(reading.households.map(\.valve))
        guard names.count == reading.households.count else { return "a valve stands twice" }
        let again = RegistryFile.read(RegistryFile.write(reading.households))
        guard again.faults.isEmpty else { return "what was written is refused: \(again.faults[0])" }
        return again.households == reading.households ? nil : "what was written reads otherwise"
    }
}
