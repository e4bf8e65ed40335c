import Incidents
package import Rescue
package import ValveModel

/// The rows of the journal from which every decision of the desk can be made again.
///
/// A row holds whole rounds. A round that changed nothing worth a commit waits here for the next
/// one that did. When a kill takes it, nothing on disk depends on it: a restart goes on from what
/// incidents, teams and commands were when they were last written.
package struct DeskTape: Sendable {
    /// The kind of the journal's entries that hold a tape.
    package static let entryKind = "input"
    /// Their subject, by which they are found.
    package static let entrySubject = "desk"
    /// The first byte of a row. A reader refuses a higher one.
    static let version: UInt8 = 1
    /// Bytes of quiet rounds that wait for a commit with another reason. 256 KiB are about ten
    /// thousand readings of valves that have a call-out, and one write of a few milliseconds.
    package static let quietByteCountMax = 1 << 18
    /// Fields of an incident that are copies of inputs and so are not compared.
    static let copiedFields = ["place", "condition", "why"]

    /// Room that is kept for the texts of the next row: the names of all fields and a storm's homes.
    private static let keptTextsMax = 4_096

    private var bytes: [UInt8] = []
    private var texts: [String: UInt64] = [:]
    private var inputs: [(at: Moment, input: DeskInput)] = []
    private var isBeginning = false

    /// An empty tape.
    package init() {}

    /// Whether the round that ends now has to stand on the tape, whatever time has brought: the
    /// desk was given something, or has just begun.
    package var needsRound: Bool { !inputs.isEmpty || isBeginning }

    /// Whether so much has gathered that it is to be written without another reason.
    package var isFull: Bool { bytes.count >= Self.quietByteCountMax }

    /// Takes what the desk is given, before the desk does.
    package mutating func note(_ input: DeskInput, at moment: Moment) {
        inputs.append((moment, input))
    }

    /// Ends a round with what the desk decided in it.
    ///
    /// - Parameter saved: Incidents that the round did not change and that were written all the
    ///   same, as they stand: a restart finds them like that.
    package mutating func settle(
        _ actions: [DeskAction], saved: [String] = [], utcOffsetSeconds: Int, at now: Moment
    ) {
        let kept = actions.compactMap { if case .kept(let it) = $0 { it.id } else { nil } }
        let saved = kept + saved.filter { !kept.contains($0) }
        write { output, inputs in
            output.beginObject()
            output.put("at")
            output.put(now.milliseconds)
            output.put("offset")
            output.put(Int64(utcOffsetSeconds))
            output.put("inputs")
            output.beginList()
            for (at, input) in inputs {
                output.put((now - at).milliseconds)
                Self.put(input, to: output)
            }
            output.end()
            output.put("changed")
            output.beginList()
            output.omitted = Self.copiedFields
            for case .changed(let incident) in actions { incident.write(to: output) }
            output.omitted = []
            output.end()
            if !saved.isEmpty { output.field("saved", saved) }
            output.put("digest")
            output.put(Int64(bitPattern: DecisionDigest(actions).value))
            output.end()
        }
        inputs.removeAll(keepingCapacity: inputs.count < 1_024)
        isBeginning = false
    }

    /// Begins the tape of a start.
    ///
    /// - Parameter isWhole: Whether a replay is to be able to begin here: everything that the desk
    ///   begins with is written.
    package mutating func begin(_ beginning: DeskBeginning, isWhole: Bool, at now: Moment) {
        isBeginning = true
        var kept = beginning
        if !isWhole {
            kept.incidents = []
            kept.teams = []
            kept.commands = []
            kept.closings = []
            kept.calibrations = []
            kept.standby = []
            kept.shelves = [:]
            kept.members = []
            kept.deliveries = kept.deliveries.map { _ in [] }
        }
        write { output, _ in
            output.beginObject()
            output.put("at")
            output.put(now.milliseconds)
            output.put("start")
            Self.putDerived(kept, to: output)
            output.put("whole")
            output.put(isWhole)
            output.put("restored")
            output.beginObject()
            for incident in beginning.incidents where incident.isOpen {
                output.put(incident.id)
                output.put(Int64(incident.revision))
            }
            output.end()
            output.field("fields", Incident.fieldNames)
            output.end()
        }
    }

    /// Takes what has gathered, as the body of a row; `nil` when nothing has.
    package mutating func take() -> [UInt8]? {
        guard !bytes.isEmpty else { return nil }
        var row: [UInt8] = []
        swap(&row, &bytes)
        // The next row names the same fields.
        texts.removeAll(keepingCapacity: texts.count < Self.keptTextsMax)
        return row
    }

    private mutating func write(
        _ body: (TapeOutput, [(at: Moment, input: DeskInput)]) -> Void
    ) {
        let output = TapeOutput()
        swap(&output.bytes, &bytes)
        swap(&output.texts, &texts)
        if output.bytes.isEmpty { output.bytes = [Self.version] }
        body(output, inputs)
        swap(&output.bytes, &bytes)
        swap(&output.texts, &texts)
    }

    /// A finding in the form that is derived for the case that holds it: a storm has nothing else.
    private static func put(_ input: DeskInput, to output: TapeOutput) {
        guard case .finding(let finding) = input else { return putDerived(input, to: output) }
        output.object {
            output.object("finding") { finding.write(as: "_0", to: output) }
        }
    }

    /// Encoding these plain values cannot fail; if it ever did, a journal that silently lacks an
    /// input would be worse than stopping.
    private static func putDerived(_ value: some Encodable, to output: TapeOutput) {
        do {
            try output.put(value)
        } catch {
            preconditionFailure("An input of the desk could not be written: \(error).")
        }
    }
}

extension Incident {
    /// The names of an incident's fields in this program, for a reader that is another version.
    static let fieldNames: [String] = {
        let place = ValvePlace(valve: "", area: "")
        let sample = Incident(
            id: "", kind: .leak, priority: .p1, mode: .actual, place: place, at: .distantPast)
        return Mirror(reflecting: sample).children.compactMap(\.label)
    }()
}
