internal import FlatStore
internal import ValveModel

/// A valve's row and memory as bytes, so that a restart goes on where the watch stopped: a run of
/// 23 hours is not begun anew.
///
/// Riser and profile are no part of it: they come from the registry.
struct ValveRecord {
    /// First byte of a record. Another layout gets another number; an old record is then refused,
    /// and the journal's open incidents say what was latched.
    static let version: UInt8 = 3

    /// Length of a record: the version; 21 beginnings, five moments and the valve's clock of 8;
    /// four recent messages of 9; boot, sequence, area, four measurements and the rate of 4; three
    /// kind sets, the beginnings' bits and a hash of 4; three numbers of 2 and twelve of 1.
    static let byteCount = 1 + 27 * 8 + 4 * 9 + 8 * 4 + 5 * 4 + 3 * 2 + 12

    var state: ValveState
    var memory: ValveMemory

    init(_ state: ValveState, _ memory: ValveMemory) {
        (self.state, self.memory) = (state, memory)
    }

    /// The row as `byteCount` bytes, numbers little-endian.
    var bytes: [UInt8] {
        var tape = RecordWriter()
        tape.bytes.reserveCapacity(Self.byteCount)
        var version = Self.version
        tape.number(&version)
        var record = self
        record.state.marks.subtract(.ofThisRun)
        record.state.begun &= ~(Since.highAside | Since.countedAnew)
        record.pass(over: &tape)
        return tape.bytes
    }

    /// Reads a record; `nil` when it has another version or length, or a value that no row can have.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount, bytes[0] == Self.version else { return nil }
        self.init(ValveState(area: .unknown), ValveMemory())
        var tape = RecordReader(bytes)
        tape.at = 1
        pass(over: &tape)
        guard tape.isSound, isPossible else { return nil }
    }

    /// Brings moments that have not come yet back to `now`: the wall clock, by which a record keeps
    /// time, was set back between two runs, and nothing can have happened in the future. A declared
    /// test still has at most the length that it may have.
    mutating func limit(to now: Moment) {
        state.heardAt = min(state.heardAt, now)
        state.gasAt = min(state.gasAt, now)
        state.flowAt = min(state.flowAt, now)
        state.pressureAt = min(state.pressureAt, now)
        state.temperatureAt = min(state.temperatureAt, now)
        for what in Since.allCases {
            let latest = what == .testUntil ? now + Self.testLengthMax : now
            memory.moments[what.rawValue] = min(
                memory.moments[what.rawValue], latest.milliseconds)
        }
    }

    /// The longest test window (contract, section 5, Mode).
    private static let testLengthMax = Lapse.minutes(240)

    /// Every field in the order of the record: written by one tape, filled by the other.
    private mutating func pass(over tape: inout some RecordTape) {
        tape.moment(&state.heardAt)
        tape.moment(&state.gasAt)
        tape.moment(&state.flowAt)
        tape.moment(&state.pressureAt)
        tape.moment(&state.temperatureAt)
        tape.number(&state.valveClock)
        for index in memory.moments.indices { tape.number(&memory.moments[index]) }
        for index in state.recent.hashes.indices {
            tape.number(&state.recent.hashes[index])
            tape.number(&state.recent.sequences[index])
            tape.number(&state.recent.boots[index])
        }
        tape.number(&state.boot)
        tape.number(&state.sequence)
        tape.number(&state.area.code)
        tape.measurement(&state.gas)
        tape.measurement(&state.flow)
        tape.measurement(&state.pressure)
        tape.measurement(&memory.gasRate)
        tape.measurement(&memory.coldGas)
        tape.number(&state.current.bits)
        tape.number(&state.latched.bits)
        tape.number(&memory.tested.bits)
        tape.number(&state.begun)
        tape.number(&memory.highGasHash)
        tape.number(&state.temperatureTenths)
        tape.number(&state.flags.rawValue)
        tape.number(&state.marks.rawValue)
        tape.number(&state.battery)
        tape.number(&state.signalLoss)
        tape.word(&state.position)
        tape.word(&state.alarm)
        tape.word(&state.cause)
        tape.word(&state.link)
        tape.number(&state.gasPriority)
        tape.number(&state.gasLevel)
        tape.number(&state.lowerBootCount)
        tape.number(&state.recent.next)
        tape.number(&memory.stepCount)
        tape.number(&memory.batteryLevel)
    }

    /// Whether every number lies where the watch can have put it.
    private var isPossible: Bool {
        let kinds =
            (state.current.bits | state.latched.bits | memory.tested.bits) & ~KindSet.all.bits
        return kinds == 0 && areMomentsPossible && areMeasurementsPossible
            && state.marks.subtracting(.all).isEmpty
            && state.marks.isDisjoint(with: .ofThisRun)
            && state.area.code <= 999_999_999 && state.gasPriority <= Priority.p4.rawValue
            && state.gasLevel <= Judgement.attentionLevels.count
            && state.lowerBootCount <= Detector.lowerBootCountMax
            && state.recent.next < state.recent.hashes.count
    }

    private var areMomentsPossible: Bool {
        let reach = Moment.distantPast.milliseconds...Moment.distantFuture.milliseconds
        return (state.begun & ~Since.calledLow) >> UInt32(Since.allCases.count) == 0
            && memory.moments.indices.allSatisfy { reach.contains(memory.moments[$0]) }
    }

    private var areMeasurementsPossible: Bool {
        func lies(_ value: Float, in range: ClosedRange<Float>) -> Bool {
            value.isNaN || range.contains(value)
        }
        return lies(state.gas, in: 0...100) && lies(state.flow, in: 0...25)
            && lies(state.pressure, in: -5...20) && memory.gasRate >= 0
            && (0...100).contains(memory.coldGas)
            && memory.gasRate.isFinite
            && (state.temperatureTenths == Reading.temperatureAbsent
                || (-400...1_250).contains(state.temperatureTenths))
            && (state.battery == Reading.byteAbsent || state.battery <= 100)
            && (state.signalLoss == Reading.byteAbsent || state.signalLoss <= 150)
            && memory.batteryLevel <= 100
    }
}
