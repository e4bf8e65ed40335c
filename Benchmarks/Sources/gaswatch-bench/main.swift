// Measures the hot path against its peers and prints one table. An argument such as "R1" runs the
// rows of that name only. To add a row, append its `Measurement` to the list here.

let wanted = Set(CommandLine.arguments.dropFirst())
Table.header()
let sources: [(name: String, measurements: () -> [Measurement])] = [
    ("R", { RingMeasurements.all }),
    ("T", { TableMeasurements.all }),
    ("PAJ", { PipelineMeasurements.all }),
    ("G", { RoadMeasurements.all }),
]
for source in sources
where wanted.isEmpty || wanted.contains(where: { $0.prefix(1).allSatisfy(source.name.contains) }) {
    for measurement in source.measurements()
    where wanted.isEmpty || wanted.contains(measurement.row) {
        // Twenty-five clean rounds give quartiles; 400 attempts bound the time on a busy machine.
        Table.line(measurement.run(rounds: 25, attemptsMax: 400))
    }
}
