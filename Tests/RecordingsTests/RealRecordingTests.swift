import FoundationEssentials
import Recordings
import Testing

/// The recordings lie beside the project, not in it; without them there is nothing to read.
private enum RealRecording {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "shared/data").path

    static let areThere = FileManager.default.fileExists(atPath: folder)
}

@Suite(
    "Real recordings",
    .enabled(
        if: RealRecording.areThere,
        "There is no folder shared/data with real recordings beside the project."))
struct RealRecordingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var file: String
        var options: [String]
        var rowCount: Int
        var quantity: @Sendable (RecordedReading) -> Double?
        /// What the extremes were found to be by other means, in the contract's units.
        var least: Double
        var most: Double

        var testDescription: String { file }
    }

    @Test(
        "Every row is read, and the extremes are those of the file",
        arguments: [
            Case(
                file: "gas_sensors/coalmine_methane-train.arff.gz",
                options: ["gas=MM31:%vol", "valve:=MM31", "every=30s"], rowCount: 13_368,
                quantity: { $0.gas }, least: 3.4, most: 16.4),
            Case(
                file: "gas_sensors/sgp30_indoor_1_dataset_test_04d.csv.gz",
                options: ["gas=CO2eq:ppm", "temp=Temperature", "at=time:s", "valve:=SGP30"],
                rowCount: 34_325, quantity: { $0.gas }, least: 0.8, most: 114.66),
            Case(
                file: "gas_sensors/mq_array_smoke_perfume_6400.csv.gz",
                options: ["gas=MQ5:x10", "valve:=MQ5", "every=1s"], rowCount: 6400,
                quantity: { $0.gas }, least: 29.1, most: 59.6),
            Case(
                file: "gas_flow/uk_household_gas_hourly_kwh.csv.gz",
                options: ["flow=value:kWh/h", "at=start:iso", "valve:=house"], rowCount: 23_508,
                quantity: { $0.flow }, least: 0, most: 1.21779),
        ])
    func readsAll(recording: Case) throws {
        var reader = try RecordingFile.open(
            "\(RealRecording.folder)/\(recording.file)",
            mapping: try RecordingMapping(options: recording.options))
        var least = Double.infinity
        var most = -Double.infinity
        var measured = 0
        while let row = try reader.next() {
            guard let value = recording.quantity(row) else { continue }
            measured += 1
            least = min(least, value)
            most = max(most, value)
        }
        #expect(reader.rowCount == recording.rowCount)
        #expect(measured == recording.rowCount)
        #expect(reader.unmeasured == [:])
        #expect(abs(least - recording.least) < 0.001)
        #expect(abs(most - recording.most) < 0.001)
    }
}
