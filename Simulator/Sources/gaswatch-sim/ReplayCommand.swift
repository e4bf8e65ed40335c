internal import ArgumentParser
internal import LinuxPlatform
internal import Recordings
internal import Replays
internal import SimulatedDistrict
internal import ValveModel

/// Plays recorded telemetry through an installation.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plays a recording through an installation, in its own time or faster.",
        discussion: """
            Recordings are .csv, .ndjson, .jsonl or .arff, each also with .gz. Columns that have \
            the contract's names need no mapping. Examples: --map gas=MQ5:x10, \
            --map at=time:s, --map valve:=HOME-1, --map every=30s. Exit code 0 when everything \
            left and every alarm had its receipt, 1 when not, 65 when the recording is refused.
            """)

    /// Seconds after the last row in which receipts and call-outs are waited for.
    private static let settleSeconds = 5.0

    @Argument(help: "The recording.")
    var file: String

    @Option(help: "The broker, HOST:PORT or unix:PATH.")
    var broker: String

    @OptionGroup var login: BrokerLogin

    @Option(name: .customLong("map"), help: "Which column is which field; repeat it.")
    var mapping: [String] = []

    @Option(help: "How many times faster than recorded.")
    var speed = 1.0

    @Option(help: "The area of the rows that name none.")
    var area = "370202012"

    @Option(help: "Rows that are played, from the first; without it all.")
    var rows: Int?

    @Option(help: "The root of the valves' topics.")
    var root = "gas/v1"

    @Option(help: "The root of the rescue topics.")
    var rescueRoot = "rescue/v1"

    func validate() throws {
        try login.check(isShared: true)
        guard ReplayPlan.speeds.contains(speed) else {
            throw ValidationError("--speed is \(speed); 0.1 to 1000000 are possible.")
        }
        guard Area(area) != nil else {
            throw ValidationError("--area is \(area); it is nine digits.")
        }
        if let rows, rows < 1 { throw ValidationError("--rows is \(rows); at least 1.") }
    }

    func run() throws {
        Interruption.listen()
        do {
            let mapping = try RecordingMapping(options: mapping)
            try play(try survey(mapping), mapping)
        } catch let faults as MappingFaults {
            Console.complain("\(faults)")
            throw ExitCode(64)
        } catch let fault as RecordingFault {
            Console.complain("\(fault)")
            throw ExitCode(65)
        } catch let fault as TransportFault {
            Console.complain("\(fault)")
            throw ExitCode(69)
        }
    }

    /// Reads the recording once before anything is sent, so that a fault in its last row is said
    /// before its first row raises an alarm.
    private func survey(_ mapping: RecordingMapping) throws -> Set<String> {
        var reader = try RecordingFile.open(file, mapping: mapping)
        var valves: Set<String> = []
        var count = 0
        while count < rows ?? .max, let reading = try reader.next() {
            valves.insert(reading.valve.description)
            count += 1
        }
        Console.say("\(file): \(count) rows of \(valves.count) valves")
        for (field, cells) in reader.unmeasured.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Console.say("  \(cells) cells of \(field.rawValue) are no measurement and are left out")
        }
        return valves
    }

    private func play(_ valves: Set<String>, _ mapping: RecordingMapping) throws {
        guard let area = Area(area) else { return }
        // Seconds since 2025 set replays apart, so that none is taken for a repeat of another.
        let boot = UInt32(clamping: WallClock.milliseconds() / 1000 - 1_735_689_600)
        let wire = try ReplayWire(
            endpoint: try login.applied(to: try Address.endpoint(broker)), broker: broker,
            root: root,
            rescueRoot: rescueRoot, boot: boot)
        defer { wire.close() }
        var reader = try RecordingFile.open(file, mapping: mapping)
        var plan = ReplayPlan(root: root, area: area, boot: boot, speed: speed)
        var tally = ReplayTally(
            root: root, rescueRoot: rescueRoot, valves: valves, speed: speed)
        var last = Instant.start
        var count = 0
        while count < rows ?? .max, !Interruption.isAsked, let reading = try reader.next() {
            let publish = plan.send(reading)
            wire.wait(until: publish.planned) { hear($0, $1, &tally) }
            guard !Interruption.isAsked else { break }
            let hasLeft = wire.send(publish)
            tally.sent(reading, publish, hasLeft: hasLeft)
            last = publish.planned
            count += 1
        }
        wire.wait(until: last + Self.settleSeconds) { hear($0, $1, &tally) }
        Console.write(tally.page, to: 1)
        if tally.outstanding + tally.lost > 0 { throw ExitCode(1) }
    }

    private func hear(_ arrival: Arrival, _ now: Instant, _ tally: inout ReplayTally) {
        tally.received(topic: arrival.topic, payload: arrival.payload, at: now)
    }
}
