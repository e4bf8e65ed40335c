internal import ValveModel

/// A valve's row as bytes, so that a restart goes on where the watch stopped.
///
/// Riser and profile are no part of it: they come from the registry.
extension ValveState {
    /// First byte of a record. Another layout gets another number; an old record is then refused,
    /// and the journal's open incidents say what was latched.
    public static let recordVersion: UInt8 = 1

    /// Length of a record: the version, 15 moments and the valve's clock, four recent messages of
    /// 16 bytes, three counters and measurements of 4, three kind sets of 4, three numbers of 2 and
    /// ten of 1.
    public static let recordByteCount = 1 + 16 * 8 + 4 * 16 + 6 * 4 + 3 * 4 + 3 * 2 + 10

    /// The row as `recordByteCount` bytes, numbers little-endian.
    public func record() -> [UInt8] {
        var tape = RecordWriter()
        tape.bytes.reserveCapacity(Self.recordByteCount)
        var version = Self.recordVersion
        tape.number(&version)
        var state = self
        state.marks.subtract(.ofThisRun)
        state.pass(over: &tape)
        return tape.bytes
    }

    /// Reads a record; `nil` when it has another version or length, or a value that no row can have.
    public init?(record: Span<UInt8>) {
        guard record.count == Self.recordByteCount, record[0] == Self.recordVersion else {
            return nil
        }
        self.init(area: .unknown)
        var tape = RecordReader(record)
        tape.at = 1
        pass(over: &tape)
        guard tape.isSound, isPossible else { return nil }
    }

    /// Every field in the order of the record: written by one tape, filled by the other.
    private mutating func pass(over tape: inout some RecordTape) {
        tape.moment(&heardAt)
        tape.moment(&gasAt)
        tape.moment(&flowAt)
        tape.moment(&pressureAt)
        tape.moment(&temperatureAt)
        tape.moment(&heatRiseSince)
        tape.moment(&provenAt)
        tape.moment(&closedDueSince)
        tape.moment(&commandedAt)
        tape.moment(&plainClosingAt)
        tape.moment(&leakAt)
        tape.moment(&overflowSince)
        tape.moment(&offlineSince)
        tape.moment(&testUntil)
        tape.moment(&testGasSince)
        tape.number(&valveClock)
        for index in recentHashes.indices {
            tape.number(&recentHashes[index])
            tape.number(&recentSequences[index])
            tape.number(&recentBoots[index])
        }
        tape.number(&boot)
        tape.number(&sequence)
        tape.number(&area.code)
        tape.measurement(&gas)
        tape.measurement(&flow)
        tape.measurement(&pressure)
        tape.number(&current.bits)
        tape.number(&latched.bits)
        tape.number(&tested.bits)
        tape.number(&temperatureTenths)
        tape.number(&flags.rawValue)
        tape.number(&marks.rawValue)
        tape.number(&battery)
        tape.number(&signalLoss)
        tape.word(&position)
        tape.word(&alarm)
        tape.word(&cause)
        tape.word(&link)
        tape.number(&gasPriority)
        tape.number(&gasLevel)
        tape.number(&lowerBootCount)
        tape.number(&recentNext)
    }

    /// Whether every number lies where the watch can have put it.
    private var isPossible: Bool {
        let kinds = (current.bits | latched.bits | tested.bits) & ~KindSet.all.bits
        let moments = [
            heardAt, gasAt, flowAt, pressureAt, temperatureAt, heatRiseSince, provenAt,
            closedDueSince, commandedAt, plainClosingAt, leakAt, overflowSince, offlineSince,
            testUntil, testGasSince,
        ]
        return kinds == 0 && marks.subtracting(.all).isEmpty && marks.isDisjoint(with: .ofThisRun)
            && moments.allSatisfy { $0 >= .distantPast && $0 <= .distantFuture }
            && (gas.isNaN || (0...100).contains(gas)) && (flow.isNaN || (0...25).contains(flow))
            && (pressure.isNaN || (-5...20).contains(pressure))
            && (temperatureTenths == Reading.temperatureAbsent
                || (-400...1_250).contains(temperatureTenths))
            && (battery == Reading.byteAbsent || battery <= 100)
            && (signalLoss == Reading.byteAbsent || signalLoss <= 150)
            && area.code <= 999_999_999 && gasPriority <= Priority.p4.rawValue
            && gasLevel <= Judgement.attentionLevels.count
            && lowerBootCount <= Detector.lowerBootCountMax
            && recentNext <= recentHashes.count
    }
}
